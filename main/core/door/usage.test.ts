import { expect, test } from 'vitest'
import { JsonMeter } from './json-meter.ts'
import { estimateInput, estimateUsage, readUsage } from './usage.ts'

const figures = (input: number, cached: number, output: number, reasoning: number) => ({
  input,
  cached,
  output,
  reasoning,
  estimated: false,
})

test.each([
  ['a chat completion', { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 }, figures(10, 0, 5, 0)],
  [
    'with details',
    {
      prompt_tokens: 10,
      completion_tokens: 5,
      prompt_tokens_details: { cached_tokens: 8 },
      completion_tokens_details: { reasoning_tokens: 3 },
    },
    figures(10, 8, 5, 3),
  ],
  [
    'with empty details',
    { prompt_tokens: 1, completion_tokens: 1, prompt_tokens_details: null, completion_tokens_details: null },
    figures(1, 0, 1, 0),
  ],
  [
    'a response',
    {
      input_tokens: 10,
      output_tokens: 5,
      input_tokens_details: { cached_tokens: 2 },
      output_tokens_details: { reasoning_tokens: 1 },
      total_tokens: 15,
    },
    figures(10, 2, 5, 1),
  ],
  ['an embedding', { prompt_tokens: 7, total_tokens: 7 }, figures(7, 0, 0, 0)],
  [
    'reasoning counted beside the answer',
    { prompt_tokens: 10, completion_tokens: 5, total_tokens: 35, completion_tokens_details: { reasoning_tokens: 20 } },
    figures(10, 0, 25, 20),
  ],
  [
    // 20 in, 198 out, and 405 that Gemini thought and names nowhere but in its total.
    'thinking that only the total tells of',
    { prompt_tokens: 20, completion_tokens: 198, total_tokens: 623 },
    figures(20, 0, 603, 405),
  ],
  [
    'thinking instead of an answer',
    { prompt_tokens: 21, completion_tokens: 0, total_tokens: 81, completion_tokens_details: { reasoning_tokens: 60 } },
    figures(21, 0, 60, 60),
  ],
  ['a total that is too low', { prompt_tokens: 10, completion_tokens: 5, total_tokens: 3 }, figures(10, 0, 5, 0)],
  [
    'a cache figure of its own',
    { prompt_tokens: 10, completion_tokens: 5, prompt_cache_hit_tokens: 6 },
    figures(10, 6, 5, 0),
  ],
  [
    'more cached than sent',
    { prompt_tokens: 10, completion_tokens: 5, prompt_tokens_details: { cached_tokens: 99 } },
    figures(10, 10, 5, 0),
  ],
])('figures of %s', (_name, usage, tokens) => expect(readUsage(usage)?.tokens).toEqual(tokens))

test.each([null, 'x', [], {}, { prompt_tokens: 'many' }, { prompt_tokens: -1 }, { prompt_tokens: Number.NaN }])(
  'no figures in %j',
  (usage) => expect(readUsage(usage)).toBeNull(),
)

test('the provider’s own price, as a figure or as a table, and no other', () => {
  const usage = { prompt_tokens: 1, completion_tokens: 1 }
  expect(readUsage({ ...usage, cost: 0.0123 })?.dollars).toBe(0.0123)
  expect(readUsage({ ...usage, cost: { total_cost: 0.5, input_cost: 0.1 } })?.dollars).toBe(0.5)
  expect(readUsage({ ...usage, cost: 0 })?.dollars).toBe(0)
  for (const cost of ['0.1', -1, null, {}, Number.POSITIVE_INFINITY])
    expect(readUsage({ ...usage, cost })?.dollars).toBeNull()
})

test('an estimate counts words and not images', () => {
  const body = (content: unknown) => Buffer.from(JSON.stringify({ model: 'm', messages: [{ role: 'user', content }] }))
  const words = 'The quick brown fox jumps over the lazy dog. '.repeat(20)
  const plain = estimateInput(body(words))
  expect(plain).toBeGreaterThan(100)
  const image = { type: 'image_url', image_url: { url: `data:image/png;base64,${'A'.repeat(100_000)}` } }
  expect(estimateInput(body([{ type: 'text', text: words }, image]))).toBeLessThan(plain + 10)
  expect(estimateUsage(body(words), words)).toMatchObject({ estimated: true, cached: 0, reasoning: 0 })
  expect(estimateInput(Buffer.from('no json at all'))).toBeGreaterThan(0)
})

test.each([
  ['that begins as a file does', { messages: [{ role: 'user', content: `data:${'word '.repeat(20_000)}` }] }, 15_000],
  ['without a space', { messages: [{ role: 'user', content: 'aB'.repeat(50_000) }] }, 10_000],
  [
    'behind many blanks',
    { messages: [{ role: 'user', content: ' '.repeat(250_000) + 'word '.repeat(100_000) }] },
    100_000,
  ],
  ['in names', { tools: [{ function: { parameters: { properties: { ['word '.repeat(20_000)]: {} } } } }] }, 15_000],
  ['in a type', { tools: [{ type: 'word '.repeat(20_000) }] }, 15_000],
  ['in numbers', { input: [Array.from({ length: 30_000 }, () => 1234), [5]] }, 30_001],
  ['in numbers of one list', { prompt: Array.from({ length: 30_000 }, () => 1234) }, 30_000],
])('a question looks cheaper than it is, and many at once pass a budget by: %s', (_how, body, least) =>
  expect(estimateInput(Buffer.from(JSON.stringify({ model: 'm', ...body })))).toBeGreaterThanOrEqual(least),
)

test('a file in base64 is no text, wherever an API has it', () => {
  const base64 = 'A'.repeat(100_000)
  const content = [
    { type: 'input_image', image_url: `data:image/png;base64,${base64}` },
    { type: 'input_audio', input_audio: { data: base64, format: 'wav' } },
    { type: 'input_file', file_data: `data:application/pdf;base64,${base64}` },
  ]
  expect(estimateInput(Buffer.from(JSON.stringify({ model: 'm', messages: [{ content }] })))).toBeLessThan(20)
})

const read = (body: string, pieces = 1) => {
  const meter = new JsonMeter()
  const bytes = Buffer.from(body)
  const size = Math.ceil(bytes.length / pieces)
  for (let at = 0; at < bytes.length; at += size) meter.feed(bytes.subarray(at, at + size))
  return meter.finish(true)
}

test('a text that looks like figures does not pass for them in a body too large to parse', () => {
  const fake = JSON.stringify('"usage":{"prompt_tokens":999,"completion_tokens":999}')
  const body = `{"data":"${'x'.repeat(1_500_000)}","usage":{"prompt_tokens":3,"total_tokens":3,"d":{"a":{}}},"note":${fake}}`
  expect(read(body, 20).usage?.tokens).toMatchObject({ input: 3, output: 0 })
})

test('the text of an answer without figures is kept for an estimate, and of a list of models nothing', () => {
  expect(read('{"choices":[{"message":{"content":"hello"}}]}').text).toBe('hello')
  expect(read('{"choices":[{"text":"hello"}]}').text).toBe('hello')
  expect(read('{"data":[]}').text).toBeNull()
  expect(read('{"error":null,"output":[]}')).toMatchObject({ endState: 'ok' })
})
