import OpenAI, { APIError, APIUserAbortError } from 'openai'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chatEvents, json, stream, text } from '../faults/answers.ts'
import { breakingOff, stalling } from '../faults/breaks.ts'
import { failure } from './answers.ts'
import type { Client } from './comparison.ts'
import { type Pair, startPair } from './pair.ts'
import { usual } from './provider-double.ts'

let pair: Pair
beforeAll(async () => {
  pair = await startPair()
})
afterAll(() => pair.close())

const question = { model: 'fake-1', messages: [{ role: 'user' as const, content: 'Hello' }] }
const sdk = ({ baseUrl, apiKey, fetch }: Omit<Client, 'note'>, maxRetries = 0) =>
  new OpenAI({ baseURL: baseUrl, apiKey, fetch, maxRetries })

/** What a client's code sees of an error. */
function told(error: unknown) {
  if (!(error instanceof APIError)) return String(error)
  const { status, code, type, param, message, requestID } = error
  return { class: error.constructor.name, status, code, type, param, message, requestID }
}

/** Every call on record, the newest first. */
const rows = () => pair.gateway.core.calls.list({ limit: 500, filter: {} }).calls

const statuses: [number, string, Record<string, string>][] = [
  [400, 'BadRequestError', {}],
  [401, 'AuthenticationError', { 'www-authenticate': 'Bearer realm="x"' }],
  [402, 'APIError', {}],
  [403, 'PermissionDeniedError', {}],
  [404, 'NotFoundError', {}],
  [409, 'ConflictError', {}],
  [422, 'UnprocessableEntityError', {}],
  [
    429,
    'RateLimitError',
    { 'retry-after': '20', 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '6m0s' },
  ],
  [500, 'InternalServerError', {}],
  [503, 'InternalServerError', { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }],
  [529, 'InternalServerError', {}],
]
test.each(statuses)('the provider’s own %i comes as another error', async (status, name, headers) => {
  pair.provider.always(
    json(failure(`Not today: ünï ${status}`, 'some_code'), status, { 'x-request-id': 'req_77', ...headers }),
  )
  const { differences, direct } = await pair.both((client) =>
    sdk(client)
      .chat.completions.create(question)
      .then(() => 'no error', told),
  )
  expect(differences).toEqual([])
  expect(direct.result).toMatchObject({ class: name, status, requestID: 'req_77' })
})

test('a page of HTML as an error is re-coded', async () => {
  pair.provider.always(text('<html><body>Bad gateway</body></html>', 'text/html; charset=utf-8', 502))
  const { differences } = await pair.both((client) =>
    sdk(client)
      .chat.completions.create(question)
      .then(() => 'no error', told),
  )
  expect(differences).toEqual([])
})

test('the SDK retries another number of times than directly', async () => {
  const refusing = json(failure('Slow down', 'rate_limit_exceeded'), 429, { 'retry-after-ms': '3' })
  const final = json(failure('Never', 'server_error'), 500, { 'x-should-retry': 'false' })
  const eager = json(failure('Again', 'server_error'), 418, { 'x-should-retry': 'true', 'retry-after-ms': '1' })
  const { differences, direct } = await pair.both(async (client) => {
    pair.provider.always(usual(pair.secret))
    pair.provider.next(refusing, refusing)
    const { choices } = await sdk(client, 2).chat.completions.create(question)
    pair.provider.next(final)
    const never = await sdk(client, 2)
      .chat.completions.create(question)
      .then(() => 'no error', told)
    pair.provider.next(eager)
    await sdk(client, 2).chat.completions.create(question)
    return [choices.length, never]
  })
  expect(differences).toEqual([])
  expect(direct.requests.map(({ headers }) => headers['x-stainless-retry-count'])).toEqual([
    '0',
    '1',
    '2',
    '0',
    '0',
    '1',
  ])
})

test('an error in the middle of a stream is swallowed', async () => {
  const events = [
    ...chatEvents(['Half']).slice(0, 2),
    `data: ${JSON.stringify(failure('Overloaded', 'overloaded'))}\n\n`,
  ]
  pair.provider.always(stream(events))
  const { differences, direct } = await pair.both(
    async (client) => {
      const parts: string[] = []
      try {
        for await (const chunk of await sdk(client).chat.completions.create({ ...question, stream: true })) {
          parts.push(chunk.choices[0]?.delta.content ?? '')
        }
      } catch (error) {
        return { parts, error: told(error) }
      }
      return { parts, error: 'no error' }
    },
    { injected: true },
  )
  expect(differences).toEqual([])
  expect(direct.result.error).toMatchObject({ code: 'overloaded' })
})

test('a stream that breaks off looks whole', async () => {
  pair.provider.always(breakingOff(chatEvents(['Half']).slice(0, 2), 'rst'))
  const parts: string[] = []
  const reading = async () => {
    const chunks = await sdk({ ...pair.gateway, fetch }).chat.completions.create({ ...question, stream: true })
    for await (const chunk of chunks) parts.push(chunk.choices[0]?.delta.content ?? '')
  }
  await expect(reading()).rejects.toThrow()
  expect(parts.join('')).toBe('Half')
  expect(rows()[0]).toMatchObject({ endState: 'truncated', origin: 'gateway' })
})

test('a client that stops in the middle keeps the provider writing, or leaves no row', async () => {
  const closed = Promise.withResolvers<void>()
  pair.provider.always((exchange) => {
    exchange.response.on('close', closed.resolve)
    return stalling(chatEvents(['Half']).slice(0, 2), new Promise(() => {}))(exchange)
  })
  const chunks = await sdk({ ...pair.gateway, fetch }).chat.completions.create({ ...question, stream: true })
  const before = rows().length
  for await (const chunk of chunks) if (chunk.choices[0]?.delta.content) break
  await closed.promise
  await expect.poll(() => rows().length).toBe(before + 1)
  expect(rows()[0]).toMatchObject({ endState: 'stopped' })
})

test('a client that stops before the answer begins keeps the provider waiting', async () => {
  const closed = Promise.withResolvers<void>()
  const came = Promise.withResolvers<void>()
  pair.provider.always(({ response }) => {
    response.on('close', closed.resolve)
    came.resolve()
  })
  const stop = new AbortController()
  const asked = sdk({ ...pair.gateway, fetch }).chat.completions.create(question, { signal: stop.signal })
  const told = asked.catch((error: unknown) => error)
  await came.promise
  stop.abort()
  expect(await told).toBeInstanceOf(APIUserAbortError)
  await closed.promise
})
