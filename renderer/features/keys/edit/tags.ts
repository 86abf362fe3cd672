import type { KeyRow } from '../types.ts'

/** As the contract has it. */
export const mostTags = 20
export const longestTag = 40

/** The tags of some keys, each once, the most used first. */
export function allTags(rows: readonly KeyRow[]): string[] {
  const counts = new Map<string, number>()
  for (const { key } of rows) for (const tag of key.tags) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  return [...counts].toSorted(([a, first], [b, second]) => second - first || a.localeCompare(b)).map(([tag]) => tag)
}

/** What was typed, as tags: parted by commas, without a leading `#`. */
export function readTags(typed: string): string[] {
  return typed
    .split(/[,\n]/)
    .map((part) => part.trim().replace(/^#+/, '').trim().slice(0, longestTag))
    .filter(Boolean)
}
