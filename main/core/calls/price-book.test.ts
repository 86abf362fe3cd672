import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { PriceRule } from '../../../contract/limits.ts'
import { silentLog } from '../../../test/fakes/log.ts'
import type { PriceQuestion } from './ledger-port.ts'
import { CATALOG_SOURCE, CatalogPrices, toMicroDollars } from './price-book.ts'

const prices = new CatalogPrices(silentLog)
beforeAll(() => prices.load())

const OPENAI = { preset: 'openai', baseUrl: 'https://api.openai.com/v1', prices: [] }
const ask = (change: Partial<PriceQuestion> = {}) =>
  prices.price({
    provider: OPENAI,
    model: 'gpt-4o-mini',
    tokens: { input: 1_000, cached: 0, output: 100, reasoning: 0, estimated: false },
    at: Date.UTC(2026, 4, 12),
    reportedDollars: null,
    ...change,
  })
const tokens = (input: number, cached = 0, output = 0) => ({ input, cached, output, reasoning: 0, estimated: false })

test('a known model is priced by other than its public price', () => {
  expect(ask()).toEqual({ cost: 150 + 60, source: CATALOG_SOURCE })
  expect(ask({ model: 'gpt-4o-mini-2024-07-18' })).toEqual({ cost: 210, source: CATALOG_SOURCE })
})

test('cached tokens are charged as fresh ones, or twice', () => {
  expect(ask({ tokens: tokens(1_000, 400, 100) })).toEqual({ cost: 90 + 30 + 60, source: CATALOG_SOURCE })
  expect(ask({ tokens: tokens(100, 400, 0) }).cost).toBe(8)
})

test("the catalog's price wins over what the provider says it charged", () => {
  expect(ask({ reportedDollars: 0.004_25 })).toEqual({ cost: 4_250, source: 'provider' })
  expect(ask({ reportedDollars: 0 })).toEqual({ cost: 0, source: 'provider' })
})

test('a nonsense figure from a provider becomes a cost', () => {
  for (const reportedDollars of [-1, Number.NaN, Number.POSITIVE_INFINITY, 1e300]) {
    expect(ask({ reportedDollars }).source).toBe(CATALOG_SOURCE)
  }
})

test('an unknown price is shown as nothing to pay', () => {
  const unknown = { cost: null, source: 'unknown' }
  expect(ask({ model: 'a-model-that-is-not' })).toEqual(unknown)
  expect(ask({ model: '' })).toEqual(unknown)
  expect(ask({ provider: { preset: 'yunxin', baseUrl: 'https://api.yuhuanstudio.com/v1', prices: [] } })).toEqual(
    unknown,
  )
  expect(ask({ provider: { preset: 'ollama', baseUrl: 'http://127.0.0.1:11434/v1', prices: [] } })).toEqual(unknown)
  expect(ask({ model: 'whisper-1', tokens: tokens(0) })).toEqual(unknown)
  expect(ask({ model: 'dall-e-3', tokens: tokens(30) })).toEqual(unknown)
})

test('a model has no price, or not its own, because its vendor stands before it', () => {
  expect(ask({ model: 'openai/gpt-4o-mini' })).toEqual({ cost: 210, source: CATALOG_SOURCE })
  const gemini = {
    preset: 'gemini',
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
    prices: [],
  }
  const [plain, listed] = ['gemini-2.5-pro', 'models/gemini-2.5-pro'].map((model) => ask({ provider: gemini, model }))
  expect(plain!.cost).toBeGreaterThan(0)
  expect(listed).toEqual(plain)
  const rule: PriceRule = { pattern: 'gpt-*', input: 1_000_000, cached: null, output: 0 }
  expect(ask({ model: 'openai/gpt-4o-mini', provider: { ...OPENAI, prices: [rule] } })).toEqual({
    cost: 1_000,
    source: 'user',
  })
})

test('a model that is free is shown as unknown', () => {
  const provider = { preset: 'openrouter', baseUrl: 'https://openrouter.ai/api/v1', prices: [] }
  const [free] = ['deepseek/deepseek-r1:free', 'meta-llama/llama-3.3-70b-instruct:free'].map((model) =>
    ask({ provider, model }),
  )
  expect(free).toEqual({ cost: 0, source: CATALOG_SOURCE })
})

test('sums drift because a call was rounded down', () => {
  expect(toMicroDollars(0.000_000_5)).toBe(1)
  expect(toMicroDollars(0.000_000_49)).toBe(0)
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1_000, noNaN: true }), (dollars) => {
      const micro = toMicroDollars(dollars)
      expect(Number.isInteger(micro)).toBe(true)
      expect(Math.abs(micro / 1_000_000 - dollars)).toBeLessThanOrEqual(0.000_000_500_001)
    }),
  )
})

test('a price is asked for before the catalog is there and the call stays unpriced for good', async () => {
  const late = new CatalogPrices(silentLog)
  await late.load()
  expect(late.price({ ...question(), reportedDollars: null }).source).toBe(CATALOG_SOURCE)
})

test('the ledger names another version of the catalog than the one that is installed', () => {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'))
  expect(manifest).toMatchObject({ devDependencies: { '@pydantic/genai-prices': CATALOG_SOURCE.split('@')[1] } })
})

function question(): PriceQuestion {
  return { provider: OPENAI, model: 'gpt-4o', tokens: tokens(10), at: Date.UTC(2026, 4, 12), reportedDollars: null }
}

describe("the person's own prices", () => {
  const rule = (pattern: string, input: number, output: number, cached: number | null = null) => ({
    pattern,
    input,
    cached,
    output,
  })
  const own = (...prices: PriceRule[]) => ({ ...OPENAI, prices })

  test('the catalog, or what the provider says, comes before what the person entered', () => {
    const provider = own(rule('gpt-4o-mini', 1_000_000, 10_000_000))
    const tokensIn = tokens(1_000, 0, 100)
    expect(ask({ provider, tokens: tokensIn })).toEqual({ cost: 1_000 + 1_000, source: 'user' })
    expect(ask({ provider, tokens: tokensIn, reportedDollars: 5 })).toEqual({ cost: 2_000, source: 'user' })
  })

  test('a later rule decides before an earlier one, or case keeps a rule from matching', () => {
    const provider = own(rule('GPT-4o*', 2_000_000, 0), rule('*', 9_000_000, 0))
    expect(ask({ provider, tokens: tokens(10) }).cost).toBe(20)
    expect(ask({ provider, model: 'o3', tokens: tokens(10) }).cost).toBe(90)
  })

  test('a model that no rule names loses its price of the catalog', () => {
    expect(ask({ provider: own(rule('other', 1, 1)) })).toEqual({ cost: 210, source: CATALOG_SOURCE })
  })

  test('cached tokens are free, or charged twice, where the rule has no price for them', () => {
    expect(ask({ provider: own(rule('*', 1_000_000, 0)), tokens: tokens(100, 40) }).cost).toBe(100)
    expect(ask({ provider: own(rule('*', 1_000_000, 0, 100_000)), tokens: tokens(100, 40) }).cost).toBe(64)
    expect(ask({ provider: own(rule('*', 1_000_000, 0, 0)), tokens: tokens(100, 400) }).cost).toBe(0)
  })

  test('a model that costs nothing is shown as unknown', () => {
    expect(ask({ provider: own(rule('*', 0, 0)) })).toEqual({ cost: 0, source: 'user' })
  })

  test('a large price times many tokens loses its last figures', () => {
    const provider = own(rule('*', 9_999_999_999, 0))
    expect(ask({ provider, tokens: tokens(123_456_789) }).cost).toBe(1_234_567_889_877)
  })
})
