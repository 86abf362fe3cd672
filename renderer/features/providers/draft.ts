import type { ModelTier, PriceRule } from '../../../contract/limits.ts'
import type { Provider, ProviderChanges, ProxyChoice } from '../../../contract/providers.ts'
import { type ProviderDraft, plainFields } from '../../lib/use-add-provider.ts'
import { readPrice, writePrice } from './price-text.ts'

/** Rows have an id of their own, so that a field keeps its focus when rows move. */
interface Row {
  id: string
}

export interface HeaderRow extends Row {
  name: string
  value: string
}

export interface TierRow extends Row {
  pattern: string
  tier: ModelTier
}

/** Prices as typed, in dollars. */
export interface PriceRow extends Row {
  pattern: string
  input: string
  cached: string
  output: string
}

/** What the form of a provider holds, as typed. */
export interface Draft extends ProviderDraft {
  headers: readonly HeaderRow[]
  proxy: { mode: ProxyChoice['mode']; url: string }
  tierRules: readonly TierRow[]
  prices: readonly PriceRow[]
}

export type DraftField = keyof Draft

/** In the order in which the form shows them. */
const fields: readonly DraftField[] = [
  'baseUrl',
  'name',
  'dashboardUrl',
  'keyPrefix',
  'variable',
  'needsKey',
  'headers',
  'proxy',
  'caPem',
  'tierRules',
  'prices',
]

let madeRows = 0

/** An id for a row that a person adds. */
export const newRowId = () => `new ${(madeRows += 1)}`

/** A provider as its form shows it. */
export function toDraft(provider: Provider): Draft {
  const { name, baseUrl, keyPrefix, variable, needsKey, proxy } = provider
  return {
    name,
    baseUrl,
    keyPrefix,
    variable,
    needsKey,
    dashboardUrl: provider.dashboardUrl ?? '',
    caPem: provider.caPem ?? '',
    proxy: { mode: proxy.mode, url: proxy.mode === 'url' ? proxy.url : '' },
    headers: provider.headers.map((header, place) => ({ id: `kept ${place}`, ...header })),
    tierRules: provider.tierRules.map((rule, place) => ({ id: `kept ${place}`, ...rule })),
    prices: provider.prices.map((rule, place) => ({
      id: `kept ${place}`,
      pattern: rule.pattern,
      input: writePrice(rule.input),
      cached: rule.cached === null ? '' : writePrice(rule.cached),
      output: writePrice(rule.output),
    })),
  }
}

/** Without the rows that a person added and left empty. */
export function withoutBlanks(draft: Draft): Draft {
  return {
    ...draft,
    headers: draft.headers.filter(({ name, value }) => (name + value).trim() !== ''),
    tierRules: draft.tierRules.filter(({ id, pattern }) => pattern.trim() !== '' || !id.startsWith('new ')),
    prices: draft.prices.filter(
      ({ pattern, input, cached, output }) => (pattern + input + cached + output).trim() !== '',
    ),
  }
}

/** The fields in which the form differs from the provider. */
export function changedFields(draft: Draft, provider: Provider): DraftField[] {
  const before = toDraft(provider)
  const now = withoutBlanks(draft)
  return fields.filter((field) => plain(before[field]) !== plain(now[field]))
}

/** What the core is asked to change. Prices must have been found readable. */
export function changesOf(draft: Draft, provider: Provider): ProviderChanges {
  const all: Required<ProviderChanges> = {
    ...plainFields(draft),
    headers: draft.headers.map(({ name, value }) => ({ name: name.trim(), value: value.trim() })),
    proxy: draft.proxy.mode === 'url' ? { mode: 'url', url: draft.proxy.url.trim() } : { mode: draft.proxy.mode },
    tierRules: draft.tierRules.map(({ pattern, tier }) => ({ pattern: pattern.trim(), tier })),
    prices: draft.prices.map(toPriceRule),
  }
  return Object.fromEntries(changedFields(draft, provider).map((field) => [field, all[field]]))
}

function toPriceRule({ pattern, input, cached, output }: PriceRow): PriceRule {
  return {
    pattern: pattern.trim(),
    input: priceIn(input),
    cached: cached.trim() === '' ? null : priceIn(cached),
    output: priceIn(output),
  }
}

function priceIn(text: string): number {
  const { price, mistake } = readPrice(text)
  if (mistake !== null) throw new RangeError(`A price that can't be read: ${mistake}`)
  return price
}

/** What a field says, whichever ids its rows have. */
function plain(value: Draft[DraftField]): string {
  return JSON.stringify(value, (name, inner: unknown) => (name === 'id' ? undefined : inner))
}
