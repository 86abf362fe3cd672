import type { CallFilter, Metric, Span } from '../../../contract/calls.ts'
import type { Database, Row } from '../storage/database.ts'
import type { CallGroups } from './call-groups.ts'
import { DAY, HOUR, ROLL_UP_SUMS, RollUp } from './roll-up.ts'
import { type SpanPart, splitSpan } from './span-parts.ts'

/** Reads the roll-ups, and the calls themselves where a span cuts an hour. */
export class CallSums {
  readonly #database: Database
  readonly #groups: CallGroups

  constructor(database: Database, groups: CallGroups) {
    this.#database = database
    this.#groups = groups
  }

  /** All figures of a span, gathered by what `keyOf` says of a group's id. */
  collect<Key>(span: Span, filter: CallFilter, keyOf: (groupId: number) => Key): Map<Key, RollUp> {
    const only = this.#groups.matching(filter)
    const collected = new Map<Key, RollUp>()
    for (const part of this.#split(span)) {
      const tail = part.source === 'call' ? '' : 'GROUP BY group_id'
      for (const row of this.#rows(COLLECT[part.source], part, only, tail)) {
        const key = keyOf(Number(row['group_id']))
        let rollUp = collected.get(key)
        if (!rollUp) collected.set(key, (rollUp = new RollUp()))
        if (part.source === 'call') rollUp.addCallRow(row)
        else rollUp.addRow(row)
      }
    }
    return collected
  }

  /** One metric of a span by group. The sums are made in SQL, and no histogram is read. */
  metric(metric: Metric, span: Span, filter: CallFilter): { groupId: number; value: number }[] {
    const only = this.#groups.matching(filter)
    return this.#split(span).flatMap((part) => {
      const sum = METRICS[metric][part.source === 'call' ? 'ofCalls' : 'ofRollUps']
      const select = `SELECT group_id, ${sum} AS value FROM ${part.source}`
      return this.#rows(select, part, only, 'GROUP BY group_id').map((row) => ({
        groupId: Number(row['group_id']),
        value: Number(row['value']),
      }))
    })
  }

  #split(span: Span): SpanPart[] {
    return splitSpan(span, (from, to) => this.#database.get(ANY_CALL, from, to) !== undefined)
  }

  #rows(select: string, part: SpanPart, only: string | null, tail = ''): Row[] {
    const { column, unit } = SLOTS[part.source]
    const sql = `${select} WHERE ${column} >= ? AND ${column} < ?`
    if (only === null) return this.#database.all(`${sql} ${tail}`, part.from / unit, part.to / unit)
    const among = 'AND group_id IN (SELECT value FROM json_each(?))'
    return this.#database.all(`${sql} ${among} ${tail}`, part.from / unit, part.to / unit, only)
  }
}

const ANY_CALL = 'SELECT 1 FROM call WHERE started_at >= ? AND started_at < ? LIMIT 1'

const COLLECT = {
  call: `SELECT group_id, end_state, tokens_in, tokens_cached, tokens_out, tokens_reasoning, tokens_estimated, cost,
      first_token_ms, duration_ms, (SELECT model FROM call_group WHERE call_group.id = group_id) AS model
    FROM call`,
  call_hour: `SELECT ${ROLL_UP_SUMS} FROM call_hour`,
  call_day: `SELECT ${ROLL_UP_SUMS} FROM call_day`,
} as const

const SLOTS = {
  call: { column: 'started_at', unit: 1 },
  call_hour: { column: 'hour', unit: HOUR },
  call_day: { column: 'day', unit: DAY },
} as const

const METRICS: Record<Metric, { ofRollUps: string; ofCalls: string }> = {
  calls: { ofRollUps: 'sum(calls)', ofCalls: 'count(*)' },
  tokens: {
    ofRollUps: 'sum(tokens_in + tokens_out)',
    ofCalls: 'sum(coalesce(tokens_in, 0) + coalesce(tokens_out, 0))',
  },
  cost: { ofRollUps: 'sum(cost)', ofCalls: 'sum(coalesce(cost, 0))' },
  errors: { ofRollUps: 'sum(errors)', ofCalls: "sum(end_state = 'error')" },
}
