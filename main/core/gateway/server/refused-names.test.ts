import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { errorOf, type GatewayFixture, startGateway } from '../../../../test/faults/gateway-fixture.ts'
import { droppedFromResponse, keptInRequest, removedFromRequest } from '../../door/headers.ts'
import { problemTable } from './problem.ts'
import { refusedNames } from './refused-names.ts'

let gateway: GatewayFixture
beforeEach(async () => {
  gateway = await startGateway()
})
afterEach(() => gateway[Symbol.asyncDispose]())

test.each(refusedNames)('a body sends the call elsewhere, or names what nobody checked, with "%s"', async (field) => {
  for (const name of [field, field.toLowerCase(), field.toUpperCase()]) {
    const response = await gateway.chat({ [name]: 'x' })
    expect([response.status, await errorOf(response)]).toMatchObject([400, { code: 'invalid_request', param: field }])
  }
  expect(gateway.provider.seen).toEqual([])
})

test('a header sends the call elsewhere, carries another key or lets another account pay', async () => {
  const { credential, redirect } = removedFromRequest
  const named = [...credential, ...redirect].filter((name) => !own.has(name))
  const sent = [
    ...named,
    'x-portkey-provider',
    'x-portkey-forward-headers',
    'helicone-target-provider',
    'cf-access-token',
  ]
  const asked = Object.fromEntries(sent.map((name) => [name.replace('*', 'Any'), 'x']))
  const passing = Object.fromEntries([...keptInRequest, ...harmless].map((name) => [name, 'x']))
  expect((await gateway.chat({}, { headers: { ...asked, ...passing } })).status).toBe(200)
  const arrived = gateway.provider.last.headers
  expect(Object.keys(asked).filter((name) => name.toLowerCase() in arrived)).toEqual([])
  expect(Object.keys(passing).filter((name) => arrived[name] !== 'x')).toEqual([])
})

/** Another answer than that: they are the key itself, what makes it two, or what only a web page sends. */
const own: ReadonlySet<string> = new Set(['authorization', 'x-api-key', 'api-key', 'x-goog-api-key', 'origin'])

const harmless = [
  'http-referer',
  'x-title',
  'traceparent',
  'tracestate',
  'baggage',
  'x-request-id',
  'idempotency-key',
  'openai-beta',
  'anthropic-beta',
  'anthropic-version',
  'helicone-session-id',
  'helicone-property-app',
  'cf-aig-metadata',
  'x-litellm-trace-id',
  'x-stainless-lang',
  'x-goog-api-client',
]

test('docs/gateway.md keeps silent about what is refused, removed or answered', () => {
  const docs = readFileSync(new URL('../../../../docs/gateway.md', import.meta.url), 'utf8')
  const names = [
    ...refusedNames,
    ...Object.values(removedFromRequest).flat(),
    ...keptInRequest,
    ...droppedFromResponse,
    ...Object.keys(problemTable),
  ]
  expect(names.filter((name) => !docs.includes(`\`${name}\``))).toEqual([])
})
