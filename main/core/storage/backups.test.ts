import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createProfile, sampleMigrations } from '../../../test/fakes/profile.ts'

let profile: ReturnType<typeof createProfile>
beforeEach(() => {
  profile = createProfile()
})
afterEach(() => profile.dispose())

const backups = () => readdirSync(profile.path('backups')).toSorted()
const countIn = (name: string) => {
  const sqlite = new Sqlite(profile.path('backups', name), { readonly: true })
  try {
    expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok')
    return Number(sqlite.prepare('SELECT count(*) FROM note').pluck().get())
  } finally {
    sqlite.close()
  }
}

describe('A2-41: backups', () => {
  test('are whole, log included, and in one file', async () => {
    const storage = await profile.open()
    storage.database.run("INSERT INTO note (text) VALUES ('in the log only')")
    expect(await storage.backUp()).toBe(true)
    expect(backups()).toHaveLength(1)
    expect(countIn(backups()[0]!)).toBe(1)
    expect(backups(), 'looking at it leaves nothing beside it').toHaveLength(1)
  })
  test('three are kept, and the last one before a migration', async () => {
    const older = sampleMigrations.slice(0, 2)
    for (let day = 0; day < 6; day += 1) {
      const storage = await profile.open({ migrations: day < 2 ? older : sampleMigrations })
      storage.database.run("INSERT INTO note (text) VALUES ('x')")
      await storage.close()
      profile.clock.advance(24 * 3_600_000)
    }
    expect(backups().filter((name) => name.includes('before-schema'))).toHaveLength(1)
    const daily = backups().filter((name) => !name.includes('before-schema'))
    expect(daily.map(countIn)).toEqual([4, 5, 6])
  })
  test('one a day while Keydeck stays open, also after a night asleep', async () => {
    const storage = await profile.open()
    storage.database.run("INSERT INTO note (text) VALUES ('x')")
    profile.clock.advance(60_000)
    await vi.waitUntil(() => backups().length === 1, { timeout: 20_000 })
    profile.clock.advance(3_600_000)
    profile.clock.advance(3_600_000)
    expect(backups()).toHaveLength(1)
    storage.database.run("INSERT INTO note (text) VALUES ('y')")
    profile.clock.advance(30 * 3_600_000)
    await vi.waitUntil(() => backups().length === 2, { timeout: 20_000 })
    expect(backups().map(countIn)).toEqual([1, 2])
  })
  test('at close only when something changed', async () => {
    await (await profile.open()).close()
    const first = backups()
    profile.clock.advance(1_000)
    const storage = await profile.open()
    await storage.backUp()
    const second = backups()
    profile.clock.advance(1_000)
    await storage.close()
    expect(backups()).toEqual(second)
    expect(second.length).toBeGreaterThanOrEqual(first.length)
  })
})

describe('B11: a backup', () => {
  test('of a database that is written to without pause is one moment of it', async () => {
    const storage = await profile.open()
    const { database } = storage
    let written = 0
    const write = () =>
      database.write(() => {
        database.run('INSERT INTO note (text) VALUES (?)', 'x'.repeat(500))
        database.run('INSERT INTO note (text) VALUES (?)', 'y'.repeat(500))
        written += 2
      })
    for (let count = 0; count < 500; count += 1) write()
    const before = written
    let isDone = false
    const backup = storage.backUp().finally(() => {
      isDone = true
    })
    while (!isDone) {
      write()
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(await backup).toBe(true)
    const copied = countIn(backups()[0]!)
    expect(copied % 2, 'never half a transaction').toBe(0)
    expect(copied).toBeGreaterThanOrEqual(before)
    expect(copied).toBeLessThanOrEqual(written)
  })
  test('that fails leaves the old ones and nothing half made', async () => {
    const storage = await profile.open()
    storage.database.run("INSERT INTO note (text) VALUES ('x')")
    await storage.backUp()
    const before = backups()
    profile.clock.advance(1_000)
    storage.database.run("INSERT INTO note (text) VALUES ('y')")
    const stamp = new Date(profile.clock.now()).toISOString().replaceAll(/[-:.]/g, '')
    const blocker = profile.path('backups', `keydeck-${stamp}.db`)
    mkdirSync(blocker)
    expect(await storage.backUp()).toBe(false)
    rmSync(blocker, { recursive: true })
    expect(backups()).toEqual(before)
    profile.clock.advance(1_000)
    expect(await storage.backUp(), 'and the next one is made').toBe(true)
  })
  test('that was cut off by a kill is swept away, not taken for one', async () => {
    const storage = await profile.open()
    await storage.close()
    const names = backups()
    writeFileSync(profile.path('backups', 'keydeck-20300101T000000000Z.db.tmp'), 'half')
    await profile.open()
    expect(backups()).toEqual(names)
  })
  test('holds nothing that others may read', async () => {
    const storage = await profile.open()
    await storage.backUp()
    expect(statSync(profile.path('backups', backups()[0]!)).mode & 0o777).toBe(0o600)
  })
})
