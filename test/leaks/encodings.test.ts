import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { findSecret } from './encodings.ts'

const secret = `yx-${randomBytes(18).toString('hex')}`

test.each([
  ['plain', (text: string) => `a log line with ${text} in it`],
  ['base64 of a header', (text: string) => Buffer.from(`Bearer ${text}`).toString('base64')],
  ['base64url at another place', (text: string) => Buffer.from(`{"secret":"${text}"}`).toString('base64url')],
  ['utf-16', (text: string) => Buffer.from(`x${text}`, 'utf16le')],
  ['hex', (text: string) => Buffer.from(text).toString('hex')],
  ['reversed', (text: string) => text.split('').toReversed().join('')],
  ['without its ends', (text: string) => text.slice(4, -4)],
])('a secret hidden as %s is found', (_, hide) => {
  expect(findSecret(hide(secret), secret)).not.toEqual([])
})

test('another secret is not taken for this one', () => {
  expect(findSecret(`yx-${randomBytes(18).toString('hex')} ${secret.slice(-4)}`, secret)).toEqual([])
})
