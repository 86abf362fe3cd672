import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { APICallError, embedMany, generateText, isStepCount, streamText, tool } from 'ai'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { Client } from './comparison.ts'
import { gather, type Pair, startPair } from './pair.ts'

let pair: Pair
beforeAll(async () => {
  pair = await startPair()
})
afterAll(() => pair.close())

const sdk = ({ baseUrl, apiKey, fetch }: Omit<Client, 'note'>, includeUsage = false) =>
  createOpenAICompatible({ name: 'keydeck', baseURL: baseUrl, apiKey, fetch, includeUsage })
const prompt = 'Say hello: wörld, 你好 🚀'
const model = 'fake-1'
const tools = {
  get_weather: tool({
    inputSchema: z.object({ city: z.string(), unit: z.enum(['c', 'f']) }),
    execute: async ({ city }) => ({ city, degrees: -3 }),
  }),
}

test('generateText makes something else of an answer', async () => {
  const { differences, direct } = await pair.both(async (client) => {
    const { text, usage, finishReason } = await generateText({ model: sdk(client)(model), prompt, maxRetries: 0 })
    return { text, usage, finishReason }
  })
  expect(differences).toEqual([])
  expect(direct.result.usage.totalTokens).toBe(16)
})

test('a tool is called with other arguments, or its result goes elsewhere', async () => {
  const { differences, direct } = await pair.both(async (client) => {
    const { steps, text } = await generateText({
      model: sdk(client)(model),
      prompt,
      tools,
      stopWhen: isStepCount(3),
      maxRetries: 0,
    })
    return { text, results: steps.flatMap((step) => step.toolResults.map((result) => result.output)) }
  })
  expect(differences).toEqual([])
  expect(direct.result.results).toEqual([{ city: 'Oslo', degrees: -3 }])
})

test.each([false, true])('streamText sees other parts (usage asked for: %s)', async (includeUsage) => {
  const { differences, direct } = await pair.both(
    async (client) => {
      const { textStream, usage } = streamText({ model: sdk(client, includeUsage)(model), prompt, maxRetries: 0 })
      return { parts: await gather(textStream), total: (await usage).totalTokens }
    },
    { injected: !includeUsage },
  )
  expect(differences).toEqual([])
  expect(direct.result.parts.join('')).toContain('你好')
  expect(direct.result.total).toBe(includeUsage ? 19 : undefined)
})

test('embedMany gets other vectors', async () => {
  const { differences, direct } = await pair.both(async (client) => {
    const embedding = sdk(client).embeddingModel('fake-embedding')
    const { embeddings } = await embedMany({ model: embedding, values: ['one', 'two'], maxRetries: 0 })
    return embeddings
  })
  expect(differences).toEqual([])
  expect(direct.result.map((vector) => vector.length)).toEqual([256, 256])
})

test('a refusal of the gateway is told as no API error, or is asked again', async () => {
  const { gateway } = pair
  const { key, shownOnce } = gateway.issue()
  gateway.core.gateway.localKeys.revoke(key.id)
  const seen = pair.provider.seen.length
  const asked = generateText({ model: sdk({ ...gateway, apiKey: shownOnce, fetch })(model), prompt, maxRetries: 2 })
  const error: unknown = await asked.catch((failure: unknown) => failure)
  expect(APICallError.isInstance(error)).toBe(true)
  expect(error).toMatchObject({ statusCode: 403, isRetryable: false, data: { error: { code: 'key_revoked' } } })
  expect(pair.provider.seen).toHaveLength(seen)
})
