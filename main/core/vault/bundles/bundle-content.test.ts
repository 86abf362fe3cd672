import { assert as holds, property, string } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { freshSecret } from '../../../../test/fakes/vault-fixture.ts'
import { type BundleContent, readContent, writeContent } from './bundle-content.ts'
import { readCanonicalJson } from './canonical-json.ts'

const secret = freshSecret()
const content: BundleContent = {
  exportedAt: 1_700_000_000_000,
  providers: [
    {
      preset: 'custom',
      name: 'Unser Gateway',
      baseUrl: 'https://gateway.example/v1',
      keyPrefix: 'yx-',
      variable: 'GATEWAY_KEY',
      dashboardUrl: null,
      needsKey: true,
      headers: [{ name: 'X-Team', value: 'deck' }],
      proxy: { mode: 'none' },
      tierRules: [{ pattern: '*', tier: 'standard' }],
      prices: [],
      caPem: null,
    },
  ],
  environments: [{ name: 'Production', colour: 'magenta', shape: 'square', guarded: true, rotateAfterDays: 90 }],
  keys: [
    {
      provider: 0,
      environment: 0,
      secret,
      status: 'active',
      revokedAt: null,
      createdAt: 1_600_000_000_000,
      rotatedAt: null,
      overrideReason: null,
      name: 'Server 生产',
      accountType: 'custom',
      requestsPerMinute: 7,
      modelTiers: ['free'],
      tags: ['ci'],
      notes: 'two\nlines “quoted” \u2028',
      rotateAfterDays: null,
      expiresAt: null,
      monthlyBudget: 5_000_000,
    },
  ],
}

test('what is written is read back, whatever names and notes hold', () => {
  expect(readContent(writeContent(content))).toEqual(content)
  holds(
    property(string({ unit: 'grapheme', maxLength: 400 }), (notes) => {
      const changed = { ...content, keys: content.keys.map((key) => ({ ...key, notes })) }
      expect(readContent(writeContent(changed))).toEqual(changed)
    }),
  )
})

test('its length tells blocks only', () => {
  const longer = { ...content, keys: content.keys.map((key) => ({ ...key, notes: 'x'.repeat(900) })) }
  expect([writeContent(content).length, writeContent(longer).length]).toEqual([4_096, 4_096])
})

const asText = JSON.stringify(content)
const key = content.keys[0]!
const withKey = (change: object) => JSON.stringify({ ...content, keys: [{ ...key, ...change }] })
const withProvider = (change: object) =>
  JSON.stringify({ ...content, providers: [{ ...content.providers[0], ...change }] })

describe('a content that was made by hand is refused whole', () => {
  test.each<[string, string | Buffer]>([
    ['not JSON', 'keys'],
    ['nothing', ''],
    ['not UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
    ['a byte order mark', `\ufeff${asText}`],
    ['another spelling', JSON.stringify(content, null, 2)],
    ['a number in another spelling', asText.replace('"rotateAfterDays":90', '"rotateAfterDays":9e1')],
    ['a name twice in an object', asText.replace('"guarded":true', '"guarded":true,"guarded":false')],
    ['a prototype', asText.replace('{"provider":0', '{"__proto__":{"secret":"x"},"provider":0')],
    ['a constructor', asText.replace('{"provider":0', '{"constructor":1,"provider":0')],
    ['a field that nobody knows', withKey({ fingerprint: 'ab' })],
    ['a missing field', withKey({ tags: undefined })],
    ['a provider that is not there', withKey({ provider: 1 })],
    ['an environment below the first', withKey({ environment: -1 })],
    ['half a place', withKey({ environment: 0.5 })],
    ['a place that is a name', withKey({ provider: '__proto__' })],
    ['no keys', JSON.stringify({ ...content, keys: [] })],
    ['more keys than a vault of a person has', JSON.stringify({ ...content, keys: Array(1_001).fill(key) })],
    [
      'a thousand times a thousand providers',
      JSON.stringify({ ...content, providers: Array(1_001).fill(content.providers[0]) }),
    ],
    ['a name with a line break', withKey({ name: 'a\nb' })],
    ['a name that turns the text around', withKey({ name: 'a\u202eb' })],
    ['a name that nobody sees', withKey({ name: '\u200b' })],
    ['a name of half a surrogate', withKey({ name: '\ud800' })],
    ['an endless name', withKey({ name: 'n'.repeat(81) })],
    ['endless notes', withKey({ notes: 'n'.repeat(2_001) })],
    ['an endless secret', withKey({ secret: 's'.repeat(1_201) })],
    ['an empty secret', withKey({ secret: '' })],
    ['a time before 1970', withKey({ createdAt: -1 })],
    ['a time after the end of it', withKey({ expiresAt: 8_640_000_000_000_001 })],
    ['a budget below nothing', withKey({ monthlyBudget: -1 })],
    ['a budget beyond counting', withKey({ monthlyBudget: 2 ** 53 })],
    ['no rotation for ever and a day', withKey({ rotateAfterDays: 3_651 })],
    ['a state that is none', withKey({ status: 'deleted' })],
    ['an account type that is none', withKey({ accountType: 'admin' })],
    ['a preset that is a path', withProvider({ preset: '../../etc/passwd' })],
    ['an endless base URL', withProvider({ baseUrl: `https://e.example/${'a'.repeat(400)}` })],
    ['too many headers', withProvider({ headers: Array.from({ length: 21 }, () => ({ name: 'X-A', value: 'b' })) })],
    ['a header with more to it', withProvider({ headers: [{ name: 'X-A', value: 'b', secret: 'c' }] })],
    ['a proxy of another kind', withProvider({ proxy: { mode: 'pac', url: 'https://evil.example/' } })],
    ['depth without end', '['.repeat(500_000)],
  ])('%s', (_what, text) => {
    expect(() => readContent(Buffer.from(text))).toThrow(
      expect.objectContaining({ code: 'INVALID', data: { field: 'content', reason: 'bad_content' } }),
    )
  })
})

test('text that looks like half a surrogate is text', () => {
  for (const text of ['"\\\\ud800"', '"\\\\\\\\ud800"', '"ud800"']) expect(readCanonicalJson(text)).toBeTypeOf('string')
  for (const text of ['"\\ud800"', '"\\\\\\ud800"']) expect(readCanonicalJson(text)).toBeUndefined()
})
