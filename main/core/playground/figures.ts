import type { CallRecord } from '../../../contract/calls.ts'
import type { AnswerFigures } from '../../../contract/playground.ts'

/** What stands under an answer, from the ledger's row of its call. */
export function figuresOf(record: CallRecord): AnswerFigures {
  return {
    waitMs: record.waitMs,
    timeToFirstTokenMs: record.timeToFirstTokenMs,
    durationMs: record.durationMs,
    tokens: record.tokens,
    tokensPerSecond: tokensPerSecond(record),
    cost: record.cost,
  }
}

/** Of the time in which text came: from the first token to the end. Null where that says nothing. */
function tokensPerSecond(record: CallRecord): number | null {
  if (!record.tokens || record.timeToFirstTokenMs === null) return null
  const streamedMs = record.durationMs - record.timeToFirstTokenMs
  const afterFirst = record.tokens.output - 1
  if (streamedMs <= 0 || afterFirst <= 0) return null
  return Math.round((afterFirst / streamedMs) * 10_000) / 10
}
