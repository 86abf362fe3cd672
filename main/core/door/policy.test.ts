import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ManualClock } from '../../../test/fakes/manual-clock.ts'
import { chatStream } from '../../../test/faults/answers.ts'
import { stalling } from '../../../test/faults/breaks.ts'
import { type DoorFixture, openDoor, passportFor } from '../../../test/faults/door-fixture.ts'
import { type FaultProvider, startFaultProvider } from '../../../test/faults/fault-provider.ts'
import { readResponse, refusalOf } from '../../../test/faults/read-response.ts'
import { OriginMismatchError, SecretStoreError } from '../vault/secret-store/secret-store.ts'
import type { DoorParts } from './create-door.ts'
import type { Passport } from './door-types.ts'

let provider: FaultProvider
let fixture: DoorFixture

const open = (
  rest: Partial<Passport> = {},
  own: Partial<Passport['provider']> = {},
  parts: Partial<DoorParts> = {},
) => {
  fixture = openDoor(passportFor(provider.baseUrl, rest, own), parts)
  return fixture
}
const refused = async (body: object = {}) => {
  const refusal = await refusalOf(fixture.door.send(fixture.chat(body)))
  expect(provider.connections).toBe(0)
  expect(refusal.record).toMatchObject({ endState: 'error', errorCode: refusal.error.code, status: null, tokens: null })
  expect(fixture.ledger.rows).toEqual([refusal.record])
  expect(fixture.used).toEqual([])
  return refusal.error
}

beforeEach(async () => {
  provider = await startFaultProvider(chatStream(['Hello']))
})

afterEach(async () => {
  await fixture.close()
  await provider.close()
})

describe('1, who', () => {
  test('a revoked key', async () => {
    open({ status: 'revoked' })
    expect(await refused()).toMatchObject({ code: 'key_revoked', status: 403, layer: 'vault' })
  })

  test('a key that is gone has no row, for nothing is known of it', async () => {
    open()
    const { error, record } = await refusalOf(fixture.door.send({ ...fixture.chat(), keyId: crypto.randomUUID() }))
    expect(error.code).toBe('secret_unavailable')
    expect(record).toBeNull()
  })

  test.each([
    [new SecretStoreError('locked', 'prompt_dismissed'), 'vault_locked', 503],
    [new SecretStoreError('timeout', 'no_answer'), 'secret_unavailable', 503],
    [new SecretStoreError('mismatch', 'replaced'), 'secret_unavailable', 503],
    [new OriginMismatchError('some-record'), 'origin_mismatch', 403],
    [new Error('a text that nobody should see'), 'secret_unavailable', 503],
  ])('a store that fails with %s', async (failure, code, status) => {
    open({}, {}, { reader: { read: () => Promise.reject(failure) } })
    const error = await refused()
    expect(error).toMatchObject({ code, status })
    expect(JSON.stringify([error, fixture.logged])).not.toContain('nobody should see')
  })

  test('a store that holds nothing is not a call without a key', async () => {
    open({}, {}, { reader: { read: () => Promise.resolve(null) } })
    expect((await refused()).code).toBe('secret_unavailable')
  })

  test.each(['a\nb', 'yx-trailing ', '“yx-quoted”', 'yx-kеy', 'a\u0000b', 'Bearer abc'])(
    'U18: a secret that can not be sent is neither sent nor quoted: %j',
    async (secret) => {
      open({}, {}, { reader: { read: () => Promise.resolve(secret) } })
      const error = await refused()
      expect(error.code).toBe('secret_unavailable')
      expect(JSON.stringify([error, fixture.logged, fixture.ledger.rows])).not.toContain(secret)
    },
  )

  test('a local server without a key is asked without one, and the store is left alone', async () => {
    let reads = 0
    const reader = { read: () => Promise.resolve(`${reads++}`) }
    open({}, { needsKey: false }, { reader })
    await readResponse(await fixture.door.send(fixture.chat()))
    expect(provider.last.headers).not.toHaveProperty('authorization')
    expect(reads).toBe(0)
  })
})

describe('2, may it', () => {
  const tierRules = [
    { pattern: '*-free', tier: 'free' as const },
    { pattern: 'Big-*', tier: 'premium' as const },
  ]
  test.each([
    ['free', 'x-free', true],
    ['free', 'unnamed', false],
    ['free', 'big-1', false],
    ['basic', 'unnamed', true],
    ['basic', 'BIG-1', false],
    ['pro', 'big-1', true],
    ['enterprise', 'big-1', true],
    ['custom', 'big-1', true],
  ] as const)('a %s account and the model %s', async (accountType, model, allowed) => {
    open({ accountType }, { tierRules })
    if (allowed)
      return expect((await readResponse(await fixture.door.send(fixture.chat({ model })))).record.endState).toBe('ok')
    expect(await refused({ model })).toMatchObject({ code: 'insufficient_permissions', status: 403 })
  })

  test('the model that really goes out decides, not the one beside it', async () => {
    open({ accountType: 'free' }, { tierRules })
    const call = fixture.door.send(
      fixture.chat({ model: 'big-1' }, { model: 'x-free', headers: { 'content-type': 'text/plain' } }),
    )
    expect((await refusalOf(call)).error.code).toBe('insufficient_permissions')
  })

  test('a request without a model is not a matter of tiers', async () => {
    open({ accountType: 'free' }, { tierRules })
    await readResponse(await fixture.door.send(fixture.request()))
  })

  test('a body that is no JSON object is not sent', async () => {
    open()
    const call = fixture.door.send({ ...fixture.chat(), body: Buffer.from('model=x') })
    expect((await refusalOf(call)).error.code).toBe('invalid_request')
  })

  test('a budget that is used up', async () => {
    open({ monthlyBudget: 5_000_000 })
    fixture.spent.amount = 5_000_000
    expect(await refused()).toMatchObject({ code: 'budget_exceeded', status: 402, layer: 'policy' })
  })

  test('two calls racing for the last cent: the second sees what the first may cost', async () => {
    open({ monthlyBudget: 100_000 })
    const { promise, resolve } = Promise.withResolvers<void>()
    provider.always(stalling([], promise))
    const first = await fixture.door.send(fixture.chat({ max_tokens: 2_000 }))
    const second = await refusalOf(fixture.door.send(fixture.chat()))
    expect(second.error.code).toBe('budget_exceeded')
    resolve()
    await readResponse(first)
    provider.always(chatStream(['again']))
    await readResponse(await fixture.door.send(fixture.chat()))
  })
})

describe('2, may it: what a call may cost is held back whole', () => {
  const twenty = { max_tokens: 20 }
  const completions = '/completions'
  test.each([
    ['n', { ...twenty, n: 60 }],
    ['best_of, although n is smaller', { ...twenty, n: 2, best_of: 60 }, completions],
    ['a list of prompts', { ...twenty, prompt: Array.from({ length: 60 }, () => 'Hello') }, completions],
    ['a list of prompts in tokens', { ...twenty, prompt: Array.from({ length: 60 }, () => [1, 2]) }, completions],
    ['the larger of two limits', { max_completion_tokens: 20, max_tokens: 1_200 }],
    ['an answer without a limit', {}],
  ])('with %s', async (_name, body: object, path = '/chat/completions') => {
    open({ monthlyBudget: 100_000 })
    const { promise, resolve } = Promise.withResolvers<void>()
    provider.always(stalling([], promise))
    const first = await fixture.door.send({ ...fixture.chat(body), path })
    const second = await refusalOf(fixture.door.send(fixture.chat(twenty)))
    expect(second.error.code).toBe('budget_exceeded')
    resolve()
    await readResponse(first)
  })

  test('and no more: one prompt in tokens is one, and a short answer leaves room for the next', async () => {
    open({ monthlyBudget: 100_000 })
    const { promise, resolve } = Promise.withResolvers<void>()
    provider.always(stalling([], promise))
    const prompt = Array.from({ length: 60 }, () => 7)
    const running = [
      await fixture.door.send({ ...fixture.chat({ ...twenty, prompt }), path: completions }),
      await fixture.door.send(fixture.chat({ ...twenty, n: 2 })),
      await fixture.door.send(fixture.chat(twenty)),
    ]
    resolve()
    await Promise.all(running.map(readResponse))
  })

  test('also where the model has a price for what it reads only, as one for embeddings has', async () => {
    const price: DoorParts['prices']['price'] = ({ tokens }) => ({ cost: tokens.output > 0 ? null : 5, source: 'test' })
    open({ monthlyBudget: 1 }, {}, { prices: { price } })
    const { promise, resolve } = Promise.withResolvers<void>()
    provider.always(stalling([], promise))
    const first = await fixture.door.send(fixture.chat())
    expect((await refusalOf(fixture.door.send(fixture.chat()))).error.code).toBe('budget_exceeded')
    resolve()
    await readResponse(first)
  })
})

describe('2, may it: the budget of a local key', () => {
  const localKey = { id: '018f3e6a-0c5e-7b1a-9f00-6d1c2f3a4b5c', name: 'Editor', monthlyBudget: 100_000 }

  test('is refused where it is used up, although the vault key has none', async () => {
    open({ monthlyBudget: null })
    fixture.spent.byLocalKey = 100_000
    const refusal = await refusalOf(fixture.door.send({ ...fixture.chat(), localKey }))
    expect(refusal.error).toMatchObject({ code: 'budget_exceeded', status: 402 })
    expect(refusal.error.message).toContain('the local key "Editor"')
    await readResponse(await fixture.door.send(fixture.chat()))
  })

  test('counts what its own running calls may cost, and not those of others', async () => {
    open({ monthlyBudget: 1_000_000 })
    const { promise, resolve } = Promise.withResolvers<void>()
    provider.always(stalling([], promise))
    const first = await fixture.door.send({ ...fixture.chat({ max_tokens: 2_000 }), localKey })
    const second = await refusalOf(fixture.door.send({ ...fixture.chat(), localKey }))
    expect(second.error.code).toBe('budget_exceeded')
    const other = await fixture.door.send({ ...fixture.chat(), localKey: { ...localKey, id: 'another' } })
    resolve()
    await Promise.all([readResponse(first), readResponse(other)])
    provider.always(chatStream(['again']))
    await readResponse(await fixture.door.send({ ...fixture.chat(), localKey }))
  })
})

describe('3, when', () => {
  test('the call over the limit is refused with the exact time, and consumes nothing', async () => {
    const clock = new ManualClock()
    open({ accountType: 'custom', requestsPerMinute: 3 }, {}, { clock })
    for (let i = 0; i < 3; i++) {
      await readResponse(await fixture.door.send(fixture.chat()))
      clock.advance(5_000)
    }
    for (let i = 0; i < 5; i++) {
      const { error } = await refusalOf(fixture.door.send(fixture.chat()))
      expect(error).toMatchObject({ code: 'rate_limit_exceeded', status: 429, layer: 'policy', retryAfterMs: 45_000 })
    }
    clock.advance(44_999)
    expect((await refusalOf(fixture.door.send(fixture.chat()))).error.retryAfterMs).toBe(1)
    clock.advance(1)
    await readResponse(await fixture.door.send(fixture.chat()))
    expect(provider.seen).toHaveLength(4)
  })

  test('what never left consumes nothing: a locked store, a wrong model, a moved address', async () => {
    const failures = [new SecretStoreError('locked', 'none'), new SecretStoreError('locked', 'none')]
    const reader = {
      read: () => {
        const failure = failures.shift()
        return failure ? Promise.reject(failure) : Promise.resolve('a-secret-that-works')
      },
    }
    open(
      { accountType: 'free', requestsPerMinute: 1 },
      { tierRules: [{ pattern: 'fake-*', tier: 'free' }] },
      { reader },
    )
    expect((await refusalOf(fixture.door.send(fixture.chat()))).error.code).toBe('vault_locked')
    expect((await refusalOf(fixture.door.send(fixture.chat()))).error.code).toBe('vault_locked')
    expect((await refusalOf(fixture.door.send(fixture.chat({ model: 'x' })))).error.code).toBe(
      'insufficient_permissions',
    )
    await readResponse(await fixture.door.send(fixture.chat()))
    expect((await refusalOf(fixture.door.send(fixture.chat()))).error.code).toBe('rate_limit_exceeded')
  })

  test('the playground waits, is told how long, and its wait is on record', async () => {
    const clock = new ManualClock()
    open({ accountType: 'custom', requestsPerMinute: 1 }, {}, { clock })
    await readResponse(await fixture.door.send(fixture.chat()))
    clock.advance(10_000)
    const waits: number[] = []
    const told = Promise.withResolvers<void>()
    const onWait = (ms: number) => {
      waits.push(ms)
      told.resolve()
    }
    const call = fixture.door.send(fixture.chat({}, { atLimit: 'wait', onWait }))
    await told.promise
    clock.advance(50_000)
    const { record } = await readResponse(await call)
    expect(waits).toEqual([50_000, 0])
    expect(record.waitMs).toBe(50_000)
    expect(record.durationMs).toBe(0)
  })

  test('a wait that is stopped ends at once, as stopped, and frees its place', async () => {
    const clock = new ManualClock()
    open({ accountType: 'custom', requestsPerMinute: 1 }, {}, { clock })
    await readResponse(await fixture.door.send(fixture.chat()))
    const stop = new AbortController()
    const call = refusalOf(
      fixture.door.send(fixture.chat({}, { atLimit: 'wait', signal: stop.signal, onWait: () => stop.abort() })),
    )
    const { error, record } = await call
    expect(error.code).toBe('stopped')
    expect(record).toMatchObject({ endState: 'stopped', errorCode: null, status: null })
    expect((await refusalOf(fixture.door.send(fixture.chat()))).error.retryAfterMs).toBe(60_000)
  })

  test('a limit of none at all refuses without a time, even who would wait', async () => {
    open({ accountType: 'custom', requestsPerMinute: 0 })
    const { error } = await refusalOf(fixture.door.send(fixture.chat({}, { atLimit: 'wait' })))
    expect(error).toMatchObject({ code: 'rate_limit_exceeded', retryAfterMs: null })
  })
})

describe('4, where', () => {
  test.each([
    ['another host', (url: string) => url.replace('127.0.0.1', '127.0.0.2')],
    ['another port', (url: string) => url.replace(/:\d+/, ':9')],
    ['another scheme', (url: string) => url.replace('http:', 'https:')],
    ['another path', (url: string) => url.replace('/v1', '/v2')],
    ['no path', (url: string) => url.replace('/v1', '')],
  ])('U17: a base URL that was changed to %s does not get the key', async (_name, change) => {
    const passport = passportFor(provider.baseUrl)
    const moved = { ...passport, provider: { ...passport.provider, baseUrl: change(provider.baseUrl) } }
    let reads = 0
    fixture = openDoor(moved, { reader: { read: () => Promise.resolve(`${reads++}`) } })
    expect(await refused()).toMatchObject({ code: 'origin_mismatch' })
    expect(reads).toBe(0)
  })

  test('an address written in another way is the same address', async () => {
    open({ boundOrigin: provider.origin.toUpperCase().replace('HTTP', 'http'), boundPath: '/v1/' })
    await readResponse(await fixture.door.send(fixture.chat()))
  })

  test.each(['http://api.example.com/v1', 'ftp://127.0.0.1/v1', 'https://u:p@api.example.com/v1', 'nonsense'])(
    'U23: %s is refused',
    async (baseUrl) => {
      const passport = passportFor(provider.baseUrl)
      fixture = openDoor({ ...passport, provider: { ...passport.provider, baseUrl } })
      expect(await refused()).toMatchObject({ code: 'insecure_url', layer: 'policy' })
    },
  )

  test.each(['/../admin', '/%2e%2e/admin', '//evil.example/', 'x', '/a b', '/a\r\nx: y'])(
    'a path that leaves its base is refused: %j',
    async (path) => {
      open()
      expect((await refusalOf(fixture.door.send(fixture.request({ path })))).error.code).toBe('invalid_request')
      expect(provider.connections).toBe(0)
    },
  )
})
