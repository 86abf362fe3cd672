import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { aCall } from '../../../test/fakes/calls.ts'
import { createMemoryLog } from '../../../test/fakes/log.ts'
import { ManualClock } from '../../../test/fakes/manual-clock.ts'
import { openDatabase } from '../../../test/fakes/vault-fixture.ts'
import { EventBus } from '../event-bus.ts'
import { type Calls, createCalls } from './create-calls.ts'

let folder: string
let journal: string
let database: ReturnType<typeof openDatabase>
let log: ReturnType<typeof createMemoryLog>
let clock: ManualClock
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydeck-journal-'))
  journal = join(folder, 'keydeck.calls')
  database = openDatabase(folder)
  log = createMemoryLog()
  clock = new ManualClock()
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true, force: true })
})

const open = (): Calls => createCalls({ database, clock, log, events: new EventBus(), journal })
const rows = () => Number(database.get('SELECT count(*) AS n FROM call')?.['n'])
const rolledUp = () => Number(database.get('SELECT coalesce(sum(calls), 0) AS n FROM call_day')?.['n'])
const listed = (calls: Calls) => calls.list({ limit: 500, filter: {} }).calls.map(({ id }) => id)
const inJournal = () => readFileSync(journal, 'utf8').split('\n').filter(Boolean).length

test('a call that was acknowledged is gone where the process ends before the transaction', async () => {
  const call = aCall({ client: 'a "client"\nwith a line break' })
  await open().ledger.record(call)
  expect(rows()).toBe(0)
  expect(inJournal()).toBe(1)
  const next = open()
  expect(next.list({ limit: 10, filter: {} }).calls).toEqual([call])
  expect(rolledUp()).toBe(1)
  expect(inJournal()).toBe(0)
})

test('a call that was committed, and whose line stayed, counts twice', async () => {
  const call = aCall()
  const first = open()
  await first.ledger.record(call)
  const line = readFileSync(journal)
  await first.close()
  writeFileSync(journal, line)
  const next = open()
  expect(listed(next)).toEqual([call.id])
  expect(rolledUp()).toBe(1)
})

test('a page that asks at once does not see the call that has just ended', async () => {
  const calls = open()
  const call = aCall()
  await calls.ledger.record(call)
  expect(listed(calls)).toEqual([call.id])
  expect(inJournal()).toBe(0)
})

test('the calls of some milliseconds pay for a transaction each', async () => {
  const calls = open()
  let writes = 0
  database.onWrite = (phase) => {
    if (phase === 'after') writes += 1
  }
  for (let count = 0; count < 50; count += 1) await calls.ledger.record(aCall())
  expect(writes).toBe(0)
  clock.advance(20)
  expect([writes, rows(), inJournal()]).toEqual([1, 50, 0])
})

test('a line that was cut short, or is none of ours, takes the others along', async () => {
  const call = aCall()
  await open().ledger.record(call)
  appendFileSync(journal, '{"id":1}\nnot json\n{"id":"cut sho')
  const next = open()
  expect(listed(next)).toEqual([call.id])
  expect(log.lines).toContainEqual({ level: 'info', event: 'ledger.journal-read', fields: { calls: 1, unread: 3 } })
  const after = aCall()
  await next.ledger.record(after)
  expect(new Set(listed(open()))).toEqual(new Set([call.id, after.id]))
})

test('a database that refuses loses what the journal holds', async () => {
  const calls = open()
  database.onWrite = () => {
    throw Object.assign(new Error('full'), { code: 'SQLITE_FULL' })
  }
  await calls.ledger.record(aCall())
  clock.advance(20)
  expect(calls.state()).toMatchObject({ unwritten: 1, trouble: 'disk-full' })
  expect(inJournal()).toBe(1)
  database.onWrite = () => {}
  clock.advance(120_000)
  expect(calls.state()).toEqual({ unwritten: 0, lost: 0, trouble: null })
  expect([rows(), inJournal()]).toEqual([1, 0])
})

test('closing leaves calls behind', async () => {
  const calls = open()
  await calls.ledger.record(aCall())
  await calls.close()
  expect([rows(), inJournal()]).toEqual([1, 0])
  await expect(calls.ledger.record(aCall())).rejects.toMatchObject({ trouble: 'closed' })
})

test('others can read it, or a link in its place leads the calls elsewhere', async () => {
  await open().ledger.record(aCall())
  expect(statSync(journal).mode & 0o777).toBe(0o600)
  rmSync(journal)
  const elsewhere = join(folder, 'elsewhere')
  writeFileSync(elsewhere, '')
  symlinkSync(elsewhere, journal)
  const calls = open()
  await calls.ledger.record(aCall())
  expect(readFileSync(elsewhere, 'utf8')).toBe('')
  expect(rows()).toBe(1)
})

test('a line is written over one that was read before it, as names of more bytes than letters stand there', async () => {
  const first = aCall({ keyName: 'ключ '.repeat(40) })
  await open().ledger.record(first)
  const refusing = () => {
    throw Object.assign(new Error('full'), { code: 'SQLITE_FULL' })
  }
  database.onWrite = refusing
  const second = aCall({ keyName: 'ключ '.repeat(40) })
  await open().ledger.record(second)
  database.onWrite = () => {}
  expect(new Set(listed(open()))).toEqual(new Set([first.id, second.id]))
})
