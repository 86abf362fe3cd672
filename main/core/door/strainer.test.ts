import { randomBytes } from 'node:crypto'
import { array, assert, constant, integer, oneof, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { createStrainer } from './strainer.ts'

const secret = `yx-${randomBytes(12).toString('hex')}`

test('a secret never comes out, however a stream cuts it in pieces, and nothing else is lost', () => {
  const word = oneof(constant(secret), constant('yx-'), constant('y'), constant(secret.slice(0, 9)), string())
  assert(
    property(array(word), array(integer({ min: 1, max: 9 })), (words, cuts) => {
      const text = words.join(' ')
      const strainer = createStrainer(() => [secret])
      let out = ''
      for (let at = 0, turn = 0; at < text.length; turn += 1) {
        const length = cuts.length > 0 ? cuts[turn % cuts.length]! : 1
        out += strainer.push(text.slice(at, at + length))
        at += length
      }
      out += strainer.end()
      expect(out).toBe(text.replaceAll(secret, '[redacted]'))
    }),
  )
})

test('a secret that is forgotten while the answer still comes is kept out to the end', () => {
  let live = [secret]
  const strainer = createStrainer(() => live)
  let out = strainer.push(`first ${secret.slice(0, 10)}`)
  live = []
  out += strainer.push(secret.slice(10)) + strainer.push(' done') + strainer.end()
  expect(out).toBe('first [redacted] done')
})

test('ordinary words are shown at once', () => {
  const strainer = createStrainer(() => [secret])
  expect(strainer.push('Hello there.')).toBe('Hello there.')
})
