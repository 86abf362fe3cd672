import { useSyncExternalStore } from 'react'
import { type Facet, type Flag, type KeyFilter, noFilter } from './filter-keys.ts'

let filter = noFilter
const listeners = new Set<() => void>()

function watch(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function publish(next: KeyFilter): void {
  filter = next
  for (const listener of listeners) listener()
}

/** What the table is narrowed to. Kept while the page is open, through visits to other pages, and no longer. */
export function useKeyFilter(): KeyFilter {
  return useSyncExternalStore(watch, () => filter)
}

/** The ways to narrow the table. */
export const keyFilter = {
  search: (search: string) => publish({ ...filter, search }),
  clear: () => publish(noFilter),
  /** Every key of which this is so, whatever was picked before. */
  only: (flag: Flag) => publish({ ...noFilter, flags: new Set([flag]) }),
  /** Keeps the search. */
  clearPicks: () => publish({ ...noFilter, search: filter.search }),
  toggleFlag: (flag: Flag) => publish({ ...filter, flags: toggled(filter.flags, flag) }),
  togglePick: (facet: Facet, value: string) =>
    publish({ ...filter, picks: { ...filter.picks, [facet]: toggled(filter.picks[facet], value) } }),
  clearFacet: (facet: Facet) => publish({ ...filter, picks: { ...filter.picks, [facet]: noFilter.picks[facet] } }),
}

function toggled<Value>(set: ReadonlySet<Value>, value: Value): ReadonlySet<Value> {
  const next = new Set(set)
  if (!next.delete(value)) next.add(value)
  return next
}
