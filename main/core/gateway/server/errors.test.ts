import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { text } from '../../../../test/faults/answers.ts'
import { hangingUp, redirecting, silent } from '../../../../test/faults/breaks.ts'
import { expectProblem, type ProblemRow } from '../../../../test/faults/expect-problem.ts'
import { type GatewayFixture, startGateway } from '../../../../test/faults/gateway-fixture.ts'
import { KeydeckError } from '../../keydeck-error.ts'
import { SecretStoreError } from '../../vault/secret-store/secret-store.ts'

let gateway: GatewayFixture
let storeFailure: Error | null = null
beforeEach(async () => {
  storeFailure = null
  gateway = await startGateway({
    door: {
      limits: { headersMs: 300 },
      reader: {
        read: () => (storeFailure ? Promise.reject(storeFailure) : Promise.resolve(fallbackSecret)),
      },
    },
  })
})
afterEach(() => gateway[Symbol.asyncDispose]())
const fallbackSecret = `yx-${process.pid}`

interface Row extends ProblemRow {
  name: string
  when: (gateway: GatewayFixture) => unknown
  ask?: (gateway: GatewayFixture) => Promise<Response>
}

const expired = (gateway: GatewayFixture) => {
  gateway.keyring.verdict = { kind: 'expired', id: gateway.keyring.grant.id, name: 'Editor' }
}
const refused = (code: 'model_not_found' | 'insufficient_permissions' | 'key_revoked') => (gateway: GatewayFixture) => {
  gateway.keyring.usual = { kind: 'refused', code, message: 'No.' }
}
const noRetry = { 'x-should-retry': 'false' }
const nothing = () => {}

const rows: readonly Row[] = [
  {
    name: 'no key',
    status: 401,
    type: 'invalid_request_error',
    code: 'missing_api_key',
    headers: { 'www-authenticate': 'Bearer', 'x-should-retry': null },
    when: nothing,
    ask: ({ baseUrl }) => fetch(`${baseUrl}/models`),
  },
  {
    name: 'an unknown key',
    status: 401,
    type: 'invalid_request_error',
    code: 'invalid_api_key',
    headers: { 'www-authenticate': 'Bearer error="invalid_token"', 'x-should-retry': null },
    when: nothing,
    ask: (gateway) => gateway.chat({}, { headers: { authorization: 'Bearer kd_x' } }),
  },
  { name: 'an expired key', status: 401, type: 'invalid_request_error', code: 'invalid_api_key', when: expired },
  {
    name: 'a revoked key',
    status: 403,
    type: 'permission_error',
    code: 'key_revoked',
    headers: noRetry,
    when: ({ keyring }) => keyring.revoke(),
  },
  {
    name: 'a model that the key may not use',
    status: 403,
    type: 'permission_error',
    code: 'insufficient_permissions',
    param: 'model',
    headers: noRetry,
    when: refused('insufficient_permissions'),
  },
  {
    name: 'an endpoint that the key may not use',
    status: 403,
    type: 'permission_error',
    code: 'insufficient_permissions',
    headers: noRetry,
    when: ({ keyring }) => {
      keyring.grant.allowsFiles = false
    },
    ask: (gateway) => gateway.fetch('/files'),
  },
  {
    name: 'a guarded environment that nobody confirmed',
    status: 403,
    type: 'permission_error',
    code: 'insufficient_permissions',
    headers: noRetry,
    when: (gateway) => {
      gateway.guard.error = new KeydeckError('CONFLICT', { reason: 'guard_unconfirmed' })
    },
  },
  {
    name: 'an unknown model',
    status: 404,
    type: 'invalid_request_error',
    code: 'model_not_found',
    param: 'model',
    when: refused('model_not_found'),
  },
  {
    name: 'only revoked vault keys',
    status: 403,
    type: 'permission_error',
    code: 'key_revoked',
    headers: noRetry,
    when: ({ passport }) => {
      passport.status = 'revoked'
    },
  },
  {
    name: 'a budget that is used up',
    status: 402,
    type: 'insufficient_quota',
    code: 'budget_exceeded',
    headers: noRetry,
    when: ({ keyring }) => {
      keyring.isOverBudget = true
    },
  },
  {
    name: "a vault key's budget that is used up",
    status: 402,
    type: 'insufficient_quota',
    code: 'budget_exceeded',
    headers: noRetry,
    when: ({ passport, door }) => {
      passport.monthlyBudget = 5
      door.spent.amount = 5
    },
  },
  {
    name: 'a local key at its limit',
    status: 429,
    type: 'rate_limit_error',
    code: 'rate_limit_exceeded',
    headers: {
      'retry-after': '13',
      'retry-after-ms': '12346',
      'x-ratelimit-limit-requests': '10',
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-requests': '59.5s',
      'x-should-retry': null,
    },
    when: ({ keyring }) => {
      keyring.limit = { limit: 10, remaining: 0, resetMs: 59_500, retryAfterMs: 12_345.6 }
    },
  },
  {
    name: 'a locked secret store',
    status: 503,
    type: 'api_error',
    code: 'vault_locked',
    headers: noRetry,
    when: () => {
      storeFailure = new SecretStoreError('locked', 'none')
    },
  },
  {
    name: 'a secret store that does not answer',
    status: 503,
    type: 'api_error',
    code: 'secret_unavailable',
    headers: noRetry,
    when: () => {
      storeFailure = new SecretStoreError('unavailable', 'no_answer')
    },
  },
  {
    name: 'a provider whose address was changed',
    status: 403,
    type: 'permission_error',
    code: 'origin_mismatch',
    headers: noRetry,
    when: ({ passport }) => {
      passport.boundPath = '/other'
    },
  },
  {
    name: 'a provider that nothing answers for',
    status: 502,
    type: 'api_error',
    code: 'upstream_unreachable',
    headers: { 'x-should-retry': null },
    when: ({ provider }) => provider.always(hangingUp),
  },
  {
    name: 'a provider that does not begin to answer',
    status: 504,
    type: 'api_error',
    code: 'upstream_timeout',
    when: ({ provider }) => provider.always(silent),
  },
  {
    name: 'a provider that can not prove who it is',
    status: 502,
    type: 'api_error',
    code: 'upstream_tls',
    headers: noRetry,
    when: ({ passport }) => {
      passport.provider.baseUrl = passport.provider.baseUrl.replace('http:', 'https:')
      passport.boundOrigin = passport.boundOrigin.replace('http:', 'https:')
    },
  },
  {
    name: 'a provider that redirects',
    status: 502,
    type: 'api_error',
    code: 'upstream_redirect',
    headers: { ...noRetry, location: null },
    when: ({ provider }) => provider.always(redirecting(307, 'https://evil.example/')),
  },
  {
    name: 'a web page where an answer was expected',
    status: 502,
    type: 'api_error',
    code: 'upstream_malformed',
    when: ({ provider }) => provider.always(text('<!doctype html>', 'text/html')),
  },
  {
    name: 'an unknown endpoint',
    status: 404,
    type: 'invalid_request_error',
    code: 'unknown_endpoint',
    when: nothing,
    ask: (gateway) => gateway.fetch('/nothing'),
  },
  {
    name: 'a method that the path does not have',
    status: 405,
    type: 'invalid_request_error',
    code: 'method_not_allowed',
    headers: { allow: 'GET, HEAD' },
    when: nothing,
    ask: (gateway) => gateway.fetch('/models', { method: 'DELETE' }),
  },
  {
    name: 'an endpoint of the account',
    status: 501,
    type: 'invalid_request_error',
    code: 'not_supported',
    headers: noRetry,
    when: nothing,
    ask: (gateway) => gateway.fetch('/batches'),
  },
  {
    name: 'a kept response that the key did not make',
    status: 404,
    type: 'invalid_request_error',
    code: 'response_not_found',
    headers: noRetry,
    when: nothing,
    ask: (gateway) => gateway.fetch('/responses/resp_1'),
  },
  {
    name: 'a model that is not listed',
    status: 404,
    type: 'invalid_request_error',
    code: 'model_not_found',
    param: 'model',
    when: nothing,
    ask: (gateway) => gateway.fetch('/models/gone'),
  },
  {
    name: 'a body that is no JSON',
    status: 400,
    type: 'invalid_request_error',
    code: 'invalid_request',
    when: nothing,
    ask: (gateway) =>
      gateway.fetch('/embeddings', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '[1]' }),
  },
  {
    name: 'another type of body',
    status: 415,
    type: 'invalid_request_error',
    code: 'unsupported_media_type',
    when: nothing,
    ask: (gateway) => gateway.fetch('/embeddings', { method: 'POST', body: '{}' }),
  },
  {
    name: 'a body that is too large',
    status: 413,
    type: 'invalid_request_error',
    code: 'request_too_large',
    when: nothing,
    ask: (gateway) => gateway.chat({ messages: 'x'.repeat(33 * 1024 * 1024) }),
  },
]

describe('what a client is told', () => {
  test.each(rows)('$name: $status $code', async (row) => {
    const { when, ask } = row
    await when(gateway)
    const response = await (ask ?? ((one: GatewayFixture) => one.chat()))(gateway)
    await expectProblem(response, row)
  })

  test('what a rejected call took of the limit is given back', async () => {
    gateway.passport.status = 'revoked'
    await (await gateway.chat()).text()
    expect(gateway.keyring.taken).toBe(0)
    expect(gateway.keyring.uses).toEqual([])
  })

  test('an answer that passes says what is left of the limit, in place of what the provider says', async () => {
    gateway.keyring.limit = { limit: 10, remaining: 9, resetMs: 360_000, retryAfterMs: 0 }
    gateway.provider.always(({ response }) => {
      response.writeHead(200, {
        'content-type': 'application/json',
        'x-ratelimit-remaining-requests': '4999',
        'x-ratelimit-remaining-tokens': '77',
      })
      response.end('{}')
    })
    const { headers } = await gateway.chat()
    expect(headers.get('x-ratelimit-limit-requests')).toBe('10')
    expect(headers.get('x-ratelimit-remaining-requests')).toBe('9')
    expect(headers.get('x-ratelimit-reset-requests')).toBe('6m0s')
    expect(headers.get('x-ratelimit-remaining-tokens')).toBe('77')
  })

  test("an unlimited key gets the provider's own figures", async () => {
    gateway.provider.always(({ response }) => {
      response.writeHead(200, { 'content-type': 'application/json', 'x-ratelimit-remaining-requests': '4999' })
      response.end('{}')
    })
    expect((await gateway.chat()).headers.get('x-ratelimit-remaining-requests')).toBe('4999')
  })
})
