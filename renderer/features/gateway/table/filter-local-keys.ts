import type { LocalKeyRow } from '../types.ts'

/** The local keys in which every word of the search stands. */
export function filterLocalKeys(rows: readonly LocalKeyRow[], search: string): readonly LocalKeyRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return rows
  return rows.filter((row) => {
    const text = textOf(row)
    return words.every((word) => text.includes(word))
  })
}

function textOf({ key, environment }: LocalKeyRow): string {
  return [key.name, key.mask, environment?.name, key.accountType, key.status, key.lastClient, ...(key.models ?? [])]
    .filter(Boolean)
    .join('\n')
    .toLowerCase()
}
