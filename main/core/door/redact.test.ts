import { randomBytes } from 'node:crypto'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRedactor } from './redact.ts'

const key = () => `sk-proj-${randomBytes(20).toString('base64url')}`

const forms: [string, (secret: string) => string][] = [
  ['as it is', (secret) => secret],
  ['in a sentence', (secret) => `Incorrect API key provided: ${secret}. You can find it at …`],
  ['twice', (secret) => `${secret} ${secret}`],
  ['glued to words', (secret) => `x${secret}x`],
  ['in base64', (secret) => Buffer.from(secret).toString('base64')],
  ['in base64, one byte in', (secret) => Buffer.from(`x${secret}yz`).toString('base64')],
  ['in base64, two bytes in', (secret) => Buffer.from(`xy${secret}z`).toString('base64')],
  ['in base64url', (secret) => Buffer.from(`user:${secret}`).toString('base64url')],
  ['in hex', (secret) => Buffer.from(secret).toString('hex').toUpperCase()],
  ['backwards', (secret) => Array.from(secret).toReversed().join('')],
  ['percent-encoded', (secret) => Array.from(secret, (letter) => `%${letter.charCodeAt(0).toString(16)}`).join('')],
  ['in JSON in JSON', (secret) => JSON.stringify(JSON.stringify({ a: [secret] }))],
  ['in capitals', (secret) => secret.toUpperCase()],
  ['cut short', (secret) => `${secret.slice(0, 14)}...`],
  ['masked in the middle', (secret) => `${secret.slice(0, 12)}*****${secret.slice(-4)}`],
]

test.each(forms)('a live secret is taken out: %s', (_name, write) => {
  const redactor = createRedactor()
  const secret = key()
  redactor.learn(secret)
  const clean = redactor.redact(`before ${write(secret)} after`)
  expect(clean).toContain('[redacted]')
  expect(clean).toMatch(/^before .*after$/s)
  const written = write(secret).split(' ')
  for (const word of written.filter((one) => one.length > 12)) expect(clean).not.toContain(word)
  expect(clean).not.toContain(secret.slice(8, 20))
})

test('with any secret and any text around it, nothing of it is left', () => {
  const secrets = fc.string({
    unit: fc.constantFrom(...Array.from('abcXYZ019-_./+$^*()[]')),
    minLength: 16,
    maxLength: 60,
  })
  fc.assert(
    fc.property(secrets, fc.string(), fc.string(), (secret, before, after) => {
      const redactor = createRedactor()
      redactor.learn(secret)
      expect(redactor.redact(before + secret + after)).not.toContain(secret)
      const packed = Buffer.from(before + secret + after).toString('base64')
      const inside = Buffer.from(redactor.redact(packed), 'base64').toString('utf8')
      expect(inside).not.toContain(secret)
    }),
    { numRuns: 300 },
  )
})

test('a text without a secret stays as it is', () => {
  const redactor = createRedactor()
  redactor.learn(key())
  for (const text of [
    '',
    'The model `gpt-5` does not exist',
    'risk-based',
    'task-oriented programming',
    'ask_me',
    '世界 İstanbul',
    'max_tokens: 12345678901234567890',
    'Basic usage',
    'secret: too short',
  ]) {
    expect(redactor.redact(text)).toBe(text)
  }
})

test('a secret learnt twice is known until it was forgotten twice', () => {
  const redactor = createRedactor()
  const secret = randomBytes(16).toString('hex')
  redactor.learn(secret)
  redactor.learn(secret)
  redactor.forget(secret)
  expect(redactor.redact(secret)).toBe('[redacted]')
  redactor.forget(secret)
  expect(redactor.redact(secret)).toBe(secret)
})

test.each([
  ['sk', '-'],
  ['yx', '-'],
  ['gsk', '_'],
  ['hf', '_'],
  ['kd', '_'],
])('a key that was never held here is known by its shape: %s%s', (prefix, joint) => {
  const foreign = `${prefix}${joint}${randomBytes(16).toString('hex')}`
  expect(createRedactor().redact(`got ${foreign}!`)).toBe('got [redacted]!')
})

test.each([
  ['Authorization: Bearer ', ''],
  ['{"api_key":"', '"}'],
  ['x-api-key=', '&a=1'],
])('and by what stands before it: %s', (before, after) => {
  const foreign = randomBytes(16).toString('hex')
  expect(createRedactor().redact(before + foreign + after)).toBe(`${before}[redacted]${after}`)
})
