import { request } from 'node:http'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { assert, asyncProperty, boolean, integer, uniqueArray } from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chatEvents, chunk, event, json, stream, text, usageChunk } from '../faults/answers.ts'
import type { Fault } from '../faults/fault-provider.ts'
import type { Client, ComparisonOptions } from './comparison.ts'
import { type Pair, startPair } from './pair.ts'
import type { Answer } from './recording-fetch.ts'

let pair: Pair
beforeAll(async () => {
  pair = await startPair()
})
afterAll(() => pair.close())

/** A client without any cleverness: no unpacking, no retries, one connection a question. */
function ask(
  { baseUrl, apiKey }: Client,
  path: string,
  body: object,
  headers: Record<string, string>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const all = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', ...headers }
    const asked = request(baseUrl + path, { method: 'POST', headers: all }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (part: Buffer) => chunks.push(part))
      response.on('error', reject)
      response.on('end', () => {
        const received = Object.entries(response.headers).map(([name, value]) => [name, String(value)])
        resolve({
          status: response.statusCode ?? 0,
          headers: Object.fromEntries(received),
          body: Buffer.concat(chunks),
        })
      })
    })
    asked.on('error', reject)
    asked.end(JSON.stringify({ model: 'fake-1', ...body }))
  })
}

async function differences(
  fault: Fault,
  body: object = {},
  {
    path = '/chat/completions',
    headers = {},
    ...options
  }: { path?: string; headers?: Record<string, string> } & ComparisonOptions = {},
): Promise<string[]> {
  pair.provider.always(fault)
  const compared = await pair.both(async (client) => client.note(await ask(client, path, body, headers)), options)
  return compared.differences
}

const streaming = { stream: true, stream_options: { include_usage: true } }
const packed = Buffer.from(JSON.stringify({ choices: [], usage: { prompt_tokens: 5, completion_tokens: 6 } }))

const answers: [string, Fault][] = [
  ['nothing at all', text('', 'application/json')],
  ['JSON that is broken', text('{"choices": [', 'application/json')],
  [
    'JSON with numbers that no double holds',
    text('{"n": 12345678901234567890, "x": 1.0}', 'application/json; charset=UTF-8'),
  ],
  ['gzip', text(gzipSync(packed), 'application/json', 200, { 'content-encoding': 'gzip' })],
  ['brotli', text(brotliCompressSync(packed), 'application/json', 200, { 'content-encoding': 'br' })],
  ['plain text', text('just words\r\n', 'text/plain')],
  ['no content type', ({ response }) => response.writeHead(200).end('?')],
  ['a type that nobody knows', text(Buffer.alloc(70_000, 7), 'application/x-unheard-of')],
  [
    'many headers',
    json({}, 200, { 'x-a': ['1', '2'], 'openai-organization': 'org', 'x-ratelimit-limit-requests': '60' }),
  ],
  [
    '201 with a location of its own kind',
    json({ id: 'x' }, 201, { etag: '"abc"', 'cache-control': 'private, max-age=3' }),
  ],
  ['204', ({ response }) => response.writeHead(204).end()],
]
test.each(answers)('an answer changes on its way: %s', async (_name, fault) => {
  expect(await differences(fault, {}, { headers: { 'accept-encoding': 'gzip, br' } })).toEqual([])
})

const whole = chatEvents(['Hel', 'lö', ' 🚀', '你好'], { usage: true })
const streams: [string, string[]][] = [
  ['comments', [': OPENROUTER PROCESSING\n\n', ...whole]],
  ['CRLF', chatEvents(['a', 'b'], { usage: true, newline: '\r\n' })],
  ['ids, names and retry', ['retry: 10\n', 'id: 7\nevent: message\n', ...whole]],
  ['an event in many lines', ['data: {"choices":\ndata: []}\n\n', ...whole]],
  ['choices that are null', [event({ choices: null, usage: null }), ...whole]],
  ['fields that nobody knows', [event({ ...chunk({ content: 'x' }), obfuscation: 'aB3', cost: 1e-7 }), ...whole]],
  ['bytes that are no UTF-8', ['data: \u0000\n\n', ...whole]],
  ['one event of two megabytes', [event(chunk({ content: 'x'.repeat(2_000_000) })), ...whole]],
  ['words after the end', [...whole, ': bye\n\n']],
]
test.each(streams)('a stream changes on its way: %s', async (_name, events) => {
  expect(await differences(stream(events), streaming)).toEqual([])
})

test('a stream, cut anywhere into pieces, changes on its way', async () => {
  const bytes = Buffer.from(whole.join(''))
  const without = Buffer.from(whole.filter((one) => !one.includes('prompt_tokens')).join(''))
  const cuts = uniqueArray(integer({ min: 1, max: without.length - 1 }), { maxLength: 12 })
  const property = asyncProperty(cuts, boolean(), async (places, asked) => {
    const all = asked ? bytes : without
    const ends = [...places.toSorted((a, b) => a - b), all.length]
    const pieces = ends.map((end, index) => all.subarray(index === 0 ? 0 : ends[index - 1], end))
    const found = await differences(stream(pieces), asked ? streaming : { stream: true }, { injected: !asked })
    expect(found).toEqual([])
  })
  await assert(property, { numRuns: 60 })
})

test('the usage event that only the gateway asked for reaches the client', async () => {
  pair.provider.always((exchange) => {
    const usage = exchange.request.body.includes('include_usage')
    return stream(chatEvents(['a', 'b'], { usage }))(exchange)
  })
  const compared = await pair.both(
    async (client) => client.note(await ask(client, '/chat/completions', { stream: true }, {})),
    { injected: true },
  )
  expect(compared.differences).toEqual([])
  expect(compared.through.requests[0]?.body.includes('include_usage')).toBe(true)
  expect(compared.through.answers[0]?.body.includes(JSON.stringify(usageChunk))).toBe(false)
})

test('the comparison finds nothing at all: planted differences go unseen', async () => {
  let count = 0
  const changing: Fault = (exchange) => json({ n: (count += 1) }, 200, { 'x-n': String(count) })(exchange)
  expect(await differences(changing)).toEqual([
    expect.stringContaining('header x-n: 1 became 2'),
    expect.stringContaining('bytes differ from 5 on'),
  ])
  expect(await differences(({ response }) => response.writeHead((count += 1) % 2 ? 200 : 202).end('{}'))).toEqual([
    expect.stringContaining('status'),
  ])
})
