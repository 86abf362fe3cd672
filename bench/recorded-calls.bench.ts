import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Calls, createCalls } from '../main/core/calls/create-calls.ts'
import { systemClock } from '../main/core/clock.ts'
import { EventBus } from '../main/core/event-bus.ts'
import { openStorage } from '../main/core/storage/open-storage.ts'
import { manyCalls } from '../test/fakes/calls.ts'
import { silentLog } from '../test/fakes/log.ts'
import { type Bench, line } from './bench.ts'

const CALLS = 60_000
const AT_LEAST = 20_000

/**
 * How many calls a second one process records, each acknowledged only after it is on disk: from 256 askers at once, as a
 * busy gateway has them, and for comparison from one, where every call pays for its own sync to disk.
 */
export const bench: Bench = {
  name: 'recorded-calls',
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'keydeck-bench-'))
    const storage = await openStorage({ folder, clock: systemClock, log: silentLog })
    const calls = createCalls({
      database: storage.database,
      clock: systemClock,
      log: silentLog,
      events: new EventBus(),
    })
    try {
      await rate(calls, { askers: 256, count: 5_000, seed: 1 })
      const alone = await rate(calls, { askers: 1, count: 500, seed: 2 })
      const together = await rate(calls, { askers: 256, count: CALLS, seed: 3 })
      return [
        line('recorded calls: one asker', alone, 'calls/s'),
        line('recorded calls: 256 askers', together, 'calls/s', { atLeast: AT_LEAST }),
      ]
    } finally {
      await calls.close()
      await storage.close()
      await rm(folder, { recursive: true, force: true })
    }
  },
}

async function rate(calls: Calls, load: { askers: number; count: number; seed: number }): Promise<number> {
  const to = Date.now()
  const waiting = [...manyCalls({ count: load.count, from: to - 3_600_000, to, seed: load.seed })]
  const started = performance.now()
  const asker = async () => {
    for (let call = waiting.pop(); call; call = waiting.pop()) await calls.ledger.record(call)
  }
  await Promise.all(Array.from({ length: load.askers }, asker))
  return load.count / ((performance.now() - started) / 1_000)
}
