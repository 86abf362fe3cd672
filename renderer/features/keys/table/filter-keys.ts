import { accountTypes } from '../account-types.ts'
import { stateOf } from '../check-words.ts'
import type { KeyRow } from '../types.ts'

/** What can be picked of each facet; picks of one facet are joined by *or*, facets by *and*. */
export type Facet = 'provider' | 'environment' | 'account' | 'status'

/** Yes-or-no filters. */
export type Flag = 'attention' | 'rotation' | 'unused'

/** Which keys are in sight. */
export interface KeyFilter {
  search: string
  picks: Readonly<Record<Facet, ReadonlySet<string>>>
  flags: ReadonlySet<Flag>
}

const none: ReadonlySet<string> = new Set()

/** Every key. */
export const noFilter: KeyFilter = {
  search: '',
  picks: { provider: none, environment: none, account: none, status: none },
  flags: new Set(),
}

const facets: Readonly<Record<Facet, (row: KeyRow) => { value: string; text: string }>> = {
  provider: ({ provider }) => ({ value: provider.id, text: provider.name }),
  environment: ({ environment }) => ({ value: environment.id, text: environment.name }),
  account: ({ key }) => ({ value: key.accountType, text: textOfAccount.get(key.accountType) ?? key.accountType }),
  status: ({ key }) => ({ value: key.status, text: key.status }),
}
const textOfAccount = new Map<string, string>(accountTypes.map(({ value, text }) => [value, text]))

const flags: Readonly<Record<Flag, (row: KeyRow) => boolean>> = {
  attention: ({ key }) => stateOf(key).needsYou || (key.status === 'active' && key.pending !== null),
  rotation: ({ key }) => key.rotation.state === 'due',
  unused: ({ key }) => key.status === 'active' && key.calls30d === 0,
}

/** Whether anything is left out. */
export function isFiltering({ search, picks, flags: on }: KeyFilter): boolean {
  return search.trim() !== '' || on.size > 0 || Object.values(picks).some((picked) => picked.size > 0)
}

/** The keys that hold every word of the search, and are of every facet and flag that is picked. */
export function filterKeys(rows: readonly KeyRow[], filter: KeyFilter): readonly KeyRow[] {
  if (!isFiltering(filter)) return rows
  const finds = searchFor(filter.search)
  return rows.filter((row) => finds(row) && isPicked(row, filter, null))
}

/** One value of a facet, with how many keys in sight have it, or would. */
export interface FacetValue {
  value: string
  text: string
  count: number
}

/** The values of each facet with their counts: of the keys that all the other filters leave. */
export interface Facets {
  values: Readonly<Record<Facet, readonly FacetValue[]>>
  flags: Readonly<Record<Flag, number>>
}

const facetNames = Object.keys(facets) as Facet[]
const flagNames = Object.keys(flags) as Flag[]

/** Counts what each filter would leave. Values that are picked stay, though they have no key any more. */
export function countFacets(rows: readonly KeyRow[], filter: KeyFilter): Facets {
  const finds = searchFor(filter.search)
  const found = rows.filter(finds)
  const counts = new Map<Facet, Map<string, FacetValue>>(facetNames.map((facet) => [facet, new Map()]))
  const flagCounts: Record<Flag, number> = { attention: 0, rotation: 0, unused: 0 }
  for (const row of rows) {
    for (const facet of facetNames) {
      const { value, text } = facets[facet](row)
      if (filter.picks[facet].has(value)) counts.get(facet)?.set(value, { value, text, count: 0 })
    }
  }
  for (const row of found) {
    for (const facet of facetNames) {
      if (!isPicked(row, filter, facet)) continue
      const { value, text } = facets[facet](row)
      const known = counts.get(facet)?.get(value)
      counts.get(facet)?.set(value, { value, text, count: (known?.count ?? 0) + 1 })
    }
    for (const flag of flagNames) {
      if (flags[flag](row) && isPicked(row, filter, flag)) flagCounts[flag] += 1
    }
  }
  const valuesOf = (facet: Facet) => [...(counts.get(facet)?.values() ?? [])]
  return {
    values: {
      provider: valuesOf('provider').toSorted((a, b) => b.count - a.count || a.text.localeCompare(b.text)),
      environment: valuesOf('environment'),
      account: inOrder(
        valuesOf('account'),
        accountTypes.map(({ value }) => value),
      ),
      status: inOrder(valuesOf('status'), ['active', 'revoked']),
    },
    flags: flagCounts,
  }
}

const inOrder = (values: readonly FacetValue[], order: readonly string[]) =>
  values.toSorted((a, b) => order.indexOf(a.value) - order.indexOf(b.value))

/** Whether a row passes every facet and flag but the one that is left out. */
function isPicked(row: KeyRow, { picks, flags: on }: KeyFilter, except: Facet | Flag | null): boolean {
  for (const facet of facetNames) {
    if (facet === except || picks[facet].size === 0) continue
    if (!picks[facet].has(facets[facet](row).value)) return false
  }
  for (const flag of on) {
    if (flag !== except && !flags[flag](row)) return false
  }
  return true
}

/** Words of the search that all must be found; `#word` is the beginning of a tag. */
function searchFor(search: string): (row: KeyRow) => boolean {
  const wanted = fold(search).split(/\s+/).filter(Boolean)
  const tags = wanted.filter((word) => word.startsWith('#')).map((word) => word.slice(1))
  const words = wanted.filter((word) => !word.startsWith('#'))
  return (row) => {
    if (!tags.every((tag) => row.key.tags.some((own) => fold(own).startsWith(tag)))) return false
    if (words.length === 0) return true
    const text = textOf(row)
    return words.every((word) => text.includes(word))
  }
}

/** As it is compared: without case, and whichever way an accent or a wide letter was typed. */
const fold = (text: string) => text.normalize('NFKC').toLowerCase()

const texts = new WeakMap<KeyRow, string>()

/** Put together once a row: a thousand rows are searched at every key stroke. */
function textOf(row: KeyRow): string {
  const known = texts.get(row)
  if (known !== undefined) return known
  const { key, provider, environment } = row
  const mask = `${key.prefix}${key.last4} ${key.prefix}••••${key.last4} ${key.last4} ${key.fingerprint}`
  const text = fold([key.name, provider.name, environment.name, mask, ...key.tags, key.notes].join('\n'))
  texts.set(row, text)
  return text
}
