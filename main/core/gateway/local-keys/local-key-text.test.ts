import { createHash, randomBytes } from 'node:crypto'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashOf, isLocalKeyText, localKeyText } from './local-key-text.ts'

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const numberOf = (text: string) =>
  Array.from(text).reduce((sum, digit) => sum * 62n + BigInt(digits.indexOf(digit)), 0n)

// Reckoned by another program from the same definition: a key itself never stands in a file.
const known: [string, Uint8Array, string, string][] = [
  ['none', new Uint8Array(32), '2CZclj', '80b15fdedf5cccd448329ab7af08a5488ab751f2984c1e9cb469120406459474'],
  [
    'one after another',
    Uint8Array.from({ length: 32 }, (_, index) => index),
    '1Yo7hP',
    'e2f2a8433c400eec8c88643781abb786dd2e989d2b089e44e598dd0e99e3234d',
  ],
  ['all', new Uint8Array(32).fill(255), '3sRzl1', 'd939cab99797220c3cddea1bd1886515351b78dd18e08c335ce63d583f5eb3cf'],
]

test.each(known)(
  'the text of known bits (%s) stays as it was released: scanners and older keys rely on it',
  (_, bits, checksum, hash) => {
    const text = localKeyText(bits)
    expect(text.slice(-6)).toBe(checksum)
    expect(createHash('sha256').update(text).digest('hex')).toBe(hash)
    expect(Buffer.from(hashOf(text), 'base64url').toString('hex')).toBe(hash)
  },
)

test('every text keeps all of its 256 bits, whatever they are, and is always as long', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bits) => {
      const text = localKeyText(bits)
      expect(text).toMatch(/^kd_[0-9A-Za-z]{49}$/)
      expect(numberOf(text.slice(3, -6)).toString(16).padStart(64, '0')).toBe(Buffer.from(bits).toString('hex'))
      expect(isLocalKeyText(text)).toBe(true)
    }),
  )
})

test('one wrong character anywhere is told by the checksum', () => {
  const text = localKeyText(randomBytes(32))
  for (let at = 3; at < text.length; at++) {
    for (const digit of ['0', 'z', 'K']) {
      if (text[at] === digit) continue
      expect(isLocalKeyText(text.slice(0, at) + digit + text.slice(at + 1))).toBe(false)
    }
  }
  expect([isLocalKeyText(''), isLocalKeyText(`${text} `), isLocalKeyText(`x${text}`)]).toEqual([false, false, false])
})
