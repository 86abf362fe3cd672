/** As the contract has it. */
export const mostTags = 20
export const longestTag = 40

/** Each tag once, the most used first. */
export function tagsByUse(lists: readonly (readonly string[])[]): string[] {
  const counts = new Map<string, number>()
  for (const tag of lists.flat()) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  return [...counts].toSorted(([a, first], [b, second]) => second - first || a.localeCompare(b)).map(([tag]) => tag)
}

/** What was typed, as tags: parted by commas, without a leading `#`. */
export function readTags(typed: string): string[] {
  return typed
    .split(/[,\n]/)
    .map((part) => part.trim().replace(/^#+/, '').trim().slice(0, longestTag))
    .filter(Boolean)
}
