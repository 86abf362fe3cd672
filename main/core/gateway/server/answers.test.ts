import { expect, test } from 'vitest'
import { duration } from './answers.ts'

test.each([
  [0, '0s'],
  [-3, '0s'],
  [0.2, '1ms'],
  [12, '12ms'],
  [999.1, '1s'],
  [1_500, '1.5s'],
  [59_999, '59.999s'],
  [60_000, '1m0s'],
  [360_000, '6m0s'],
  [61_250, '1m1.25s'],
])('%s milliseconds are written %s, as OpenAI writes them', (ms, written) => {
  expect(duration(ms)).toBe(written)
})
