import OpenAI, { toFile } from 'openai'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Client, ComparisonOptions } from './comparison.ts'
import { gather, type Pair, startPair } from './pair.ts'

let pair: Pair
beforeAll(async () => {
  pair = await startPair()
})
afterAll(() => pair.close())

const sdk = ({ baseUrl, apiKey, fetch }: Omit<Client, 'note'>) =>
  new OpenAI({ baseURL: baseUrl, apiKey, fetch, maxRetries: 0 })
const both = <Result>(work: (openai: OpenAI) => Promise<Result>, options?: ComparisonOptions) =>
  pair.both((client) => work(sdk(client)), options)

const model = 'fake-1'
const hello = [{ role: 'user' as const, content: 'Say hello in three languages: wörld, 你好 🚀' }]
const weather = {
  type: 'function' as const,
  function: {
    name: 'get_weather',
    parameters: { type: 'object', properties: { city: { type: 'string' }, unit: { enum: ['c', 'f'] } } },
  },
}

test('a chat completion differs from the provider’s own', async () => {
  const { differences, direct } = await both((openai) =>
    openai.chat.completions.create({ model, messages: hello, temperature: 0.2, user: 'person-1', seed: 7 }),
  )
  expect(differences).toEqual([])
  expect(direct.result.choices[0]?.message.content).toContain('wörld')
  expect(direct.result).toMatchObject({ _request_id: 'req_double_1' })
})

test('a field of the body that Keydeck does not know is lost, or a number changes on its way', async () => {
  const { differences, through } = await both((openai) =>
    openai.post('/chat/completions', {
      body: { model, messages: hello, unheard_of: { nested: [1.0, 1e21, null] }, reasoning_effort: 'low' },
    }),
  )
  expect(differences).toEqual([])
  expect(through.requests[0]?.body.toString()).toContain('"unheard_of":{"nested":[1,1e+21,null]}')
})

test('a stream whose usage nobody asked for has one event more, or other bytes', async () => {
  const { differences, direct, through } = await both(
    async (openai) => gather(await openai.chat.completions.create({ model, messages: hello, stream: true })),
    { injected: true },
  )
  expect(differences).toEqual([])
  expect(direct.result.filter((chunk) => chunk.usage)).toEqual([])
  expect(direct.result.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toContain('你好')
  expect(through.requests[0]?.body.toString()).toContain('"include_usage":true')
})

test('a stream whose usage the client asked for comes without it', async () => {
  const { differences, direct } = await both(async (openai) =>
    gather(
      await openai.chat.completions.create({
        model,
        messages: hello,
        stream: true,
        stream_options: { include_usage: true },
      }),
    ),
  )
  expect(differences).toEqual([])
  expect(direct.result.at(-1)?.usage?.total_tokens).toBe(19)
})

test('a tool call, and the answer after its result, come out otherwise', async () => {
  const { differences, direct } = await both(async (openai) => {
    const first = await openai.chat.completions.create({ model, messages: hello, tools: [weather] })
    const asked = first.choices[0]?.message
    if (!asked?.tool_calls) throw new Error('no tool was called')
    const result = { role: 'tool' as const, tool_call_id: 'call_1', content: '{"degrees":-3}' }
    const second = await openai.chat.completions.create({
      model,
      tools: [weather],
      messages: [...hello, asked, result],
    })
    return [first, second]
  })
  expect(differences).toEqual([])
  expect(direct.result[1]?.choices[0]?.finish_reason).toBe('stop')
})

test('the pieces of a streamed tool call are joined or split', async () => {
  const { differences, direct } = await both(
    async (openai) =>
      gather(await openai.chat.completions.create({ model, messages: hello, tools: [weather], stream: true })),
    { injected: true },
  )
  expect(differences).toEqual([])
  const parts = direct.result.map((chunk) => chunk.choices[0]?.delta.tool_calls?.[0]?.function?.arguments ?? '')
  expect(JSON.parse(parts.join(''))).toEqual({ city: 'Oslo', unit: 'c' })
})

test('a response, streamed or not, loses an event or its name', async () => {
  const { differences, direct } = await both(async (openai) => {
    const whole = await openai.responses.create({ model, input: 'Say hello' })
    const events = await gather(await openai.responses.create({ model, input: 'Say hello', stream: true }))
    return { text: whole.output_text, types: events.map((one) => one.type) }
  })
  expect(differences).toEqual([])
  expect(direct.result.text).toContain('wörld')
  expect(direct.result.types.at(-1)).toBe('response.completed')
})

test('embeddings lose precision, as numbers or as base64', async () => {
  const { differences, direct, through } = await both(async (openai) => {
    const byDefault = await openai.embeddings.create({ model: 'fake-embedding', input: ['one', 'two'] })
    const floats = await openai.embeddings.create({ model: 'fake-embedding', input: 'one', encoding_format: 'float' })
    return [byDefault.data[0]?.embedding, floats.data[0]?.embedding, byDefault.data.length]
  })
  expect(differences).toEqual([])
  // The SDK asks for base64 by itself and decodes it.
  expect(through.requests[0]?.body.toString()).toContain('"encoding_format":"base64"')
  expect(direct.result[0]).toHaveLength(256)
})

test('completions, moderations and images come back otherwise', async () => {
  const { differences, direct } = await both(async (openai) => {
    const completion = await openai.completions.create({ model, prompt: 'Say hello' })
    const moderation = await openai.moderations.create({ model: 'fake-moderation', input: 'x' })
    const image = await openai.images.generate({ model: 'fake-image', prompt: 'a fjord' })
    return [completion.choices[0]?.text, moderation.results.length, image.data?.[0]?.b64_json?.length]
  })
  expect(differences).toEqual([])
  expect(direct.result).toEqual([expect.stringContaining('Hel'), 1, 40_000])
})

test('speech comes with other bytes than the provider’s', async () => {
  const { differences, direct } = await both(async (openai) => {
    const speech = await openai.audio.speech.create({ model: 'fake-voice', voice: 'alloy', input: 'Hello' })
    return (await speech.arrayBuffer()).byteLength
  })
  expect(differences).toEqual([])
  expect(direct.result).toBe(200_000)
})

test('an upload arrives with other bytes or another length', async () => {
  const { differences, direct } = await both(async (openai) => {
    const audio = await toFile(Buffer.alloc(1_500_000, 'ünï'), 'speech.wav', { type: 'audio/wav' })
    const transcription = await openai.audio.transcriptions.create({ model: 'fake-whisper', file: audio })
    const lines = await toFile(Buffer.from('{"a":1}\n'.repeat(1_000)), 'data.jsonl')
    const file = await openai.files.create({ file: lines, purpose: 'assistants' })
    return [transcription.text, file.bytes]
  })
  expect(differences).toEqual([])
  expect(direct.requests.map(({ body }) => body.length)).toEqual([expect.any(Number), expect.any(Number)])
})

test('the list of models has another shape than a provider’s, or names what the key may not use', async () => {
  const openai = sdk({ ...pair.gateway, fetch })
  const listed = await gather(openai.models.list())
  const directly = await gather(sdk({ ...pair.direct, fetch }).models.list())
  expect(listed.map(({ id }) => id).toSorted()).toEqual(directly.map(({ id }) => id).toSorted())
  for (const one of listed)
    expect(one).toMatchObject({ object: 'model', created: expect.any(Number), owned_by: expect.any(String) })
  expect(await openai.models.retrieve('fake-1')).toMatchObject({ id: 'fake-1', object: 'model' })
  const few = sdk({ ...pair.gateway, apiKey: pair.gateway.issue({ models: ['fake-e*'] }).shownOnce, fetch })
  expect((await gather(few.models.list())).map(({ id }) => id)).toEqual(['fake-embedding'])
})
