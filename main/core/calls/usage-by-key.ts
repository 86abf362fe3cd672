import type { Clock } from '../ports.ts'
import type { Database } from '../storage/database.ts'
import { DAY } from './roll-up.ts'

/** How many days the list of keys shows. */
export const USAGE_DAYS = 30

/** What one key did in the last 30 UTC days, today included. `daily` holds the calls of each day, the oldest first. */
export interface KeyUsage {
  calls30d: number
  cost30d: number
  daily: number[]
}

/** The use of every key, read from the daily roll-ups and kept until a call is recorded or the day ends. */
export class UsageByKey {
  readonly #database: Database
  readonly #clock: Clock
  #known: { today: number; byKey: Map<string, KeyUsage> } | null = null

  constructor(database: Database, clock: Clock) {
    this.#database = database
    this.#clock = clock
  }

  forget(): void {
    this.#known = null
  }

  read(): Map<string, KeyUsage> {
    const today = Math.floor(this.#clock.now() / DAY)
    if (this.#known?.today === today) return this.#known.byKey
    const first = today - USAGE_DAYS + 1
    const byKey = new Map<string, KeyUsage>()
    for (const row of this.#database.all(BY_KEY_AND_DAY, first, today)) {
      const keyId = String(row['key_id'])
      let usage = byKey.get(keyId)
      if (!usage) byKey.set(keyId, (usage = { calls30d: 0, cost30d: 0, daily: Array<number>(USAGE_DAYS).fill(0) }))
      const calls = Number(row['calls'])
      usage.calls30d += calls
      usage.cost30d += Number(row['cost'])
      usage.daily[Number(row['day']) - first] = calls
    }
    this.#known = { today, byKey }
    return byKey
  }
}

const BY_KEY_AND_DAY = `SELECT key_id, day, sum(calls) AS calls, sum(cost) AS cost
  FROM call_day JOIN call_group ON call_group.id = call_day.group_id
  WHERE day BETWEEN ? AND ? GROUP BY key_id, day`
