import { afterAll, beforeAll, expect, test } from 'vitest'
import { silentLog } from '../../../test/fakes/log.ts'
import { chunk, event, json, stream, text } from '../../../test/faults/answers.ts'
import { type DoorFixture, openDoor, passportFor } from '../../../test/faults/door-fixture.ts'
import { type Fault, type FaultProvider, startFaultProvider } from '../../../test/faults/fault-provider.ts'
import { readResponse } from '../../../test/faults/read-response.ts'
import { CATALOG_SOURCE, CatalogPrices } from '../calls/price-book.ts'

let provider: FaultProvider
let fixture: DoorFixture
beforeAll(async () => {
  provider = await startFaultProvider(json({}))
  const catalog = new CatalogPrices(silentLog)
  await catalog.load()
  const openAi = { preset: 'openai', baseUrl: 'https://api.openai.com/v1', prices: [] }
  fixture = openDoor(passportFor(provider.baseUrl), {
    prices: { price: (question) => catalog.price({ ...question, provider: openAi }) },
  })
})
afterAll(async () => {
  await fixture.close()
  await provider.close()
})

const tokens = (input: number, output: number, rest: object = {}) => ({
  input,
  cached: 0,
  output,
  reasoning: 0,
  estimated: false,
  ...rest,
})
const known = { priceSource: CATALOG_SOURCE }
const unknown = { tokens: null, cost: null, priceSource: 'unknown' }
const listing = (usage: object) => json({ object: 'x', created: 1, data: [], usage })
const chatUsage = {
  prompt_tokens: 1_000,
  completion_tokens: 500,
  total_tokens: 1_500,
  prompt_tokens_details: { cached_tokens: 400, audio_tokens: 0 },
  completion_tokens_details: { reasoning_tokens: 300, audio_tokens: 0 },
}
const responseUsage = {
  input_tokens: 1_000,
  input_tokens_details: { cached_tokens: 400 },
  output_tokens: 500,
  output_tokens_details: { reasoning_tokens: 300 },
  total_tokens: 1_500,
}
const chatTokens = tokens(1_000, 500, { cached: 400, reasoning: 300 })
const imageUsage = {
  input_tokens: 1_000,
  input_tokens_details: { text_tokens: 100, image_tokens: 900 },
  output_tokens: 2_000,
  total_tokens: 3_000,
}
const audioUsage = {
  prompt_tokens: 1e3,
  completion_tokens: 100,
  total_tokens: 1100,
  prompt_tokens_details: { audio_tokens: 900 },
  completion_tokens_details: { audio_tokens: 80 },
}
const transcription = (usage: object) => json({ text: 'Hello', usage })

const whole: [string, string, string, Fault, object][] = [
  [
    'chat',
    '/chat/completions',
    'gpt-4o-mini',
    json({ choices: [], usage: chatUsage }),
    // 600 at 0.15, 400 cached at 0.075, 500 at 0.60 the million.
    { tokens: chatTokens, cost: 420, ...known },
  ],
  [
    'chat with sound',
    '/chat/completions',
    'gpt-audio',
    json({ choices: [], usage: audioUsage }),
    { tokens: tokens(1_000, 100), cost: 34_370, ...known },
  ],
  [
    'chat with sound that has no price',
    '/chat/completions',
    'gpt-4o-audio-preview',
    json({ choices: [], usage: audioUsage }),
    { tokens: tokens(1_000, 100), cost: null, priceSource: 'unknown' },
  ],
  [
    'chat of a model that nobody knows',
    '/chat/completions',
    'house-model',
    json({ choices: [], usage: chatUsage }),
    { tokens: chatTokens, cost: null, priceSource: 'unknown' },
  ],
  [
    'a response',
    '/responses',
    'gpt-4o-mini',
    json({ id: 'resp_1', status: 'completed', output: [], usage: responseUsage }),
    { tokens: chatTokens, cost: 420, ...known },
  ],
  [
    'embeddings',
    '/embeddings',
    'text-embedding-3-small',
    listing({ prompt_tokens: 50_000, total_tokens: 50_000 }),
    { tokens: tokens(50_000, 0), cost: 1_000, ...known },
  ],
  [
    'an image',
    '/images/generations',
    'gpt-image-1',
    listing(imageUsage),
    // 100 at 5, 900 at 10, 2,000 at 40.
    { tokens: tokens(1_000, 2_000), cost: 89_500, ...known },
  ],
  ['an image that is billed by the piece', '/images/generations', 'dall-e-3', json({ data: [{ url: 'x' }] }), unknown],
  [
    'a transcription',
    '/audio/transcriptions',
    'gpt-4o-transcribe',
    transcription({
      type: 'tokens',
      input_tokens: 1e3,
      output_tokens: 100,
      total_tokens: 1100,
      input_token_details: {
        text_tokens: 100,
        audio_tokens: 900,
      },
    }),
    { tokens: tokens(1_000, 100), cost: 6_650, ...known },
  ],
  [
    'a transcription that is billed by the minute',
    '/audio/transcriptions',
    'whisper-1',
    transcription({ type: 'duration', seconds: 60 }),
    unknown,
  ],
  ['speech', '/audio/speech', 'tts-1', text(Buffer.from('ID3'), 'audio/mpeg'), unknown],
  ['a moderation', '/moderations', 'omni-moderation-latest', json({ id: 'm', results: [] }), unknown],
  [
    'rerank',
    '/rerank',
    'house-reranker',
    json({ results: [], usage: { total_tokens: 40 } }),
    { tokens: tokens(40, 0), cost: null, priceSource: 'unknown' },
  ],
]

test.each(whole)('%s has other figures in its row than at its provider', async (_name, path, model, fault, row) => {
  provider.next(fault)
  const asked = fixture.chat({ model, stream: false }, { path })
  const { record } = await readResponse(await fixture.door.send(asked))
  expect(record).toMatchObject({ ...row, model, endState: 'ok', timeToFirstTokenMs: null })
  expect(record.durationMs).toBeGreaterThan(0)
})

const streamed: [string, string, string, object[], object][] = [
  [
    'chat',
    '/chat/completions',
    'gpt-4o-mini',
    [chunk({ content: 'Hello' }), chunk({}, 'stop'), { ...chunk({}), choices: [], usage: chatUsage }],
    { tokens: chatTokens, cost: 420, ...known },
  ],
  [
    'a response',
    '/responses',
    'gpt-4o-mini',
    [
      { type: 'response.output_text.delta', delta: 'Hello' },
      { type: 'response.completed', response: { id: 'resp_2', status: 'completed', usage: responseUsage } },
    ],
    { tokens: chatTokens, cost: 420, ...known },
  ],
  [
    'an image',
    '/images/generations',
    'gpt-image-1',
    [
      { type: 'image_generation.partial_image', b64_json: 'AA==' },
      { type: 'image_generation.completed', b64_json: 'AA==', usage: imageUsage },
    ],
    { tokens: tokens(1_000, 2_000), cost: 89_500, ...known },
  ],
  [
    'speech',
    '/audio/speech',
    'gpt-4o-mini-tts',
    [
      { type: 'speech.audio.delta', audio: 'AA==' },
      { type: 'speech.audio.done', usage: { input_tokens: 100, output_tokens: 1_000, total_tokens: 1_100 } },
    ],
    { tokens: tokens(100, 1_000), cost: 12_060, ...known },
  ],
  [
    'a transcription',
    '/audio/transcriptions',
    'gpt-4o-transcribe',
    [
      { type: 'transcript.text.delta', delta: 'Hello' },
      {
        type: 'transcript.text.done',
        text: 'Hello',
        usage: {
          type: 'tokens',
          input_tokens: 1e3,
          output_tokens: 100,
          total_tokens: 1100,
          input_token_details: {
            text_tokens: 100,
            audio_tokens: 900,
          },
        },
      },
    ],
    { tokens: tokens(1_000, 100), cost: 6_650, ...known },
  ],
]

test.each(streamed)('%s as a stream has other figures than its provider says, or no first token', async (...row) => {
  const [, path, model, events, expected] = row
  const last = path === '/chat/completions' ? [event('[DONE]')] : []
  provider.next(stream([...events.map((one) => event(one)), ...last]))
  const { record } = await readResponse(await fixture.door.send(fixture.chat({ model }, { path })))
  expect(record).toMatchObject({ ...expected, model, endState: 'ok', streaming: true })
  expect(record.timeToFirstTokenMs).toBeGreaterThan(0)
  expect(record.durationMs).toBeGreaterThanOrEqual(record.timeToFirstTokenMs ?? Number.POSITIVE_INFINITY)
})

test.each<[string, string, object]>([
  ['a tool call', '/chat/completions', { tool_calls: [{ function: { name: 'find', arguments: '{"city":"Paris"}' } }] }],
  ['a refusal', '/chat/completions', { content: null, refusal: 'I can not help with that.' }],
])('%s without figures is estimated as an empty answer', async (_name, path, message) => {
  provider.next(json({ choices: [{ index: 0, message, finish_reason: 'stop' }] }))
  const { record } = await readResponse(await fixture.door.send(fixture.chat({ stream: false }, { path })))
  expect(record.tokens).toMatchObject({ estimated: true })
  expect(record.tokens?.output).toBeGreaterThan(2)
})

test('a response without figures is not estimated, or before it is over', async () => {
  const output = [{ type: 'message', content: [{ type: 'output_text', text: 'Hello to all of you there.' }] }]
  const asked = () => fixture.chat({ stream: false }, { path: '/responses' })
  provider.next(json({ id: 'resp_3', status: 'completed', output }))
  const over = (await readResponse(await fixture.door.send(asked()))).record
  expect(over.tokens).toMatchObject({ estimated: true })
  expect(over.tokens?.output).toBeGreaterThan(4)
  provider.next(json({ id: 'resp_4', status: 'in_progress', output }))
  expect((await readResponse(await fixture.door.send(asked()))).record.tokens).toBeNull()
})
