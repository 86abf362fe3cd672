import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CallRecord } from '../../../../contract/calls.ts'
import { createMemoryLog } from '../../../../test/fakes/log.ts'
import { ManualClock } from '../../../../test/fakes/manual-clock.ts'
import { callRecord } from '../../../../test/fakes/scripted-door.ts'
import { openDatabase } from '../../../../test/fakes/vault-fixture.ts'
import { EventBus } from '../../event-bus.ts'
import type { Database } from '../../storage/database.ts'
import { AuditLog } from './audit-log.ts'
import { type AuditTrail, createAudit } from './create-audit.ts'

const keyId = crypto.randomUUID()
const refusal = { action: 'change_refused', keyId, subject: 'web', detail: { reason: 'duplicate_secret' } } as const

let folder: string
let database: Database
let clock: ManualClock
let trail: AuditTrail
const log = createMemoryLog()

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydeck-audit-'))
  database = openDatabase(folder)
  clock = new ManualClock()
  trail = createAudit({ database, clock, log, events: new EventBus() })
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true, force: true })
})

const rows = () => trail.list({ limit: 200 }).rows
const stored = () => Number(database.get('SELECT count(*) AS rows FROM audit')?.['rows'])
const refusedCall = (fields: Partial<CallRecord> = {}) =>
  callRecord({ keyId, errorLayer: 'policy', errorCode: 'budget_exceeded', endState: 'error', ...fields })

describe('the audit', () => {
  it('pages from the newest to the oldest without losing or doubling a row, for all and for one key', () => {
    for (let number = 1; number <= 7; number += 1) {
      trail.log.record({ action: 'key_changed', keyId: number % 2 ? keyId : null, subject: `key ${number}` })
    }
    const first = trail.list({ limit: 3 })
    expect(first.rows.map((row) => row.subject)).toEqual(['key 7', 'key 6', 'key 5'])
    expect(first.more).toBe(true)
    const rest = trail.list({ limit: 4, before: first.rows.at(-1)!.id })
    expect(rest.rows.map((row) => row.subject)).toEqual(['key 4', 'key 3', 'key 2', 'key 1'])
    expect(rest.more).toBe(false)
    expect(trail.list({ keyId, limit: 10 }).rows.map((row) => row.subject)).toEqual([
      'key 7',
      'key 5',
      'key 3',
      'key 1',
    ])
  })

  it('leaves out what was not asked for, without ending a page before it is full', () => {
    for (let number = 1; number <= 6; number += 1) {
      trail.log.record({ action: number % 2 ? 'key_checked' : 'key_changed', keyId, subject: `key ${number}` })
    }
    const page = trail.list({ actions: ['key_changed', 'key_moved'], limit: 2 })
    expect(page.rows.map((row) => row.subject)).toEqual(['key 6', 'key 4'])
    expect(page.more).toBe(true)
    const rest = trail.list({ actions: ['key_changed'], keyId, limit: 2, before: page.rows.at(-1)!.id })
    expect(rest).toMatchObject({ rows: [{ subject: 'key 2' }], more: false })
  })

  it('counts the same refusal within a minute in one row, and starts another after it', () => {
    for (let second = 0; second < 5; second += 1) {
      trail.log.record(refusal)
      clock.advance(30_000)
    }
    clock.advance(31_000)
    trail.log.record(refusal)
    expect(rows().map(({ count, at, lastAt }) => [count, lastAt - at])).toEqual([
      [1, 0],
      [5, 120_000],
    ])
  })

  it('keeps apart what differs in key, reason or actor, and never counts changes together', () => {
    trail.log.record(refusal)
    trail.log.record({ ...refusal, keyId: crypto.randomUUID() })
    trail.log.record({ ...refusal, detail: { reason: 'other' } })
    trail.log.record({ ...refusal, actor: 'cli' })
    trail.log.record({ action: 'key_changed', keyId, subject: 'web' })
    trail.log.record({ action: 'key_changed', keyId, subject: 'web' })
    expect(rows().map(({ count }) => count)).toEqual([1, 1, 1, 1, 1, 1])
  })

  it('does not add to a row that went away with a failed transaction, nor to the one that took its number', () => {
    expect(() =>
      database.write(() => {
        trail.log.record(refusal)
        throw new Error('the act failed')
      }),
    ).toThrow('the act failed')
    trail.log.record({ ...refusal, subject: 'another', keyId: null })
    trail.log.record(refusal)
    expect(rows().map(({ subject, count }) => [subject, count])).toEqual([
      ['web', 1],
      ['another', 1],
    ])
  })

  it('starts a new row when the clock was set back, instead of one that ends before it began', () => {
    trail.log.record(refusal)
    clock.jump(-3_600_000)
    trail.log.record(refusal)
    expect(rows().every(({ at, lastAt }) => lastAt >= at)).toBe(true)
    expect(rows()).toHaveLength(2)
  })

  it('lets the oldest refusals go when it is full, and what was done never', () => {
    const small = new AuditLog({ database, clock, events: new EventBus(), mostRows: 50 })
    small.record({ action: 'key_added', keyId, subject: 'first' })
    database.write(() => {
      for (let number = 0; number < 1_100; number += 1) small.record({ ...refusal, subject: `refused ${number}` })
    })
    expect(stored()).toBeLessThan(200)
    const subjects = trail.list({ limit: 200 }).rows.map((row) => row.subject)
    expect(subjects.at(-1)).toBe('first')
    expect(subjects[0]).toBe('refused 1099')
  })

  it.each([
    "UPDATE audit SET subject = 'nobody' WHERE action = 'key_deleted'",
    "UPDATE audit SET detail = '{}', count = count + 1 WHERE action = 'change_refused'",
    "UPDATE audit SET count = count - 1 WHERE action = 'change_refused'",
    "UPDATE audit SET key_id = NULL, count = count + 1 WHERE action = 'change_refused'",
    "DELETE FROM audit WHERE action = 'key_deleted'",
  ])('is append-only for every writer of the file: %s', (sql) => {
    trail.log.record({ action: 'key_deleted', keyId, subject: 'web' })
    trail.log.record(refusal)
    expect(() => database.write(() => database.run(sql))).toThrow('append-only')
    expect(stored()).toBe(2)
  })

  it('leaves a row out that a newer Keydeck wrote, and shows the others', () => {
    trail.log.record({ action: 'key_added', keyId, subject: 'web' })
    database.run(
      "INSERT INTO audit (at, actor, action, subject, last_at) VALUES (1, 'person', 'something_new', 'web', 1)",
    )
    expect(rows().map(({ action }) => action)).toEqual(['key_added'])
    expect(log.lines.at(-1)?.event).toBe('audit.row-unreadable')
  })
})

describe('refused calls', () => {
  it('cost no write each: a flood is one row, written once a second', () => {
    for (let number = 0; number < 5_000; number += 1) trail.noteCall(refusedCall({ startedAt: clock.now() + number }))
    expect(stored()).toBe(0)
    clock.advance(1_000)
    expect(stored()).toBe(1)
    expect(rows()[0]).toMatchObject({
      action: 'call_refused',
      keyId,
      count: 5_000,
      detail: { code: 'budget_exceeded', origin: 'playground' },
    })
    trail.noteCall(refusedCall({ startedAt: clock.now() }))
    clock.advance(1_000)
    expect(rows().map(({ count }) => count)).toEqual([5_001])
  })

  it('are told apart by origin and code, with the actor that each origin has', () => {
    trail.noteCall(refusedCall({ origin: 'gateway', errorCode: 'rate_limit_exceeded' }))
    trail.noteCall(refusedCall({ origin: 'cli' }))
    trail.noteCall(refusedCall({ origin: 'check', errorLayer: 'vault', errorCode: 'secret_unavailable' }))
    expect(rows().map(({ actor, detail }) => [actor, detail['code']])).toEqual([
      ['person', 'secret_unavailable'],
      ['cli', 'budget_exceeded'],
      ['gateway', 'rate_limit_exceeded'],
    ])
  })

  it('are only ours: a provider that answers 429 or key_revoked, and a call that was stopped, are no refusal', () => {
    trail.noteCall(refusedCall({ errorLayer: 'provider', errorCode: 'rate_limit_exceeded' }))
    trail.noteCall(refusedCall({ errorLayer: 'provider', errorCode: 'key_revoked' }))
    trail.noteCall(refusedCall({ errorCode: 'stopped', endState: 'stopped' }))
    trail.noteCall(callRecord())
    expect(rows()).toEqual([])
  })

  it('are not lost when Keydeck ends within the second', () => {
    trail.noteCall(refusedCall())
    trail.close()
    expect(stored()).toBe(1)
  })
})

describe('the export', () => {
  it('holds every row, oldest first, in UTC, and no name runs as a formula', () => {
    trail.log.record({ action: 'key_added', keyId, subject: '=HYPERLINK("http://x","y")', detail: { a: '1', b: '2' } })
    trail.log.record({ action: 'environment_added', subject: '@home, sweet' })
    const { fileName, content } = trail.export({ format: 'csv' })
    expect(fileName).toBe('keydeck-audit-2023-11-14.csv')
    const [head, first, second] = content.split('\r\n')
    expect(head).toMatch(/^id,at,last_at,count,actor,action,key_id,subject,/)
    expect(first).toContain(
      `2023-11-14T22:13:20.000Z,2023-11-14T22:13:20.000Z,1,person,key_added,${keyId},"'=HYPERLINK(""http://x"",""y"")"`,
    )
    expect(first).toContain('a=1; b=2')
    expect(second).toContain(`"'@home, sweet"`)
  })

  it('is of one key where asked, and reads back as JSON', () => {
    trail.log.record({ action: 'key_added', keyId, subject: 'web' })
    trail.log.record({ action: 'environment_added', subject: 'QA' })
    const { fileName, content } = trail.export({ keyId, format: 'json' })
    expect(fileName).toBe(`keydeck-audit-${keyId.slice(0, 8)}-2023-11-14.json`)
    expect(JSON.parse(content)).toMatchObject([{ subject: 'web', at: '2023-11-14T22:13:20.000Z' }])
  })
})
