import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Calls, createCalls } from '../../main/core/calls/create-calls.ts'
import { EventBus } from '../../main/core/event-bus.ts'
import type { Clock } from '../../main/core/ports.ts'
import { Database } from '../../main/core/storage/database.ts'
import { migrations } from '../../main/core/storage/migrations/index.ts'
import { createMemoryLog } from './log.ts'

/** A clock that stands still until told, and runs its timers only then. */
export function createStillClock(now: number): Clock & { setTo: (now: number) => void; advance: (ms: number) => void } {
  let time = now
  const timers = new Set<{ at: number; callback: () => void }>()
  return {
    now: () => time,
    monotonic: () => time,
    after(ms, callback) {
      const timer = { at: time + ms, callback }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    setTo(next) {
      time = next
    },
    advance(ms) {
      time += ms
      for (const timer of timers) {
        if (timer.at > time) continue
        timers.delete(timer)
        timer.callback()
      }
    },
  }
}

/** The calls domain over a real file, with a clock that stands still. Close it with `dispose`. */
export function createCallsHarness(now = Date.UTC(2026, 4, 12, 12)): {
  calls: Calls
  database: Database
  clock: ReturnType<typeof createStillClock>
  log: ReturnType<typeof createMemoryLog>
  events: EventBus
  dispose: () => Promise<void>
} {
  const folder = mkdtempSync(join(tmpdir(), 'keydeck-calls-'))
  const database = new Database(join(folder, 'keydeck.db'))
  database.write(() => migrations.forEach((migration) => database.script(migration)))
  const clock = createStillClock(now)
  const log = createMemoryLog()
  const events = new EventBus()
  const calls = createCalls({ database, clock, log, events })
  return {
    calls,
    database,
    clock,
    log,
    events,
    async dispose() {
      await calls.close()
      database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
