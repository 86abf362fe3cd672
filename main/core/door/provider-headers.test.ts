import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ProviderHeader } from '../../../contract/providers.ts'
import { json } from '../../../test/faults/answers.ts'
import { openDoor, passportFor } from '../../../test/faults/door-fixture.ts'
import { type FaultProvider, startFaultProvider } from '../../../test/faults/fault-provider.ts'
import type { DoorRequest } from './door-types.ts'
import { refuseHeader } from './provider-headers.ts'

let provider: FaultProvider
beforeEach(async () => {
  provider = await startFaultProvider(json({ data: [] }))
})
afterEach(() => provider.close())

/** What a provider with these headers sees of one call. */
async function seen(headers: ProviderHeader[], request: Partial<DoorRequest> = {}) {
  const fixture = openDoor(passportFor(provider.baseUrl, {}, { headers }))
  try {
    const response = await fixture.door.send(fixture.request(request))
    await buffer(response.body)
    return { headers: provider.last.headers, raw: provider.last.rawHeaders, secret: fixture.secret }
  } finally {
    await fixture.close()
  }
}

it('a header of the provider does not reach it', async () => {
  const { headers } = await seen([
    { name: 'OpenAI-Organization', value: 'org-evals' },
    { name: 'HTTP-Referer', value: 'https://keydeck.example' },
    { name: 'X-Title', value: 'Überprüfung' },
  ])
  expect(headers).toMatchObject({ 'openai-organization': 'org-evals', 'http-referer': 'https://keydeck.example' })
  expect(headers['x-title']).toBe('Überprüfung')
})

it('an asker puts another value beside the provider’s own, in whatever case', async () => {
  const own = [{ name: 'X-Team', value: 'evals' }]
  const { raw } = await seen(own, { headers: { 'x-team': 'mine', 'X-TEAM': 'mine too' } })
  expect(raw.filter((text) => text.toLowerCase() === 'x-team')).toHaveLength(1)
  expect(raw.join(' ')).not.toContain('mine')
})

it('a header that was put into the database by hand takes the place of the key, of the host or of the body’s length', async () => {
  const { headers, raw, secret } = await seen([
    { name: 'Authorization', value: 'Bearer other' },
    { name: 'authorization', value: 'Bearer other' },
    { name: 'Host', value: 'evil.example' },
    { name: 'Content-Length', value: '9' },
    { name: 'Transfer-Encoding', value: 'chunked' },
    { name: 'X-Api-Key', value: 'other' },
    { name: 'X-Bad', value: 'one\r\nX-Smuggled: yes' },
    { name: 'X Bad', value: 'yes' },
  ])
  expect(headers.authorization).toBe(`Bearer ${secret}`)
  expect(headers.host).toBe(provider.origin.slice('http://'.length))
  expect(raw.join(' ')).not.toMatch(/other|evil|smuggled|chunked|x.bad/i)
})

describe('a header for every call', () => {
  const value = 'evals'
  it.each([
    'X-Team',
    'User-Agent',
    'Referer',
    'HTTP-Referer',
    'X-Title',
    'OpenAI-Organization',
    'OpenAI-Project',
    'OpenAI-Beta',
    'anthropic-version',
    'anthropic-beta',
    'X-Request-Source',
    'Accept-Language',
    'X-Portkey-Config',
    'cf-aig-cache-ttl',
  ])('%s is refused', (name) => {
    expect(refuseHeader({ name, value })).toBeNull()
  })

  it.each([
    'Authorization',
    'AUTHORIZATION',
    'Proxy-Authorization',
    'X-Authorization',
    'cf-aig-authorization',
    'x-goog-iam-authorization-token',
    'X-Api-Key',
    'api-key',
    'apikey',
    'api_key',
    'X-Goog-Api-Key',
    'x-portkey-api-key',
    'Ocp-Apim-Subscription-Key',
    'X-Functions-Key',
    'X-MasterKey',
    'X-Auth-Token',
    'X-Auth',
    'Helicone-Auth',
    'X-Access-Token',
    'X-AccessToken',
    'X-Amz-Security-Token',
    'Private-Token',
    'X-Vault-Token',
    'X-Client-Secret',
    'X-Password',
    'X-Passwd',
    'X-Credentials',
    'X-Jwt',
    'X-Signature',
    'Cookie',
    'Cookie2',
    'Set-Cookie',
    'CF-Access-Client-Id',
    'CF-Access-Client-Secret',
    'Idempotency-Key',
  ])('%s lets a credential lie in the database', (name) => {
    expect(refuseHeader({ name, value })).toBe('carries_key')
  })

  it.each([
    'Host',
    'HOST',
    'Content-Length',
    'Content-Type',
    'Content-Encoding',
    'Accept',
    'Accept-Encoding',
    'Connection',
    'Keep-Alive',
    'Proxy-Connection',
    'TE',
    'Trailer',
    'Transfer-Encoding',
    'Upgrade',
    'Expect',
    'Range',
    'Via',
    'Forwarded',
    'X-Forwarded-For',
    'X-Forwarded-Host',
    'Proxy-Foo',
    'Sec-Fetch-Site',
    'Sec-Whatever',
    'Origin',
    'Access-Control-Request-Method',
  ])('%s decides for the call', (name) => {
    expect(refuseHeader({ name, value })).toBe('set_by_keydeck')
  })

  it.each(['', 'X Team', 'X-Team:', 'X-Té', ':authority', 'X-Team\r\nX-Other', 'X-Team\0', '"x"', 'x(y)', 'Ⅹ-team'])(
    'can be called %j',
    (name) => {
      expect(refuseHeader({ name, value })).toBe('bad_name')
    },
  )

  it.each([
    '',
    'a\r\nX-Other: b',
    'a\nb',
    'a\rb',
    'a\0b',
    'a\tb',
    'a\x7fb',
    'a\x85b',
    'a\u2028b',
    '“smart”',
    '云',
    '🔑',
  ])('can hold %j', (text) => {
    expect(refuseHeader({ name: 'X-Team', value: text })).toBe('bad_value')
  })
})
