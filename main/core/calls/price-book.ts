import type { calcPrice, findProvider } from '@pydantic/genai-prices'
import type { TokenUsage } from '../../../contract/calls.ts'
import type { PriceRule } from '../../../contract/limits.ts'
import { matchesPattern, namesOf } from '../../../contract/pattern.ts'
import type { Log } from '../ports.ts'
import type { PriceAnswer, PriceBook, PriceQuestion } from './ledger-port.ts'

interface Catalog {
  calcPrice: typeof calcPrice
  findProvider: typeof findProvider
}

/** The catalog that prices come from, as each row of the ledger names it. */
export const CATALOG_SOURCE = 'catalog@0.1.8'
const UNKNOWN: PriceAnswer = { cost: null, source: 'unknown' }
const MOST_DOLLARS = 1_000_000

/**
 * Prices calls: by the person's own rules for the provider, else by the provider's own figure where its reply has one,
 * else from the catalog by the provider's address and the model's name. What none of them knows is unknown, never zero. Loading the catalog takes some 40 ms, so it waits
 * until the core has started; a call that could end before that awaits `load`.
 */
export class CatalogPrices implements PriceBook {
  readonly #log: Log
  #catalog: Catalog | null = null
  #loading: Promise<void> | null = null

  constructor(log: Log) {
    this.#log = log
  }

  load(): Promise<void> {
    this.#loading ??= import('@pydantic/genai-prices').then(
      (catalog) => {
        this.#catalog = catalog
      },
      (error: unknown) => {
        this.#log.error('prices.load-failed', { kind: error instanceof Error ? error.name : 'unknown' })
        this.#loading = null
      },
    )
    return this.#loading
  }

  price(question: PriceQuestion): PriceAnswer {
    const own = ownRule(question)
    if (own) return { cost: byRule(own, question.tokens), source: 'user' }
    const reported = question.reportedDollars
    if (reported !== null && Number.isFinite(reported) && reported >= 0 && reported < MOST_DOLLARS) {
      return { cost: toMicroDollars(reported), source: 'provider' }
    }
    if (!this.#catalog) void this.load()
    const dollars = this.#catalog ? fromCatalog(this.#catalog, question) : null
    return dollars === null ? UNKNOWN : { cost: toMicroDollars(dollars), source: CATALOG_SOURCE }
  }
}

/** To the nearest micro-dollar, half up: a call's figure is at most half a millionth of a dollar off, and sums are exact. */
export function toMicroDollars(dollars: number): number {
  return Math.round(dollars * 1_000_000)
}

/** By a rule of the person's, exactly, to the nearest micro-dollar: tokens times prices can pass what a number holds. */
function byRule(rule: PriceRule, tokens: TokenUsage): number {
  const cached = Math.min(tokens.cached, tokens.input)
  const perMillion =
    BigInt(tokens.input - cached) * BigInt(rule.input) +
    BigInt(cached) * BigInt(rule.cached ?? rule.input) +
    BigInt(tokens.output) * BigInt(rule.output)
  return Number((perMillion + 500_000n) / 1_000_000n)
}

function fromCatalog(catalog: Catalog, question: PriceQuestion): number | null {
  try {
    const providerId = providerAt(catalog, question.provider.baseUrl)
    if (providerId === null) return null
    const found = inCatalog(catalog, question, providerId)
    if (!found) return null
    if (isFree(found.model.id, found.model_price)) return 0
    if (!coversTokens(found.model_price, question.tokens) || !coversSound(found.model_price, question)) return null
    return Number.isFinite(found.total_price) && found.total_price >= 0 ? found.total_price : null
  } catch {
    // The catalog throws on usage that contradicts itself. Such a call has no price that anyone could defend.
    return null
  }
}

/** The person's first rule for one of the model's names. A variant, as `ID:free`, has a price of its own. */
function ownRule({ provider, model }: PriceQuestion): PriceRule | undefined {
  if (provider.prices.length === 0) return undefined
  const names = namesOf(model)
  return provider.prices.find(({ pattern }) => names.some((name) => matchesPattern(pattern, name)))
}

/** The catalog names a model as its provider lists it; clients may put a vendor before that, as in `models/ID`. */
function inCatalog(catalog: Catalog, question: PriceQuestion, providerId: string) {
  const { model, at } = question
  for (const name of namesOf(model)) {
    const found = catalog.calcPrice(usageOf(question), name, { providerId, timestamp: new Date(at) })
    if (found) return found
  }
  return null
}

/** By address. The catalog tries some forty patterns, which would be a good part of what a call costs. */
const known = new Map<string, string | null>()
const KNOWN_AT_MOST = 500

function providerAt(catalog: Catalog, baseUrl: string): string | null {
  const before = known.get(baseUrl)
  if (before !== undefined) return before
  const id = catalog.findProvider({ providerApiUrl: baseUrl })?.id ?? null
  if (known.size >= KNOWN_AT_MOST) known.clear()
  known.set(baseUrl, id)
  return id
}

/** The catalog counts cached tokens as a part of the input, as our figures do. What is cached is taken for text. */
function usageOf({ tokens, others }: PriceQuestion): Record<string, number> {
  const cached = Math.min(tokens.cached, tokens.input)
  const usage = { input_tokens: tokens.input, cache_read_tokens: cached, output_tokens: tokens.output }
  if (!others) return usage
  const audio = Math.min(others.audioIn, tokens.input - cached)
  return {
    ...usage,
    input_audio_tokens: audio,
    input_image_tokens: Math.min(others.imageIn, tokens.input - cached - audio),
    output_audio_tokens: Math.min(others.audioOut, tokens.output),
    cache_audio_read_tokens: 0,
    cache_image_read_tokens: 0,
  }
}

/** Sound costs many times what text does: where the catalog has no price for it, that of text would be far off. */
function coversSound(price: object, { others }: PriceQuestion): boolean {
  if (!others) return true
  return (
    (others.audioIn === 0 || 'input_audio_mtok' in price) && (others.audioOut === 0 || 'output_audio_mtok' in price)
  )
}

/** The catalog has no figures at all for a model that OpenRouter gives away. */
function isFree(modelId: string, price: object): boolean {
  return modelId.endsWith(':free') && Object.keys(price).length === 0
}

/** A model that is billed by the second or the picture has no token price: its tokens say nothing of its cost. */
function coversTokens(price: object, tokens: TokenUsage): boolean {
  const input = 'input_mtok' in price
  const output = 'output_mtok' in price
  return (input || output) && (input || tokens.input === 0) && (output || tokens.output === 0)
}
