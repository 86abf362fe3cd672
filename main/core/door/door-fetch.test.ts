import OpenAI from 'openai'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { chatEvents, chatStream, completion, event, json, stream } from '../../../test/faults/answers.ts'
import { breakingOff, stalling } from '../../../test/faults/breaks.ts'
import { type DoorFixture, openDoor, passportFor } from '../../../test/faults/door-fixture.ts'
import { type FaultProvider, startFaultProvider } from '../../../test/faults/fault-provider.ts'
import { createDoorFetch, doorBaseUrl } from './door-fetch.ts'
import { DoorError } from './door-types.ts'

let provider: FaultProvider
let fixture: DoorFixture

beforeEach(async () => {
  provider = await startFaultProvider(chatStream(['Hel', 'lo ', '世界']))
  fixture = openDoor(passportFor(provider.baseUrl))
})

afterEach(async () => {
  await fixture.close()
  await provider.close()
})

const client = () =>
  new OpenAI({
    apiKey: 'unused',
    baseURL: doorBaseUrl,
    maxRetries: 0,
    logLevel: 'off',
    fetch: createDoorFetch(fixture.door, { origin: 'playground', keyId: fixture.passport.keyId }),
  })
const question = { model: 'fake-1', messages: [{ role: 'user' as const, content: 'Say hello' }] }

/** The door's own error, however deep the SDK put it. */
function doorErrorOf(thrown: unknown): DoorError {
  for (let error = thrown; error instanceof Error; error = error.cause) if (error instanceof DoorError) return error
  throw new Error('There is no DoorError in it.')
}
const failureOf = async (call: Promise<unknown>) =>
  call.then(
    () => Promise.reject(new Error('It did not fail.')),
    (error: unknown) => error,
  )

describe('the openai SDK through the door', () => {
  test('streams an answer, with the door’s key and not its own', async () => {
    let answer = ''
    for await (const part of await client().chat.completions.create({ ...question, stream: true })) {
      answer += part.choices[0]?.delta.content ?? ''
    }
    expect(answer).toBe('Hello 世界')
    expect(provider.last.headers.authorization).toBe(`Bearer ${fixture.secret}`)
    expect(fixture.ledger.last).toMatchObject({ origin: 'playground', endState: 'ok', tokens: { estimated: false } })
  })

  test('gets a plain answer, and a response stream', async () => {
    provider.always(completion('Plain.'))
    const plain = await client().chat.completions.create(question)
    expect(plain.choices[0]?.message.content).toBe('Plain.')

    const delta = {
      type: 'response.output_text.delta',
      delta: 'Hi',
      item_id: 'i',
      output_index: 0,
      content_index: 0,
      sequence_number: 1,
    }
    const usage = { input_tokens: 3, output_tokens: 2, total_tokens: 5 }
    const completed = {
      type: 'response.completed',
      sequence_number: 2,
      response: { id: 'r', model: 'fake-1', output: [], usage },
    }
    provider.always(stream([event(delta, { name: delta.type }), event(completed, { name: completed.type })]))
    const seen: string[] = []
    for await (const one of await client().responses.create({ model: 'fake-1', input: 'x', stream: true }))
      seen.push(one.type)
    expect(seen).toEqual([delta.type, completed.type])
    expect(fixture.ledger.last).toMatchObject({ endState: 'ok', path: '/responses', tokens: { input: 3, output: 2 } })
  })

  test('stopping ends the provider’s work, after a garbage collection too', async () => {
    const closed = Promise.withResolvers<void>()
    provider.always((exchange) => {
      exchange.response.on('close', closed.resolve)
      return stalling(chatEvents(['Half']).slice(0, 2), new Promise(() => {}))(exchange)
    })
    const stop = new AbortController()
    const answer = await client().chat.completions.create({ ...question, stream: true }, { signal: stop.signal })
    let text = ''
    for await (const part of answer) {
      text += part.choices[0]?.delta.content ?? ''
      if (!text) continue
      globalThis.gc?.()
      stop.abort()
    }
    expect(text).toBe('Half')
    await closed.promise
    await fixture.close()
    expect(fixture.ledger.last).toMatchObject({ endState: 'stopped', errorCode: null })
  })

  test('an HTTP error brings the provider’s words and the row', async () => {
    provider.always(
      json({ error: { message: 'Wrong key, sorry', code: 'invalid_api_key' } }, 401, { 'x-request-id': 'r-1' }),
    )
    const { error, record } = doorErrorOf(await failureOf(client().chat.completions.create(question)))
    expect(error).toMatchObject({
      code: 'invalid_api_key',
      status: 401,
      providerMessage: 'Wrong key, sorry',
      requestId: 'r-1',
    })
    expect(record).toEqual(fixture.ledger.last)
  })

  test('a refusal of the door, and a broken stream', async () => {
    provider.always(breakingOff(chatEvents(['Half']).slice(0, 2), 'rst'))
    const half: string[] = []
    const broken = async () => {
      const answer = await client().chat.completions.create({ ...question, stream: true })
      for await (const part of answer) half.push(part.choices[0]?.delta.content ?? '')
    }
    expect(doorErrorOf(await failureOf(broken())).error.code).toBe('upstream_truncated')
    expect(half.join('')).toBe('Half')

    fixture.passport.status = 'revoked'
    expect(doorErrorOf(await failureOf(client().chat.completions.create(question))).error.code).toBe('key_revoked')
  })
})

describe('as a fetch', () => {
  const ask = createDoorFetchOf()
  function createDoorFetchOf() {
    return (url: string, init?: RequestInit) =>
      createDoorFetch(fixture.door, { origin: 'check', keyId: fixture.passport.keyId })(url, init)
  }

  test.each(['https://api.openai.com/v1/models', 'https://door.invalid.evil.test/x', 'http://door.invalid/x'])(
    'it leads nowhere else: %s',
    async (url) => {
      await expect(ask(url)).rejects.toThrow(TypeError)
      expect(provider.connections).toBe(0)
    },
  )

  test('a Request is refused, for it can lose its signal', async () => {
    const fetchThroughDoor = createDoorFetch(fixture.door, { origin: 'check', keyId: fixture.passport.keyId })
    await expect(fetchThroughDoor(new Request(`${doorBaseUrl}/models`))).rejects.toThrow(TypeError)
  })

  test('an answer without a body, and one that is cancelled half-way', async () => {
    provider.always(({ response }) => response.writeHead(204).end())
    const empty = await ask(`${doorBaseUrl}/files/1`, { method: 'DELETE' })
    expect([empty.status, await empty.text()]).toEqual([204, ''])

    provider.always(stalling(chatEvents(['Half']).slice(0, 2), new Promise(() => {})))
    const body = JSON.stringify({ ...question, stream: true })
    const response = await ask(`${doorBaseUrl}/chat/completions`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    })
    const reader = response.body?.getReader()
    await reader?.read()
    await reader?.cancel()
    await fixture.close()
    expect(fixture.ledger.last.endState).toBe('stopped')
  })

  test('an abort before the answer rejects as fetch does', async () => {
    provider.always(() => {})
    const stop = new AbortController()
    const call = failureOf(ask(`${doorBaseUrl}/models`, { signal: stop.signal }))
    await provider.requests(1)
    stop.abort()
    expect(await call).toMatchObject({ name: 'AbortError' })
  })
})
