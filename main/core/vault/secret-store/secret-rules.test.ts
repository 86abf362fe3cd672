import { expect, test } from 'vitest'
import { KeydeckError } from '../../keydeck-error.ts'
import { checkSecret, longestSecret, refuseSecret } from './secret-rules.ts'

test.each([
  ['empty', '', 'empty'],
  ['1201 units', 'a'.repeat(longestSecret + 1), 'too_long'],
  ['1281 units', 'a'.repeat(1_281), 'too_long'],
  ['2561 bytes', 'a'.repeat(2_561), 'too_long'],
  ['one megabyte', 'a'.repeat(1_048_576), 'too_long'],
  ['NUL inside', 'a\0b', 'control_characters'],
  ['line break', 'a\nb', 'control_characters'],
  ['delete', 'a\x7fb', 'control_characters'],
  ['C1 control', 'a\x9bb', 'not_ascii'],
  ['lone surrogate', 'a\ud800b', 'not_ascii'],
  ['emoji', 'a🔑b', 'not_ascii'],
  ['umlaut', 'schlüssel', 'not_ascii'],
])('K11 %s is refused before it reaches a store that would alter it', (_name, secret, reason) => {
  expect(refuseSecret(secret)).toBe(reason)
  expect(() => checkSecret(secret)).toThrow(KeydeckError)
})

test('K11 the longest printable secret is taken', () => {
  expect(refuseSecret('~'.repeat(longestSecret))).toBe(null)
  expect(refuseSecret('with space')).toBe(null)
})
