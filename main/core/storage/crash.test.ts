import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createProfile } from '../../../test/fakes/profile.ts'
import { programFile } from '../../../test/programs.ts'

const child = programFile('storage-child')
let profile: ReturnType<typeof createProfile>
beforeEach(() => {
  profile = createProfile()
})
afterEach(() => profile.dispose())

/** Runs the child and kills it a little after it said `cue`; gives the highest count that it called saved. */
async function killAt(task: string, cue: RegExp, after: number): Promise<number> {
  const writer = spawn(process.execPath, ['--no-warnings', child, profile.folder, task], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = once(writer, 'close')
  let saved = 0
  createInterface({ input: writer.stdout }).on('line', (line) => {
    saved = Number(/^saved (\d+)$/.exec(line)?.[1] ?? saved)
    // The moment is what varies from round to round; nothing waits for it.
    if (cue.test(line)) setTimeout(() => writer.kill('SIGKILL'), after)
  })
  await gone
  return saved
}

/** Opens what was left as the next start does, and compares. */
async function mustBeWhole(saved: number, migrations?: readonly string[]): Promise<void> {
  const storage = await profile.open(migrations ? { migrations } : {})
  expect(storage.notice).toBeNull()
  expect(storage.database.get('PRAGMA integrity_check')).toEqual({ integrity_check: 'ok' })
  const { notes, pairs } = storage.database.get(
    "SELECT (SELECT count(*) FROM note WHERE text LIKE 'row %' AND text NOT LIKE '%x') AS notes, (SELECT count(*) FROM pair) AS pairs",
  )!
  expect(notes, 'no half of a transaction').toBe(pairs)
  expect(Number(pairs), 'nothing that was called saved is gone').toBeGreaterThanOrEqual(saved)
  storage.database.close()
}

/** Whatever a kill left among the backups, each one that counts is whole. */
function mustHaveWholeBackups(): void {
  for (const name of readdirSync(profile.path('backups')).filter((name) => name.endsWith('.db'))) {
    const sqlite = new Sqlite(profile.path('backups', name), { readonly: true })
    expect(sqlite.pragma('integrity_check', { simple: true }), name).toBe('ok')
    sqlite.close()
  }
}

describe('B3: kill -9', () => {
  test('while it writes: 20 times, and every save is there', async () => {
    for (let round = 0; round < 20; round += 1) {
      await mustBeWhole(await killAt('write', /^saved \d*5$/, round))
    }
  }, 120_000)
  test('while it makes backups: each that counts is whole', async () => {
    for (let round = 0; round < 5; round += 1) {
      await mustBeWhole(await killAt('backup', /^saved \d*1$/, round * 25))
      mustHaveWholeBackups()
    }
  }, 120_000)
  test('while it compacts', async () => {
    for (let round = 0; round < 4; round += 1) await mustBeWhole(await killAt('vacuum', /^saved \d*1$/, round * 3))
  }, 120_000)
  test('while it migrates: the old schema or the new one, with every row', async () => {
    const before = await profile.open()
    before.database.write(() => {
      for (let row = 0; row < 2_000; row += 1) {
        before.database.run('INSERT INTO note (text) VALUES (?)', `row ${row}`)
        before.database.run('INSERT INTO pair VALUES (?, ?)', `row ${row}`, row)
      }
    })
    before.database.close()
    for (let round = 0; round < 6; round += 1) {
      await killAt('migrate', /^storage\.backup$/, round * 20)
      const sqlite = new Sqlite(profile.path('keydeck.db'), { readonly: true })
      const version = Number(sqlite.pragma('user_version', { simple: true }))
      const hasTable = sqlite.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'done'").pluck().get()
      const added = Number(sqlite.prepare("SELECT count(*) FROM note WHERE text LIKE '%x'").pluck().get())
      sqlite.close()
      expect([version, hasTable, added]).toEqual(version === 4 ? [4, 1, 100_000] : [3, 0, 0])
      mustHaveWholeBackups()
      if (version === 4) break
      await mustBeWhole(2_000)
    }
  }, 120_000)
})

describe('B16: a power cut', () => {
  const copyTo = (folder: string, log: Buffer) => {
    mkdirSync(join(folder, 'backups'), { recursive: true })
    copyFileSync(profile.path('keydeck.db'), join(folder, 'keydeck.db'))
    copyFileSync(profile.path('keydeck.state'), join(folder, 'keydeck.state'))
    writeFileSync(join(folder, 'keydeck.db-wal'), log)
  }
  test('after any save leaves that save: file and log are enough, whatever else is lost', async () => {
    const { database } = await profile.open()
    for (let saved = 1; saved <= 30; saved += 1) {
      database.write(() => {
        database.run('INSERT INTO note (text) VALUES (?)', 'x'.repeat(saved * 100))
        database.run('INSERT INTO pair VALUES (?, ?)', `row ${saved}`, saved)
      })
      if (saved % 7 === 0) database.checkpoint()
      const folder = profile.path(`cut-${saved}`)
      copyTo(folder, readFileSync(profile.path('keydeck.db-wal')))
      const copy = new Sqlite(join(folder, 'keydeck.db'))
      expect(copy.prepare('SELECT count(*) FROM pair').pluck().get()).toBe(saved)
      expect(copy.pragma('integrity_check', { simple: true })).toBe('ok')
      copy.close()
    }
  })
  test('in the middle of a write to the log leaves the transactions before it, whole', async () => {
    const { database } = await profile.open()
    database.checkpoint()
    for (let row = 0; row < 12; row += 1) {
      database.write(() => {
        database.run('INSERT INTO note (text) VALUES (?)', 'x'.repeat(3_000))
        database.run('INSERT INTO pair VALUES (?, ?)', `row ${row}`, row)
      })
    }
    const log = readFileSync(profile.path('keydeck.db-wal'))
    let before = 0
    for (let cut = 0; cut <= 40; cut += 1) {
      const folder = profile.path(`torn-${cut}`)
      copyTo(folder, log.subarray(0, Math.floor((log.length * cut) / 40)))
      const copy = new Sqlite(join(folder, 'keydeck.db'))
      const [notes, pairs] = ['note', 'pair'].map((table) =>
        Number(copy.prepare(`SELECT count(*) FROM ${table}`).pluck().get()),
      )
      expect(copy.pragma('integrity_check', { simple: true })).toBe('ok')
      copy.close()
      expect(notes).toBe(pairs)
      expect(pairs).toBeGreaterThanOrEqual(before)
      before = pairs!
    }
    expect(before).toBe(12)
  })
})
