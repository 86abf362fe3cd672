/** How often a streaming answer is read aloud. */
export const ANNOUNCE_EVERY_MS = 3_000
const LONGEST = 600

/**
 * What a screen reader is told of a streaming answer: whole sentences, at most every three seconds. Returns the text to
 * say now and what is left for the next time.
 */
export function sentencesToSay(pending: string): { say: string; rest: string } {
  const end = lastSentenceEnd(pending)
  if (end === 0) return pending.length > LONGEST ? { say: pending, rest: '' } : { say: '', rest: pending }
  return { say: pending.slice(0, end).slice(-LONGEST).trim(), rest: pending.slice(end) }
}

function lastSentenceEnd(text: string): number {
  for (let at = text.length - 1; at >= 0; at -= 1) {
    if ('.!?。！？\n:'.includes(text[at]!)) return at + 1
  }
  return 0
}
