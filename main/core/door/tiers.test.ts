import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AccountType, ModelTier } from '../../../contract/limits.ts'
import { presets } from '../vault/providers/presets.ts'
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
  const may = (accountType: AccountType, tier: ModelTier) => mayUse({ accountType, modelTiers: null }, tier)
  expect(may('free', 'standard')).toBe(false)
  expect(may('basic', 'standard')).toBe(true)
  expect(may('basic', 'premium')).toBe(false)
  expect(may('pro', 'premium')).toBe(true)
})

test('only a custom account goes by tiers of its own; without any it may use every tier', () => {
  const tiers: ModelTier[] = ['free', 'standard', 'premium']
  const used = (accountType: AccountType, modelTiers: ModelTier[] | null) =>
    tiers.filter((tier) => mayUse({ accountType, modelTiers }, tier))
  expect(used('custom', ['free', 'premium'])).toEqual(['free', 'premium'])
  expect(used('custom', null)).toEqual(tiers)
  expect(used('free', ['premium'])).toEqual(['free'])
})

test('a model gets out of its tier by a suffix that its provider takes for every model', () => {
  const { tierRules } = presets.find(({ preset }) => preset === 'openrouter')!
  const tiers = ['openai/gpt-5-pro', 'openai/gpt-5-pro:nitro', 'x/opus:online', 'deepseek/r1:free', 'deepseek/r1:nitro']
  expect(tiers.map((model) => tierOf(tierRules, model))).toEqual(['premium', 'premium', 'premium', 'free', 'standard'])
  expect(tierOf([{ pattern: 'dear', tier: 'premium' }], 'dear:online')).toBe('premium')
})

test('a model gets out of its tier by its vendor’s name', () => {
  const { tierRules } = presets.find(({ preset }) => preset === 'openrouter')!
  const names = ['openai/o3', 'openai/o1-preview', 'openrouter/openai/o3:nitro', 'openai/o3-mini', 'o3', 'OpenAI/O3']
  expect(names.map((model) => tierOf(tierRules, model))).toEqual([
    'premium',
    'premium',
    'premium',
    'free',
    'premium',
    'premium',
  ])
  const own = [
    { pattern: 'gpt-4*', tier: 'premium' as const },
    { pattern: '*-4o', tier: 'standard' as const },
    { pattern: '*', tier: 'free' as const },
  ]
  expect(['gpt-4o', 'openai/gpt-4o', 'x/', 'other'].map((model) => tierOf(own, model))).toEqual([
    'premium',
    'premium',
    'free',
    'free',
  ])
})
