/** How many lines are drawn, coloured and compared as one. */
export const LINES_A_PART = 60

/** Code in runs of 60 lines. Runs that a stream has already closed stay as they are. */
export function codeParts(closed: readonly string[], tail: string): readonly string[] {
  if (tail === '') return closed
  const rest: string[] = []
  let from = 0
  let lines = 0
  for (let at = tail.indexOf('\n'); at !== -1; at = tail.indexOf('\n', at + 1)) {
    lines += 1
    if (lines % LINES_A_PART > 0) continue
    rest.push(tail.slice(from, at + 1))
    from = at + 1
  }
  if (from < tail.length) rest.push(tail.slice(from))
  return [...closed, ...rest]
}

/** How many lines these runs have. */
export function countLines(parts: readonly string[]): number {
  let count = 0
  for (const part of parts) {
    for (let at = part.indexOf('\n'); at !== -1; at = part.indexOf('\n', at + 1)) count += 1
  }
  const last = parts.at(-1)
  return last === undefined || last.endsWith('\n') ? count : count + 1
}
