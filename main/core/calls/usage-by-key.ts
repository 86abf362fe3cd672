import type { Clock } from '../ports.ts'
import type { Database } from '../storage/database.ts'
import { DAY } from './roll-up.ts'

/** How many days the list of keys shows. */
export const USAGE_DAYS = 30

/** What one vault key or local key did in the last 30 UTC days, today included. `daily` holds the calls of each day, the oldest first. */
export interface KeyUsage {
  calls30d: number
  /** In and out. */
  tokens30d: number
  cost30d: number
  daily: number[]
}

/** The use of every vault key, or of every local key: read from the daily roll-ups and kept until a call is recorded or the day ends. */
export class UsageByKey {
  readonly #database: Database
  readonly #clock: Clock
  readonly #question: string
  #known: { today: number; byKey: Map<string, KeyUsage> } | null = null

  constructor(database: Database, clock: Clock, of: 'key_id' | 'local_key_id') {
    this.#database = database
    this.#clock = clock
    this.#question = byKeyAndDay(of)
  }

  forget(): void {
    this.#known = null
  }

  read(): Map<string, KeyUsage> {
    const today = Math.floor(this.#clock.now() / DAY)
    if (this.#known?.today === today) return this.#known.byKey
    const first = today - USAGE_DAYS + 1
    const byKey = new Map<string, KeyUsage>()
    for (const row of this.#database.all(this.#question, first, today)) {
      const keyId = String(row['id'])
      let usage = byKey.get(keyId)
      if (!usage) {
        usage = { calls30d: 0, tokens30d: 0, cost30d: 0, daily: Array<number>(USAGE_DAYS).fill(0) }
        byKey.set(keyId, usage)
      }
      const calls = Number(row['calls'])
      usage.calls30d += calls
      usage.tokens30d += Number(row['tokens'])
      usage.cost30d += Number(row['cost'])
      usage.daily[Number(row['day']) - first] = calls
    }
    this.#known = { today, byKey }
    return byKey
  }
}

const byKeyAndDay = (column: string) => `SELECT ${column} AS id, day, sum(calls) AS calls,
    sum(tokens_in + tokens_out) AS tokens, sum(cost) AS cost
  FROM call_day JOIN call_group ON call_group.id = call_day.group_id
  WHERE day BETWEEN ? AND ? AND ${column} <> '' GROUP BY ${column}, day`
