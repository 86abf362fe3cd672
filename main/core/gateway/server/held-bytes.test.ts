import { expect, test } from 'vitest'
import { HeldBytes } from './held-bytes.ts'

test('a few large bodies that never end keep the small ones of everyone else out', () => {
  const held = new HeldBytes(1_000_000)
  expect(held.take(1_200_000, 0)).toBe(true)
  expect(held.take(500_000, 0)).toBe(false)
  expect(held.take(100_000, 0)).toBe(true)
  expect(held.take(100_000, 100_000)).toBe(true)
  expect(held.take(200_000, 200_000)).toBe(false)
  held.release(200_000)
  held.release(1_200_000)
  expect(held.held).toBe(0)
})

test('a body that comes in pieces is counted as one that comes at once', () => {
  const held = new HeldBytes(1_000_000)
  for (let before = 0; before < 700_000; before += 70_000) expect(held.take(70_000, before)).toBe(true)
  const pieces = held.held
  held.release(700_000)
  expect([held.held, held.take(700_000, 0), held.held]).toEqual([0, true, pieces])
})
