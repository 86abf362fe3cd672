import { assert, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { isEnvelope, openEnvelope, sealEnvelope } from './secret-envelope.ts'
import { longestSecret } from './secret-rules.ts'
import { OriginMismatchError, SecretStoreError } from './secret-store.ts'

const ref = { recordId: 'record', origin: 'https://api.example.test' }
const printable = string({ unit: 'grapheme-ascii', minLength: 1, maxLength: longestSecret })

test('every secret that may be stored comes back as it was, in an item that Windows takes', () => {
  assert(
    property(printable, (secret) => {
      const sealed = sealEnvelope(ref, secret)
      expect(openEnvelope(ref, sealed)).toBe(secret)
      expect(sealed.length * 2).toBeLessThanOrEqual(2_560)
    }),
  )
})

test.each(['https://api.example.test:8443', 'http://api.example.test', 'https://evil.test', ''])(
  'a secret is not handed out for %s after the database was edited',
  (origin) => {
    const sealed = sealEnvelope(ref, 'sk-secret')
    expect(() => openEnvelope({ ...ref, origin }, sealed)).toThrow(OriginMismatchError)
  },
)

test('a cut, altered or foreign item is foreign data, not a shorter secret', () => {
  const sealed = sealEnvelope(ref, 'sk-a-secret-of-some-length')
  for (let length = 0; length < sealed.length; length += 1) {
    expect(isEnvelope(sealed.slice(0, length))).toBe(false)
    expect(() => openEnvelope(ref, sealed.slice(0, length))).toThrow(SecretStoreError)
  }
  for (let index = 0; index < sealed.length; index += 1) {
    const altered = `${sealed.slice(0, index)}${sealed[index] === '~' ? '!' : '~'}${sealed.slice(index + 1)}`
    expect(() => openEnvelope(ref, altered)).toThrow(SecretStoreError)
  }
  expect(() => openEnvelope(ref, 'sk-a-bare-secret')).toThrow(SecretStoreError)
  expect(isEnvelope(sealed)).toBe(true)
})
