import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createMemoryLog, silentLog } from '../../../test/fakes/log.ts'
import { programFile } from '../../../test/programs.ts'
import { systemClock } from '../clock.ts'
import { EventBus } from '../event-bus.ts'
import type { Log } from '../ports.ts'
import { Database } from '../storage/database.ts'
import { migrations } from '../storage/migrations/index.ts'
import { type Calls, createCalls } from './create-calls.ts'

const CHILD = programFile('ledger-child')
const KILLS = 6

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydeck-durability-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function openCalls(path: string, log: Log = silentLog): { database: Database; calls: Calls } {
  const database = new Database(path)
  const calls = createCalls({ database, clock: systemClock, log, events: new EventBus(), journal: `${path}.calls` })
  return { database, calls }
}

function makeDatabase(): string {
  const path = join(folder, 'keydeck.db')
  const fresh = new Database(path)
  fresh.write(() => migrations.forEach((migration) => fresh.script(migration)))
  fresh.close()
  return path
}

/** Runs the child until it acknowledged `count` calls, and kills it in the middle of its work. */
async function recordUntilKilled(path: string, seed: number, count: number): Promise<string[]> {
  const child = spawn(process.execPath, [CHILD, path, String(seed)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const acknowledged: string[] = []
  for await (const id of createInterface({ input: child.stdout })) {
    acknowledged.push(id)
    if (acknowledged.length === count) child.kill('SIGKILL')
  }
  return acknowledged.filter((id) => id.length === 36)
}

test('a call that was acknowledged is gone after kill -9, or the roll-ups disagree with the calls', async () => {
  const path = makeDatabase()

  const acknowledged: string[] = []
  for (let kill = 1; kill <= KILLS; kill += 1) {
    acknowledged.push(...(await recordUntilKilled(path, kill, 20 + kill * 37)))
  }

  const { database, calls } = openCalls(path)
  try {
    await calls.close()
    expect(database.quickCheck()).toBe('ok')
    const kept = new Set(database.all('SELECT id FROM call').map((row) => row['id']))
    expect(acknowledged.length).toBeGreaterThan(KILLS * 20)
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([])
    const sums = 'count(*) AS calls, sum(tokens_in) AS tokens, sum(cost) AS cost'
    const ofCalls = database.get(`SELECT ${sums} FROM call`)
    for (const table of ['call_hour', 'call_day']) {
      const rollUp = `SELECT sum(calls) AS calls, sum(tokens_in) AS tokens, sum(cost) AS cost FROM ${table}`
      expect(database.get(rollUp)).toEqual(ofCalls)
    }
    const orphans = 'SELECT count(*) AS calls FROM call WHERE group_id NOT IN (SELECT id FROM call_group)'
    expect(database.get(orphans)).toEqual({ calls: 0 })
  } finally {
    database.close()
  }
})

test.skipIf(process.platform === 'win32')(
  'a disk that is full in the middle of a line loses an acknowledged call, counts one twice, or alarms the person for nothing',
  async () => {
    const path = makeDatabase()
    // No file may be longer than this: SQLite's log comes to its end, and then the journal.
    const limited = `trap '' XFSZ; ulimit -f 1500; exec "$0" "$@"`
    const child = spawn('bash', ['-c', limited, process.execPath, CHILD, path, '1'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const acknowledged: string[] = []
    for await (const id of createInterface({ input: child.stdout })) acknowledged.push(id)
    const journal = readFileSync(`${path}.calls`, 'utf8')
    expect(journal.endsWith('}\n'), 'a part of a line was taken back').toBe(true)

    const log = createMemoryLog()
    const { database, calls } = openCalls(path, log)
    await calls.close()
    const kept = new Set(database.all('SELECT id FROM call').map((row) => row['id']))
    const rolledUp = database.get('SELECT sum(calls) AS calls FROM call_day')
    database.close()
    expect(acknowledged.length).toBeGreaterThan(1_000)
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([])
    expect(rolledUp).toEqual({ calls: kept.size })
    expect(calls.notice).toBeNull()
    expect(log.lines).toContainEqual(expect.objectContaining({ event: 'ledger.journal-read' }))
  },
)
