import { HumanMessage } from '@langchain/core/messages'
import { tool } from '@langchain/core/tools'
import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { Client } from './comparison.ts'
import { gather, type Pair, startPair } from './pair.ts'

let pair: Pair
beforeAll(async () => {
  pair = await startPair()
})
afterAll(() => pair.close())

const chat = ({ baseUrl, apiKey, fetch }: Client, streamUsage = true) =>
  new ChatOpenAI({ model: 'fake-1', apiKey, streamUsage, maxRetries: 0, configuration: { baseURL: baseUrl, fetch } })
/** Its types lose what a message without tools says of tokens. */
const totalOf = (usage: unknown) => (usage as { total_tokens: number } | undefined)?.total_tokens
const question = [new HumanMessage('Say hello: wörld, 你好 🚀')]
const weather = tool(() => 'cold', {
  name: 'get_weather',
  description: 'The weather of a city',
  schema: z.object({ city: z.string(), unit: z.enum(['c', 'f']) }),
})

test('invoke makes something else of an answer', async () => {
  const { differences, direct } = await pair.both(async (client) => {
    const { content, usage_metadata } = await chat(client).invoke(question)
    return { content, total: totalOf(usage_metadata) }
  })
  expect(differences).toEqual([])
  expect(direct.result).toEqual({ content: expect.stringContaining('wörld'), total: 16 })
})

test('a tool is called with other arguments', async () => {
  const { differences, direct } = await pair.both(
    async (client) => (await chat(client).bindTools([weather]).invoke(question)).tool_calls,
  )
  expect(differences).toEqual([])
  expect(direct.result?.[0]).toMatchObject({ name: 'get_weather', args: { city: 'Oslo', unit: 'c' } })
})

test.each([true, false])('stream sees other parts (usage asked for: %s)', async (streamUsage) => {
  const { differences, direct } = await pair.both(
    async (client) => {
      const chunks = await gather(await chat(client, streamUsage).stream(question))
      return chunks.map(({ content, usage_metadata }) => ({ content, total: totalOf(usage_metadata) }))
    },
    { injected: !streamUsage },
  )
  expect(differences).toEqual([])
  expect(direct.result.map(({ content }) => JSON.stringify(content)).join('')).toContain('你好')
  expect(direct.result.some(({ total }) => total === 19)).toBe(streamUsage)
})

test('embedDocuments gets other vectors', async () => {
  const { differences, direct } = await pair.both(({ baseUrl, apiKey, fetch }) =>
    new OpenAIEmbeddings({
      model: 'fake-embedding',
      apiKey,
      maxRetries: 0,
      configuration: { baseURL: baseUrl, fetch },
    }).embedDocuments(['one', 'two']),
  )
  expect(differences).toEqual([])
  expect(direct.result.map((vector) => vector.length)).toEqual([256, 256])
})

test('a refusal of the gateway is asked again, or loses its code', async () => {
  const { gateway } = pair
  const { key, shownOnce } = gateway.issue()
  gateway.core.gateway.localKeys.revoke(key.id)
  const seen = pair.provider.seen.length
  const { baseUrl } = gateway
  const model = new ChatOpenAI({ model: 'fake-1', apiKey: shownOnce, configuration: { baseURL: baseUrl } })
  const error: unknown = await model.invoke(question).catch((failure: unknown) => failure)
  expect(error).toMatchObject({ status: 403, code: 'key_revoked' })
  expect(pair.provider.seen).toHaveLength(seen)
})
