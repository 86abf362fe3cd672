import OpenAI, {
  APIError,
  AuthenticationError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
} from 'openai'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshSecret } from '../fakes/vault-fixture.ts'
import { hangingUp, redirecting } from '../faults/breaks.ts'
import type { FaultProvider } from '../faults/fault-provider.ts'
import { type GatewayFixture, startGateway } from './gateway-fixture.ts'
import { startProviderDouble, usual } from './provider-double.ts'

const secret = freshSecret()
let provider: FaultProvider
let gateway: GatewayFixture
/** How far its clock runs ahead. */
let ahead = 0
beforeAll(async () => {
  provider = await startProviderDouble(secret)
  const store = { kind: 'encrypted-file', passphrase: crypto.randomUUID() } as const
  gateway = await startGateway({ baseUrl: provider.baseUrl, secret }, { store, ahead: () => ahead })
})
afterAll(async () => {
  await gateway.close()
  await provider.close()
})

const model = 'fake-1'
const messages = [{ role: 'user' as const, content: 'Hello' }]
const sdk = (apiKey: string, options: ConstructorParameters<typeof OpenAI>[0] = {}) =>
  new OpenAI({ baseURL: gateway.baseUrl, apiKey, maxRetries: 0, ...options })

/** What the SDK throws for a question with this key. */
async function refusal(client: OpenAI, asked = model): Promise<APIError> {
  const error: unknown = await client.chat.completions
    .create({ model: asked, messages })
    .catch((thrown: unknown) => thrown)
  if (error instanceof APIError) return error
  throw new Error('It was not refused.')
}

/** The row of the table, as a client sees it: class, status, type, code and param, and one JSON shape. */
function expectRow(
  error: APIError,
  type: abstract new (...fields: never[]) => Error,
  row: { status: number; code: string; param?: string | null },
): void {
  expect(error).toBeInstanceOf(type)
  expect(error).toMatchObject(row)
  expect(Object.keys(error.error as object).toSorted()).toEqual(['code', 'message', 'param', 'type'])
  expect(error.headers?.get('content-type')).toMatch(/^application\/json/)
  expect(error.requestID).toBeTruthy()
}

test('a request without a key is refused with another error than the documented one', async () => {
  const error = await refusal(sdk('none', { defaultHeaders: { authorization: null } }))
  expectRow(error, AuthenticationError, { status: 401, code: 'missing_api_key' })
  expect(error.headers?.get('www-authenticate')).toBe('Bearer')
})

test('a key that nobody issued is refused with another error than the documented one, or is quoted', async () => {
  const unknown = freshSecret()
  const error = await refusal(sdk(unknown))
  expectRow(error, AuthenticationError, { status: 401, code: 'invalid_api_key' })
  expect(JSON.stringify(error)).not.toContain(unknown)
})

test('an expired key still works', async () => {
  const { shownOnce } = gateway.issue({ expiresAt: Date.now() + ahead + 60_000 })
  await sdk(shownOnce).chat.completions.create({ model, messages })
  ahead += 61_000
  expectRow(await refusal(sdk(shownOnce)), AuthenticationError, { status: 401, code: 'invalid_api_key' })
})

test('a revoked key still works, or its client asks again', async () => {
  const { key, shownOnce } = gateway.issue()
  const client = sdk(shownOnce, { maxRetries: 2 })
  await client.chat.completions.create({ model, messages })
  gateway.core.gateway.localKeys.revoke(key.id)
  const error = await refusal(client)
  expectRow(error, PermissionDeniedError, { status: 403, code: 'key_revoked' })
  expect(error.headers?.get('x-should-retry')).toBe('false')
})

test('a crowd with a revoked key is kept waiting, or hung up on, as those are who guess keys', async () => {
  const { key, shownOnce } = gateway.issue()
  gateway.core.gateway.localKeys.revoke(key.id)
  const errors = await Promise.all(Array.from({ length: 100 }, () => refusal(sdk(shownOnce))))
  expect(new Set(errors.map(({ status, code }) => `${status} ${code}`))).toEqual(new Set(['403 key_revoked']))
})

test('a text that was regenerated away still works, or its successor does not', async () => {
  const { key, shownOnce } = gateway.issue()
  const next = gateway.core.gateway.localKeys.regenerate(key.id)
  expectRow(await refusal(sdk(shownOnce)), PermissionDeniedError, { status: 403, code: 'key_revoked' })
  await sdk(next.shownOnce).chat.completions.create({ model, messages })
})

test('a model outside the key’s list is used', async () => {
  const { shownOnce } = gateway.issue({ models: ['fake-e*'] })
  const error = await refusal(sdk(shownOnce))
  const row = { status: 403, code: 'insufficient_permissions', param: 'model' }
  expectRow(error, PermissionDeniedError, row)
  expect(error.headers?.get('x-should-retry')).toBe('false')
})

test('a premium model is used with a key of a type that has none', async () => {
  const { providerId } = gateway.core.vault.keys.list().find(({ id }) => id === gateway.vaultKeyId)!
  gateway.core.vault.providers.update(providerId, { tierRules: [{ pattern: 'fake-voice', tier: 'premium' }] })
  const { shownOnce } = gateway.issue({ accountType: 'basic' })
  expectRow(await refusal(sdk(shownOnce), 'fake-voice'), PermissionDeniedError, {
    status: 403,
    code: 'insufficient_permissions',
  })
  await sdk(shownOnce).chat.completions.create({ model, messages })
})

test('an address that is written wrong gets an error that no SDK reads', async () => {
  const doubled = sdk(gateway.apiKey, { baseURL: `${gateway.baseUrl}/v1` })
  expectRow(await refusal(doubled), NotFoundError, { status: 404, code: 'unknown_endpoint' })
  const without = sdk(gateway.apiKey, { baseURL: gateway.baseUrl.replace(/\/v1$/, '') })
  expectRow(await refusal(without), NotFoundError, { status: 404, code: 'unknown_endpoint' })
})

test('a request beyond the limit passes within its minute, or its client is not told exactly when to come back', async () => {
  const { shownOnce } = gateway.issue({ accountType: 'basic', requestsPerMinute: 3 })
  for (let request = 0; request < 3; request += 1) {
    const { response } = await sdk(shownOnce).chat.completions.create({ model, messages }).withResponse()
    expect(response.headers.get('x-ratelimit-limit-requests')).toBe('3')
    expect(response.headers.get('x-ratelimit-remaining-requests')).toBe(String(2 - request))
  }
  const error = await refusal(sdk(shownOnce))
  expectRow(error, RateLimitError, { status: 429, code: 'rate_limit_exceeded' })
  const wait = Number(error.headers?.get('retry-after-ms'))
  expect(wait).toBeGreaterThan(0)
  expect(wait).toBeLessThanOrEqual(60_000)
  expect(Number(error.headers?.get('retry-after'))).toBe(Math.ceil(wait / 1_000))
  ahead += wait - 20_000
  expect(await refusal(sdk(shownOnce))).toMatchObject({ status: 429 })
  ahead += 20_000
  await sdk(shownOnce).chat.completions.create({ model, messages })
})

test('the SDK waits for another time than the one it was told, and is refused again', async () => {
  const { shownOnce } = gateway.issue({ accountType: 'custom', requestsPerMinute: 1 })
  await sdk(shownOnce).chat.completions.create({ model, messages })
  const slept: number[] = []
  const wake = globalThis.setTimeout
  // The SDK's own pauses pass at once, and the gateway's clock goes on by them.
  const quick = ((callback: () => void, ms = 0, ...rest: unknown[]) => {
    const isPause = ms > 1_000 && (new Error().stack ?? '').includes('/openai/internal/utils/sleep')
    if (!isPause) return wake(callback, ms, ...rest)
    slept.push(ms)
    ahead += ms
    return wake(callback, 0)
  }) as typeof setTimeout
  globalThis.setTimeout = quick
  try {
    await sdk(shownOnce, { maxRetries: 1 }).chat.completions.create({ model, messages })
  } finally {
    globalThis.setTimeout = wake
  }
  expect(slept).toHaveLength(1)
  expect(slept[0]).toBeLessThanOrEqual(60_000)
})

test('a key whose budget is used up spends on, or its client asks again', async () => {
  const { providerId } = gateway.core.vault.keys.list().find(({ id }) => id === gateway.vaultKeyId)!
  const prices = [{ pattern: '*', input: 1_000_000, cached: null, output: 1_000_000 }]
  gateway.core.vault.providers.update(providerId, { prices })
  const { shownOnce } = gateway.issue({ monthlyBudget: 1 })
  await sdk(shownOnce).chat.completions.create({ model, messages })
  const error = await refusal(sdk(shownOnce, { maxRetries: 2 }))
  expectRow(error, APIError, { status: 402, code: 'budget_exceeded' })
  expect(error.headers?.get('x-should-retry')).toBe('false')
})

test('a provider that can’t be reached, or sends elsewhere, is told as its own error', async () => {
  const before = provider.seen.length
  provider.next(hangingUp)
  expectRow(await refusal(sdk(gateway.apiKey)), InternalServerError, {
    status: 502,
    code: 'upstream_unreachable',
  })
  provider.next(redirecting(302, 'https://example.com/'))
  expectRow(await refusal(sdk(gateway.apiKey)), InternalServerError, { status: 502, code: 'upstream_redirect' })
  expect(provider.seen).toHaveLength(before + 2)
  provider.always(usual(secret))
})

test('a model that none of several providers has reaches one of them', async () => {
  const another = freshSecret()
  const other = await startProviderDouble(another)
  await gateway.addProvider({ name: 'Another', baseUrl: other.baseUrl, secret: another })
  const before = provider.seen.length
  const error = await refusal(sdk(gateway.apiKey), 'no-such-model')
  expectRow(error, NotFoundError, { status: 404, code: 'model_not_found', param: 'model' })
  expect(provider.seen.slice(before).filter(({ method }) => method === 'POST')).toEqual([])
  await sdk(gateway.apiKey).chat.completions.create({ model: `Double/${model}`, messages })
  expect(provider.last.body.toString()).toContain(`"model":"${model}"`)
  await other.close()
})

test('a locked secret store is told as anything but vault_locked, or its client asks again', async () => {
  const before = provider.seen.length
  await gateway.core.secretStore.lock()
  const error = await refusal(sdk(gateway.apiKey, { maxRetries: 2 }))
  expectRow(error, InternalServerError, { status: 503, code: 'vault_locked' })
  expect(error.headers?.get('x-should-retry')).toBe('false')
  expect(provider.seen).toHaveLength(before)
})
