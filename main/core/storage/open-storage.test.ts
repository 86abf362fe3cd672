import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createProfile, sampleMigrations } from '../../../test/fakes/profile.ts'
import { migrations as shippedMigrations } from './migrations/index.ts'

let profile: ReturnType<typeof createProfile>
beforeEach(() => {
  profile = createProfile()
})
afterEach(() => profile.dispose())

const modeOf = (path: string) => statSync(path).mode & 0o777
const hashOf = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')
const backups = () => readdirSync(profile.path('backups')).toSorted()

async function makeAndClose(migrations?: readonly string[]): Promise<void> {
  const storage = await profile.open(migrations ? { migrations } : {})
  storage.database.run("INSERT INTO note (text) VALUES ('first')")
  await storage.close()
}

describe('a first start', () => {
  test('makes a database with the whole schema, that only this person can read', async () => {
    const storage = await profile.open({ migrations: shippedMigrations })
    expect(storage.notice).toBeNull()
    expect(storage.database.version).toBe(shippedMigrations.length)
    storage.database.write(() => {})
    for (const name of ['keydeck.db', 'keydeck.db-wal', 'keydeck.db-shm', 'keydeck.state']) {
      expect(modeOf(profile.path(name)), name).toBe(0o600)
    }
    expect(modeOf(profile.folder)).toBe(0o700)
    expect(modeOf(profile.path('backups'))).toBe(0o700)
    await storage.close()
    expect(modeOf(profile.path('backups', backups()[0]!))).toBe(0o600)
  })
  test('that was killed before it had written anything is a first start again', async () => {
    writeFileSync(profile.path('keydeck.db'), '')
    const storage = await profile.open()
    expect(storage.notice).toBeNull()
    expect(storage.database.version).toBe(3)
  })
  test('A2-39: uses the settings that make a save durable and a tampered file harmless', async () => {
    const { database } = await profile.open()
    const settings = [
      'journal_mode',
      'synchronous',
      'foreign_keys',
      'trusted_schema',
      'secure_delete',
      'cell_size_check',
      'mmap_size',
    ]
    const found = Object.fromEntries(
      settings.map((name) => [name, Object.values(database.get(`PRAGMA ${name}`) ?? {})[0]]),
    )
    expect(found).toEqual({
      journal_mode: 'wal',
      synchronous: 2,
      foreign_keys: 1,
      trusted_schema: 0,
      secure_delete: 1,
      cell_size_check: 1,
      mmap_size: 0,
    })
  })
})

describe('A2-43: a migration', () => {
  const older = sampleMigrations.slice(0, 2)
  test('keeps the rows and leaves a backup of what was before', async () => {
    await makeAndClose(older)
    profile.clock.advance(1_000)
    const storage = await profile.open()
    expect(storage.database.all('SELECT text, length FROM note')).toEqual([{ text: 'first', length: 5 }])
    const before = backups().find((name) => name.includes('before-schema-3'))
    const copy = new Sqlite(profile.path('backups', before!), { readonly: true })
    expect(copy.pragma('user_version', { simple: true })).toBe(2)
    expect(copy.prepare('SELECT text FROM note').all()).toEqual([{ text: 'first' }])
    copy.close()
  })
  test('that fails half way changes nothing and says so', async () => {
    await makeAndClose(older)
    const broken = [...older, 'ALTER TABLE note ADD COLUMN length INTEGER; INSERT INTO nowhere VALUES (1);']
    await expect(profile.open({ migrations: broken })).rejects.toMatchObject({ code: 'migration' })
    const storage = await profile.open({ migrations: older })
    expect(storage.notice).toBeNull()
    expect(storage.database.version).toBe(2)
    expect(storage.database.all('SELECT * FROM note')).toEqual([{ id: 1, text: 'first' }])
  })
  test('is not begun when no backup can be made', async () => {
    await makeAndClose(older)
    const hash = hashOf(profile.path('keydeck.db'))
    renameSync(profile.path('backups'), profile.path('elsewhere'))
    mkdirSync(profile.path('backups'))
    // A folder under the name that the copy would have.
    const stamp = new Date(profile.clock.now()).toISOString().replaceAll(/[-:.]/g, '')
    mkdirSync(profile.path('backups', `keydeck-${stamp}-before-schema-3.db`))
    await expect(profile.open()).rejects.toMatchObject({ code: 'no-space' })
    expect(hashOf(profile.path('keydeck.db'))).toBe(hash)
  })
})

describe('B7: a database that this Keydeck does not know is refused, and not one byte of it changes', () => {
  test.each([
    ['newer', 'PRAGMA user_version = 4', 'newer'],
    ['far newer', 'PRAGMA user_version = 2000000', 'newer'],
    ['with an unknown table', 'CREATE TABLE stranger (id)', 'foreign'],
    ['without a table', 'DROP TABLE pair', 'foreign'],
    ['without a column', 'ALTER TABLE note DROP COLUMN length', 'foreign'],
    ['with a trigger of a stranger', 'CREATE TRIGGER t AFTER INSERT ON note BEGIN DELETE FROM pair; END', 'foreign'],
    ['with tables and no version', 'PRAGMA user_version = 0', 'foreign'],
  ])('%s', async (_name, change, code) => {
    await makeAndClose()
    const sqlite = new Sqlite(profile.path('keydeck.db'))
    sqlite.exec(change)
    sqlite.close()
    const hash = hashOf(profile.path('keydeck.db'))
    const listed = readdirSync(profile.folder).filter((name) => !name.endsWith('-shm') && !name.endsWith('-wal'))
    const error = await profile.open().catch((error: unknown) => error)
    expect(error).toMatchObject({ name: 'StorageError', code })
    expect((error as Error).message).toContain('Nothing was changed')
    expect(hashOf(profile.path('keydeck.db'))).toBe(hash)
    expect(existsSync(profile.path('damaged'))).toBe(false)
    expect(readdirSync(profile.folder).filter((name) => !name.endsWith('-shm') && !name.endsWith('-wal'))).toEqual(
      listed,
    )
  })
})

describe('B5: where the files may not be', () => {
  test('a folder and files that others could read are closed', async () => {
    await makeAndClose()
    chmodSync(profile.folder, 0o777)
    chmodSync(profile.path('keydeck.db'), 0o444)
    const storage = await profile.open()
    expect(storage.database.all('SELECT text FROM note')).toHaveLength(1)
    expect(modeOf(profile.folder)).toBe(0o700)
    expect(modeOf(profile.path('keydeck.db'))).toBe(0o600)
  })
  test('a link in place of the database is refused, whatever it points at', async () => {
    await makeAndClose()
    renameSync(profile.path('keydeck.db'), profile.path('other.db'))
    symlinkSync(profile.path('other.db'), profile.path('keydeck.db'))
    await expect(profile.open()).rejects.toMatchObject({ code: 'linked' })
    expect(existsSync(profile.path('damaged'))).toBe(false)
  })
  test('a folder in place of the database is refused', async () => {
    mkdirSync(profile.path('keydeck.db'))
    await expect(profile.open()).rejects.toMatchObject({ code: 'linked' })
  })
})

describe('B6: another program has the database', () => {
  let other: ChildProcess | undefined
  afterEach(() => void other?.kill('SIGKILL'))

  test('so a migration waits for a bounded time, and then says who is in the way of what', async () => {
    await makeAndClose(sampleMigrations.slice(0, 2))
    const source = `
      const Sqlite = require('better-sqlite3')
      const sqlite = new Sqlite(${JSON.stringify(profile.path('keydeck.db'))})
      sqlite.exec('BEGIN IMMEDIATE')
      process.stdout.write('held')
      setInterval(() => {}, 1000)`
    other = spawn(process.execPath, ['--eval', source], {
      cwd: import.meta.dirname,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(other.stdout!, 'data')
    const error = await profile.open().catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'busy' })
    expect((error as Error).message).toContain('keydeck.db')
    expect(existsSync(profile.path('damaged'))).toBe(false)
  })
})

describe('B4: a full disk', () => {
  test.skipIf(process.platform === 'win32')('is named, and the database is neither damaged nor set aside', async () => {
    await makeAndClose()
    const module = (path: string) => JSON.stringify(new URL(path, import.meta.url).pathname)
    const source = `
      import { openStorage } from ${module('./open-storage.ts')}
      import { systemClock } from ${module('../clock.ts')}
      import { sampleMigrations, } from ${module('../../../test/fakes/profile.ts')}
      const log = { info() {}, warn() {}, error() {} }
      const storage = await openStorage({ folder: ${JSON.stringify(profile.folder)}, clock: systemClock, log, migrations: sampleMigrations })
      let saved = 0
      try {
        for (;;) { storage.database.run('INSERT INTO note (text) VALUES (?)', 'x'.repeat(50_000)); saved += 1 }
      } catch (error) { console.log(error.code) }
      console.log('saved', saved, storage.database.get('SELECT count(*) AS n FROM note').n)
      console.log('backup', await storage.backUp())`
    const child = spawn('sh', [
      '-c',
      'ulimit -f 1000; exec "$0" --input-type=module --eval "$1"',
      process.execPath,
      source,
    ])
    let output = ''
    child.stdout.on('data', (part) => {
      output += String(part)
    })
    await once(child, 'close')
    expect(output).toMatch(/SQLITE_(?:FULL|IOERR)/)
    const [, saved, counted] = /saved (\d+) (\d+)/.exec(output) ?? []
    expect(Number(counted)).toBe(Number(saved) + 1)
    const storage = await profile.open()
    expect(storage.notice).toBeNull()
    expect(storage.database.get('SELECT count(*) AS n FROM note')).toEqual({ n: Number(counted) })
  })
})

describe('B13: text that looks like SQL', () => {
  test('stays text', async () => {
    const { database } = await profile.open()
    const text = `'); DROP TABLE note; -- " \u0000 NEAR(a, b) *`
    database.run('INSERT INTO note (text) VALUES (?)', text)
    expect(database.get('SELECT text FROM note')).toEqual({ text })
  })
})

describe('A2-44: two writers', () => {
  test('wait for one another instead of failing at once', async () => {
    const { database } = await profile.open()
    const source = `
      const Sqlite = require('better-sqlite3')
      const sqlite = new Sqlite(${JSON.stringify(profile.path('keydeck.db'))})
      sqlite.exec('BEGIN IMMEDIATE')
      sqlite.exec("INSERT INTO note (text) VALUES ('theirs')")
      process.stdout.write('held')
      process.stdin.once('data', () => { setTimeout(() => { sqlite.exec('COMMIT'); sqlite.close(); process.exit() }, 300) })`
    const other = spawn(process.execPath, ['--eval', source], {
      cwd: import.meta.dirname,
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    await once(other.stdout, 'data')
    other.stdin.write('go')
    const done = once(other, 'exit')
    database.write(() => database.run("INSERT INTO note (text) VALUES ('ours')"))
    await done
    expect(database.all('SELECT text FROM note ORDER BY id')).toEqual([{ text: 'theirs' }, { text: 'ours' }])
  })
})
