import { accountTypes } from '../../../lib/account-types.ts'
import { aMinute, keepLast } from '../../../lib/keep-last.ts'
import { needsYou } from '../check-words.ts'
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

/** The value of a row, and the words for it. Apart, since a thousand values are counted for one text. */
interface FacetReader {
  valueOf: (row: KeyRow) => string
  textOf: (row: KeyRow) => string
}

const facets: Readonly<Record<Facet, FacetReader>> = {
  provider: { valueOf: ({ provider }) => provider.id, textOf: ({ provider }) => provider.name },
  environment: { valueOf: ({ environment }) => environment.id, textOf: ({ environment }) => environment.name },
  account: {
    valueOf: ({ key }) => key.accountType,
    textOf: ({ key }) => accountTypes.find(({ value }) => value === key.accountType)?.text ?? key.accountType,
  },
  status: { valueOf: ({ key }) => key.status, textOf: ({ key }) => key.status },
}

const flags: Readonly<Record<Flag, (row: KeyRow) => boolean>> = {
  attention: ({ key }) => needsYou(key) || (key.status === 'active' && key.pending !== null),
  rotation: ({ key }) => key.rotation.state === 'due',
  unused: ({ key }) => key.status === 'active' && key.calls30d === 0,
}

/** Whether anything is left out. */
export function isFiltering(filter: KeyFilter): boolean {
  return filter.search.trim() !== '' || hasPicks(filter)
}

/** Whether any facet or flag is picked. */
export function hasPicks({ picks, flags: on }: KeyFilter): boolean {
  return on.size > 0 || Object.values(picks).some((picked) => picked.size > 0)
}

/** The keys that hold every word of the search, and are of every facet and flag that is picked. */
export const filterKeys = keepLast((rows: readonly KeyRow[], filter: KeyFilter): readonly KeyRow[] => {
  if (!isFiltering(filter)) return rows
  const finds = searchFor(filter.search)
  return rows.filter((row) => finds(row) && isPicked(row, filter, null))
}, aMinute)

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

/** Counts what each filter would leave. Values that are picked stay, though they have no key any more. */
export const countFacets = keepLast((rows: readonly KeyRow[], filter: KeyFilter): Facets => {
  const found = filter.search.trim() === '' ? rows : rows.filter(searchFor(filter.search))
  const count = (facet: Facet) => countValues(facet, rows, found, filter)
  return {
    values: {
      provider: count('provider').toSorted((a, b) => b.count - a.count || a.text.localeCompare(b.text)),
      environment: count('environment'),
      account: inOrder(
        count('account'),
        accountTypes.map(({ value }) => value),
      ),
      status: inOrder(count('status'), ['active', 'revoked']),
    },
    flags: {
      attention: countFlag('attention', found, filter),
      rotation: countFlag('rotation', found, filter),
      unused: countFlag('unused', found, filter),
    },
  }
}, aMinute)

function countValues(facet: Facet, rows: readonly KeyRow[], found: readonly KeyRow[], filter: KeyFilter): FacetValue[] {
  const { valueOf, textOf } = facets[facet]
  const picked = filter.picks[facet]
  const counts = new Map<string, FacetValue>()
  if (picked.size > 0) {
    for (const row of rows) {
      const value = valueOf(row)
      if (picked.has(value) && !counts.has(value)) counts.set(value, { value, text: textOf(row), count: 0 })
    }
  }
  const isNarrowed = hasPicks(filter)
  for (const row of found) {
    if (isNarrowed && !isPicked(row, filter, facet)) continue
    const value = valueOf(row)
    const known = counts.get(value)
    if (known) known.count += 1
    else counts.set(value, { value, text: textOf(row), count: 1 })
  }
  return [...counts.values()]
}

function countFlag(flag: Flag, found: readonly KeyRow[], filter: KeyFilter): number {
  const isNarrowed = hasPicks(filter)
  let count = 0
  for (const row of found) {
    if (flags[flag](row) && (!isNarrowed || isPicked(row, filter, flag))) count += 1
  }
  return count
}

const inOrder = (values: readonly FacetValue[], order: readonly string[]) =>
  values.toSorted((a, b) => order.indexOf(a.value) - order.indexOf(b.value))

/** Whether a row passes every facet and flag but the one that is left out. */
function isPicked(row: KeyRow, { picks, flags: on }: KeyFilter, except: Facet | Flag | null): boolean {
  for (const facet of facetNames) {
    if (facet === except || picks[facet].size === 0) continue
    if (!picks[facet].has(facets[facet].valueOf(row))) return false
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
