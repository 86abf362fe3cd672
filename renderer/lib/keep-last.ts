/** For answers that tell what is so now, as whether a key has expired. */
export const aMinute = 60_000

/**
 * The same work, done again only for something else than last time, or when its answer is older than `keptFor`. For what
 * a page works out of a thousand rows: as `useMemo`, but still known when the person comes back to the page.
 */
export function keepLast<Given extends readonly unknown[], Answer>(
  work: (...given: Given) => Answer,
  keptFor: number = Number.POSITIVE_INFINITY,
): (...given: Given) => Answer {
  let last: { given: Given; answer: Answer; at: number } | null = null
  return (...given) => {
    const now = Date.now()
    if (last && now - last.at < keptFor && given.every((one, place) => Object.is(one, last?.given[place]))) {
      return last.answer
    }
    last = { given, answer: work(...given), at: now }
    return last.answer
  }
}
