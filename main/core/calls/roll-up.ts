import { type CallRecord, EndState, type Totals } from '../../../contract/calls.ts'
import type { Database, Row } from '../storage/database.ts'
import { Histogram } from './histogram.ts'

/** One hour in milliseconds: the resolution of the roll-ups. */
export const HOUR = 3_600_000
/** One UTC day in milliseconds. */
export const DAY = 24 * HOUR

/** The columns that add up. */
const SUMS = [
  'calls',
  'errors',
  'stopped',
  'truncated',
  'tokens_in',
  'tokens_cached',
  'tokens_out',
  'tokens_reasoning',
  'estimated',
  'cost',
  'unpriced',
]

/**
 * Selects a group's sums over the rows of `call_hour` or `call_day`. A blob a row costs more to hand over than all the
 * rest, so SQL lays the histograms end to end, as hexadecimal text because it concatenates nothing else.
 */
export const ROLL_UP_SUMS = `group_id, ${SUMS.map((column) => `sum(${column}) AS ${column}`).join(', ')},
  group_concat(hex(first_token), '') AS first_token, group_concat(hex(duration), '') AS duration`

/** What a roll-up takes from a call. */
type Measured = Pick<CallRecord, 'endState' | 'model' | 'tokens' | 'cost' | 'timeToFirstTokenMs' | 'durationMs'>

/** What the calls of a group in an hour or a day come to. */
export class RollUp {
  calls = 0
  errors = 0
  stopped = 0
  truncated = 0
  tokensIn = 0
  tokensCached = 0
  tokensOut = 0
  tokensReasoning = 0
  /** Calls whose tokens were counted from the text. */
  estimated = 0
  cost = 0
  unpriced = 0
  readonly firstToken = new Histogram()
  readonly duration = new Histogram()

  /** Adds one call. */
  add(call: Measured): void {
    this.calls += 1
    if (call.endState === 'error') this.errors += 1
    if (call.endState === 'stopped') this.stopped += 1
    if (call.endState === 'truncated') this.truncated += 1
    this.tokensIn += call.tokens?.input ?? 0
    this.tokensCached += call.tokens?.cached ?? 0
    this.tokensOut += call.tokens?.output ?? 0
    this.tokensReasoning += call.tokens?.reasoning ?? 0
    if (call.tokens?.estimated) this.estimated += 1
    this.cost += call.cost ?? 0
    if (isUnpriced(call)) this.unpriced += 1
    if (call.timeToFirstTokenMs !== null) this.firstToken.add(call.timeToFirstTokenMs)
    this.duration.add(call.durationMs)
  }

  /** Adds the figures of a row of `call`, with its group's model. */
  addCallRow(row: Row): void {
    this.add({
      endState: EndState.parse(row['end_state']),
      model: row['model'] === '' ? null : String(row['model']),
      tokens:
        row['tokens_in'] === null
          ? null
          : {
              input: Number(row['tokens_in']),
              cached: Number(row['tokens_cached']),
              output: Number(row['tokens_out']),
              reasoning: Number(row['tokens_reasoning']),
              estimated: row['tokens_estimated'] === 1,
            },
      cost: row['cost'] === null ? null : Number(row['cost']),
      timeToFirstTokenMs: row['first_token_ms'] === null ? null : Number(row['first_token_ms']),
      durationMs: Number(row['duration_ms']),
    })
  }

  /** Adds a row that `ROLL_UP_SUMS` selected. */
  addRow(row: Row): void {
    this.calls += Number(row['calls'])
    this.errors += Number(row['errors'])
    this.stopped += Number(row['stopped'])
    this.truncated += Number(row['truncated'])
    this.tokensIn += Number(row['tokens_in'])
    this.tokensCached += Number(row['tokens_cached'])
    this.tokensOut += Number(row['tokens_out'])
    this.tokensReasoning += Number(row['tokens_reasoning'])
    this.estimated += Number(row['estimated'])
    this.cost += Number(row['cost'])
    this.unpriced += Number(row['unpriced'])
    this.firstToken.addCoded(Buffer.from(String(row['first_token']), 'hex'))
    this.duration.addCoded(Buffer.from(String(row['duration']), 'hex'))
  }

  toTotals(): Totals {
    return {
      calls: this.calls,
      errors: this.errors,
      stopped: this.stopped,
      truncated: this.truncated,
      tokensIn: this.tokensIn,
      tokensCached: this.tokensCached,
      tokensOut: this.tokensOut,
      tokensReasoning: this.tokensReasoning,
      estimated: this.estimated,
      cost: this.cost,
      unpriced: this.unpriced,
      firstTokenP50Ms: this.firstToken.percentile(0.5),
      firstTokenP95Ms: this.firstToken.percentile(0.95),
      durationP50Ms: this.duration.percentile(0.5),
      durationP95Ms: this.duration.percentile(0.95),
    }
  }
}

/** The batch's share of each hour and day, gathered so that each row of the roll-ups is written once a batch. */
export class RollUpBatch {
  readonly #hours = new Map<string, { slot: number; groupId: number; rollUp: RollUp }>()
  readonly #days = new Map<string, { slot: number; groupId: number; rollUp: RollUp }>()

  add(groupId: number, call: CallRecord): void {
    gather(this.#hours, Math.floor(call.startedAt / HOUR), groupId).add(call)
    gather(this.#days, Math.floor(call.startedAt / DAY), groupId).add(call)
  }

  /** Adds the batch to the tables. Runs in the transaction that writes the calls. */
  write(database: Database): void {
    for (const { slot, groupId, rollUp } of this.#hours.values()) writeOne(database, HOUR_SQL, slot, groupId, rollUp)
    for (const { slot, groupId, rollUp } of this.#days.values()) writeOne(database, DAY_SQL, slot, groupId, rollUp)
  }
}

/**
 * Whether a call cost an amount that nobody knows. A call that used no model (the list of models), and one that the
 * provider refused before it read a token, cost nothing that is missing.
 */
export function isUnpriced(call: Pick<CallRecord, 'cost' | 'tokens' | 'endState' | 'model'>): boolean {
  if (call.cost !== null) return false
  return call.tokens !== null || (call.model !== null && call.endState !== 'error')
}

function gather(
  into: Map<string, { slot: number; groupId: number; rollUp: RollUp }>,
  slot: number,
  groupId: number,
): RollUp {
  const key = `${slot}:${groupId}`
  const known = into.get(key)
  if (known) return known.rollUp
  const rollUp = new RollUp()
  into.set(key, { slot, groupId, rollUp })
  return rollUp
}

function writeOne(database: Database, sql: Statements, slot: number, groupId: number, rollUp: RollUp): void {
  const before = database.get(sql.times, slot, groupId)
  if (before) {
    rollUp.firstToken.addCoded(before['first_token'] as Buffer)
    rollUp.duration.addCoded(before['duration'] as Buffer)
  }
  database.run(
    sql.add,
    slot,
    groupId,
    rollUp.calls,
    rollUp.errors,
    rollUp.stopped,
    rollUp.truncated,
    rollUp.tokensIn,
    rollUp.tokensCached,
    rollUp.tokensOut,
    rollUp.tokensReasoning,
    rollUp.estimated,
    rollUp.cost,
    rollUp.unpriced,
    rollUp.firstToken.toCoded(),
    rollUp.duration.toCoded(),
  )
}

interface Statements {
  times: string
  add: string
}

function statements(table: 'call_hour' | 'call_day', slot: 'hour' | 'day'): Statements {
  return {
    times: `SELECT first_token, duration FROM ${table} WHERE ${slot} = ? AND group_id = ?`,
    add: `INSERT INTO ${table} (${slot}, group_id, ${SUMS.join(', ')}, first_token, duration)
      VALUES (?, ?, ${SUMS.map(() => '?').join(', ')}, ?, ?)
      ON CONFLICT (${slot}, group_id) DO UPDATE SET
        ${SUMS.map((column) => `${column} = ${column} + excluded.${column}`).join(', ')},
        first_token = excluded.first_token, duration = excluded.duration`,
  }
}

const HOUR_SQL = statements('call_hour', 'hour')
const DAY_SQL = statements('call_day', 'day')
