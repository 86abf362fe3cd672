import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { Pieces } from './pieces.ts'

test('bytes are lost, doubled or in another order, however they come and are taken', () => {
  const steps = fc.array(fc.oneof(fc.nat({ max: 40 }), fc.record({ most: fc.nat({ max: 200 }) })), { maxLength: 1_000 })
  fc.assert(
    fc.property(steps, (all) => {
      const pieces = new Pieces()
      const [given, came]: [Buffer[], Buffer[]] = [[], []]
      let sent = 0
      for (const step of all) {
        if (typeof step === 'number') {
          given.push(Buffer.alloc(step, sent++ % 251))
          pieces.push(given.at(-1)!)
        } else came.push(pieces.next(step.most))
      }
      const left = pieces.bytes
      came.push(pieces.take())
      expect(came.at(-1)).toHaveLength(left)
      expect(pieces.bytes).toBe(0)
      expect(Buffer.concat(came).equals(Buffer.concat(given))).toBe(true)
    }),
    { numRuns: 200 },
  )
})

test('what comes byte by byte is kept, or taken, byte by byte', () => {
  const pieces = new Pieces()
  for (let count = 0; count < 300_000; count++) pieces.push(Buffer.from('x'))
  let takes = 0
  for (; pieces.bytes > 0; takes++) pieces.next(64 * 1024)
  expect(takes).toBeLessThan(10)
})

test('a single piece is copied', () => {
  const piece = Buffer.from('one')
  const pieces = new Pieces()
  pieces.push(piece)
  expect(pieces.take()).toBe(piece)
})
