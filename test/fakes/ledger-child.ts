/** A process that records calls until it is killed, and says each id on a line once the ledger has acknowledged it. */
import { writeSync } from 'node:fs'
import { createCalls } from '../../main/core/calls/create-calls.ts'
import { systemClock } from '../../main/core/clock.ts'
import { EventBus } from '../../main/core/event-bus.ts'
import { Database } from '../../main/core/storage/database.ts'
import { manyCalls } from './calls.ts'
import { silentLog } from './log.ts'

const [path, seed] = process.argv.slice(2)
if (!path) throw new Error('Say which database to write to.')
const database = new Database(path)
const { ledger } = createCalls({
  database,
  clock: systemClock,
  log: silentLog,
  events: new EventBus(),
  journal: `${path}.calls`,
})
const to = Date.UTC(2026, 4, 12)
const plan = manyCalls({ count: 1_000_000, from: to - 86_400_000, to, seed: Number(seed) })

async function writer(): Promise<void> {
  for (const call of plan) {
    await ledger.record(call)
    writeSync(1, `${call.id}\n`)
  }
}
await Promise.all([writer(), writer(), writer(), writer()])
