import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { accountTypeLimits } from './account-types.ts'
import { mayUse, tierOf } from './tiers.ts'

const rules = [
  { pattern: '*:free', tier: 'free' as const },
  { pattern: 'gpt-*-mini', tier: 'standard' as const },
  { pattern: 'GPT-*', tier: 'premium' as const },
  { pattern: 'exact', tier: 'free' as const },
]

test.each([
  ['gpt-5', 'premium'],
  ['gpt-5-mini', 'standard'],
  ['gpt-5:free', 'free'],
  ['Exact', 'free'],
  ['exactly', 'standard'],
  ['inexact', 'standard'],
  ['unnamed', 'standard'],
  ['', 'standard'],
])('%s is %s: the first rule that matches decides, and what none names is standard', (model, tier) => {
  expect(tierOf(rules, model)).toBe(tier)
})

test('a star matches as a regular expression would', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*'), minLength: 1, maxLength: 8 })
  const models = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 })
  fc.assert(
    fc.property(letters, models, (pattern, model) => {
      const expected = new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(model)
      expect(tierOf([{ pattern, tier: 'premium' }], model) === 'premium').toBe(expected)
    }),
    { numRuns: 2_000 },
  )
})

test('the table is the provider documentation’s', () => {
  const table = Object.entries(accountTypeLimits).map(([type, { requestsPerMinute }]) => [type, requestsPerMinute])
  expect(Object.fromEntries(table)).toEqual({ free: 10, basic: 50, pro: 100, enterprise: null, custom: null })
  expect(mayUse('free', 'standard')).toBe(false)
  expect(mayUse('basic', 'standard')).toBe(true)
  expect(mayUse('basic', 'premium')).toBe(false)
  expect(mayUse('pro', 'premium')).toBe(true)
})
