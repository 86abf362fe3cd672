import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
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
const refuseWrites = () => {
  database.onWrite = () => {
    throw Object.assign(new Error('full'), { code: 'SQLITE_FULL' })
  }
}

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

test('a line that was cut short takes the others along, or alarms the person', async () => {
  const call = aCall()
  await open().ledger.record(call)
  appendFileSync(journal, '\n{"id":"cut sho')
  const next = open()
  expect(listed(next)).toEqual([call.id])
  expect([next.notice, inJournal()]).toEqual([null, 0])
  const after = aCall()
  await next.ledger.record(after)
  expect(new Set(listed(open()))).toEqual(new Set([call.id, after.id]))
})

test('a call that begins behind a line that was cut short makes that a whole one', async () => {
  refuseWrites()
  await open().ledger.record(aCall())
  appendFileSync(journal, '\n{"id":"cut sho')
  await open().ledger.record(aCall())
  database.onWrite = () => {}
  const next = open()
  expect([listed(next).length, next.notice]).toEqual([2, null])
})

test('lines that this Keydeck can not read are thrown away, or nobody is told', async () => {
  const call = aCall()
  await open().ledger.record(call)
  const ofLater = JSON.stringify({ ...aCall(), endState: 'a later word' })
  appendFileSync(journal, `${ofLater}\nnot json\n{"id":"cut sho`)
  const next = open()
  expect(listed(next)).toEqual([call.id])
  expect(log.lines).toContainEqual({ level: 'info', event: 'ledger.journal-read', fields: { calls: 1, unread: 2 } })
  const [stamp = ''] = readdirSync(join(folder, 'damaged'))
  const kept = join(folder, 'damaged', stamp)
  expect(readFileSync(join(kept, 'keydeck.calls'), 'utf8')).toContain(ofLater)
  expect(next.notice?.detail).toMatch(/^Calls .* 2 of them are .* missing from the ledger\. /)
  expect(next.notice?.detail).toContain(kept)
  expect([inJournal(), open().notice]).toEqual([0, null])
  expect(rolledUp()).toBe(1)
})

test('lines that can not be read are cleared away while the disk refuses the others', async () => {
  refuseWrites()
  await open().ledger.record(aCall())
  appendFileSync(journal, 'not json\n')
  // The one before is as a process that was killed: its timers never come.
  clock = new ManualClock()
  expect(open().notice?.detail).toContain(`stays where it is: ${journal}`)
  database.onWrite = () => {}
  clock.advance(120_000)
  expect(rows()).toBe(1)
  expect(readFileSync(journal, 'utf8')).toContain('not json')
  expect(open().notice?.detail).toContain(join(folder, 'damaged'))
})

test('a call that the ledger refuses is gone with its line', async () => {
  const refused = { ...aCall(), requestBytes: 2 ** 70 }
  const calls = open()
  const good = aCall()
  await Promise.all([calls.ledger.record(refused), calls.ledger.record(good)])
  expect(listed(calls)).toEqual([good.id])
  expect(calls.state()).toEqual({ unwritten: 0, onlyInMemory: 0, lost: 1, trouble: 'refused' })
  await calls.close()
  expect(readFileSync(journal, 'utf8')).toContain(refused.id)
})

test('a line that a Keydeck of before a field wrote is none', async () => {
  const { providerRequestId: _, conversationId: __, ...older } = aCall()
  writeFileSync(journal, `\n${JSON.stringify(older)}\n`)
  const calls = open()
  expect(calls.list({ limit: 10, filter: {} }).calls).toEqual([
    { ...older, providerRequestId: null, conversationId: null },
  ])
  expect(calls.notice).toBeNull()
})

test('a journal longer than a piece of it is read wrongly where the pieces meet, or a line without end fills the memory', () => {
  const calls = Array.from({ length: 2_000 }, (_, index) => aCall({ keyName: 'ключ 鍵 '.repeat(index % 60) }))
  const lines = calls.map((call) => `\n${JSON.stringify(call)}\n`)
  writeFileSync(journal, lines.join(''))
  appendFileSync(journal, `${'x'.repeat(5_000_000)}\n`)
  const next = open()
  expect(rows()).toBe(2_000)
  expect(next.notice?.detail).toContain('One of them is')
})

/** Opens, and answers reads with EIO: a file as a broken disk has it. */
const unreadable = '/proc/self/mem'

test.skipIf(!existsSync(unreadable))('a journal that can not be read keeps Keydeck from starting', async () => {
  const calls = createCalls({ database, clock, log, events: new EventBus(), journal: unreadable })
  expect(log.lines).toContainEqual({ level: 'error', event: 'ledger.journal-unreadable', fields: { cause: 'EIO' } })
  expect(calls.notice?.detail).toContain('could not be read (EIO)')
  await calls.ledger.record(aCall())
  expect(rows()).toBe(1)
  await calls.close()
})

test('a folder in its place, or one that others may read, keeps Keydeck from starting or stays open', async () => {
  mkdirSync(journal)
  const calls = open()
  await calls.ledger.record(aCall())
  expect(rows()).toBe(1)
  rmSync(journal, { recursive: true })
  writeFileSync(journal, '')
  chmodSync(journal, 0o644)
  open()
  expect(statSync(journal).mode & 0o777).toBe(0o600)
})

test('a database that refuses loses what the journal holds', async () => {
  const calls = open()
  refuseWrites()
  await calls.ledger.record(aCall())
  clock.advance(20)
  expect(calls.state()).toEqual({ unwritten: 1, onlyInMemory: 0, lost: 0, trouble: 'disk-full' })
  expect(inJournal()).toBe(1)
  database.onWrite = () => {}
  clock.advance(120_000)
  expect(calls.state()).toEqual({ unwritten: 0, onlyInMemory: 0, lost: 0, trouble: null })
  expect([rows(), inJournal()]).toEqual([1, 0])
})

test('closing leaves calls behind', async () => {
  const calls = open()
  await calls.ledger.record(aCall())
  await calls.close()
  expect([rows(), inJournal()]).toEqual([1, 0])
  await expect(calls.ledger.record(aCall())).rejects.toMatchObject({ trouble: 'closed' })
})

test('calls that the journal holds are called lost when Keydeck ends, or are', async () => {
  const calls = open()
  refuseWrites()
  const call = aCall()
  await calls.ledger.record(call)
  await calls.close()
  expect(log.lines).toContainEqual({ level: 'warn', event: 'ledger.left-in-journal', fields: { calls: 1 } })
  expect(log.lines.filter(({ event }) => event === 'ledger.lost-at-close')).toEqual([])
  database.onWrite = () => {}
  expect(listed(open())).toEqual([call.id])
})

test('a call that was in memory alone, as the journal was full, is lost at the end though the journal has room', async () => {
  mkdirSync(journal)
  const calls = open()
  refuseWrites()
  await expect(calls.ledger.record(aCall())).rejects.toMatchObject({ trouble: 'disk-full' })
  expect(calls.state()).toMatchObject({ unwritten: 1, onlyInMemory: 1 })
  await calls.close()
  expect(log.lines).toContainEqual({ level: 'error', event: 'ledger.lost-at-close', fields: { calls: 1 } })
})

test('more calls than memory has room for are called lost, or are, though the journal holds them', async () => {
  const calls = open()
  refuseWrites()
  await Promise.all(Array.from({ length: 10_300 }, () => calls.ledger.record(aCall())))
  clock.advance(20)
  const unwritten = { unwritten: 10_300, onlyInMemory: 0, lost: 0, trouble: 'disk-full' }
  expect(calls.state()).toEqual(unwritten)
  expect(createCalls({ database, clock: new ManualClock(), log, events: new EventBus(), journal }).state()).toEqual(
    unwritten,
  )
  database.onWrite = () => {}
  clock.advance(120_000)
  expect(calls.state()).toEqual({ unwritten: 0, onlyInMemory: 0, lost: 0, trouble: null })
  expect([rows(), rolledUp(), inJournal()]).toEqual([10_300, 10_300, 0])
})

test('a page that asks while the database refuses takes the call of this moment past the journal', async () => {
  const calls = open()
  refuseWrites()
  const call = aCall()
  const recording = calls.ledger.record(call)
  expect(listed(calls)).toEqual([])
  await recording
  expect([calls.state().onlyInMemory, inJournal()]).toEqual([0, 1])
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
  refuseWrites()
  const second = aCall({ keyName: 'ключ '.repeat(40) })
  await open().ledger.record(second)
  database.onWrite = () => {}
  expect(new Set(listed(open()))).toEqual(new Set([first.id, second.id]))
})
