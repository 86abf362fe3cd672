import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createProfile } from '../../../test/fakes/profile.ts'

let profile: ReturnType<typeof createProfile>
beforeEach(() => {
  profile = createProfile()
})
afterEach(() => profile.dispose())

const database = () => profile.path('keydeck.db')
const notes = (storage: Awaited<ReturnType<typeof profile.open>>) =>
  storage.database.all('SELECT text FROM note ORDER BY id').map(({ text }) => text)
const backups = () => readdirSync(profile.path('backups')).toSorted()
const damaged = () =>
  readdirSync(profile.path('damaged')).flatMap((name) => readdirSync(profile.path('damaged', name)).toSorted())

/** A profile that was closed in order `days` times, with one more note and one more backup each time. */
async function useFor(days: number): Promise<void> {
  for (let day = 1; day <= days; day += 1) {
    const storage = await profile.open()
    // Enough rows for several pages, so that there is something in the middle to damage.
    storage.database.write(() => {
      for (let row = 0; row < 200; row += 1)
        storage.database.run('INSERT INTO pair VALUES (?, 1)', `${day}-${row}-${'x'.repeat(100)}`)
      storage.database.run('INSERT INTO note (text) VALUES (?)', `day ${day}`)
    })
    await storage.close()
    profile.clock.advance(24 * 3_600_000)
  }
}

function flip(path: string, from: number, length: number): void {
  const bytes = readFileSync(path)
  for (let index = from; index < from + length && index < bytes.length; index += 1) bytes[index] = bytes[index]! ^ 0xff
  writeFileSync(path, bytes)
}

describe('B1: a database that is broken is set aside, and the newest good backup takes its place', () => {
  const halve = () => truncateSync(database(), Math.floor(readFileSync(database()).length / 2))
  test.each<[string, () => void]>([
    ['garbage', () => writeFileSync(database(), Buffer.alloc(50_000, 'garbage '))],
    ['a wrong magic', () => flip(database(), 0, 16)],
    ['half of it', halve],
    ['a few bytes', () => truncateSync(database(), 100)],
    ['flipped pages', () => flip(database(), 4096 * 2, 4096 * 3)],
    ['a flipped schema page', () => flip(database(), 100, 3_900)],
    ['no length at all', () => truncateSync(database(), 0)],
    ['an HTML page of a sync service', () => writeFileSync(database(), '<!doctype html><title>404</title>')],
  ])('%s', async (_name, damage) => {
    await useFor(2)
    damage()
    const storage = await profile.open()
    expect(notes(storage)).toEqual(['day 1', 'day 2'])
    expect(storage.notice).toMatchObject({ kind: 'restored' })
    expect(storage.notice!.detail).toMatch(/backup of 2023-11-\d\d/)
    expect(storage.notice!.detail).toContain('missing')
    expect(storage.notice!.detail).toContain('Secrets in the secret store were not touched')
    expect(damaged()).toContain('keydeck.db')
    await storage.close()
    profile.clock.advance(1)
    const again = await profile.open()
    expect(again.notice, 'is said once').toBeNull()
    expect(notes(again)).toEqual(['day 1', 'day 2'])
  })
  test('and so is one that is gone, while backups are there', async () => {
    await useFor(1)
    rmSync(database())
    const storage = await profile.open()
    expect(notes(storage)).toEqual(['day 1'])
    expect(storage.notice).toMatchObject({ kind: 'restored' })
  })
})

describe('B2: the log of the newest changes', () => {
  /** Leaves the files as a killed process does: copies them while the database is open. */
  async function killAfter(text: string): Promise<void> {
    const storage = await profile.open()
    storage.database.run('INSERT INTO note (text) VALUES (?)', text)
    const names = ['keydeck.db', 'keydeck.db-wal', 'keydeck.db-shm', 'keydeck.state']
    for (const name of names) copyFileSync(profile.path(name), profile.path(`${name}.kept`))
    storage.database.close()
    for (const name of names) copyFileSync(profile.path(`${name}.kept`), profile.path(name))
  }
  test('is played in after a kill, without a word', async () => {
    await useFor(1)
    await killAfter('in the log')
    const storage = await profile.open()
    expect(notes(storage)).toEqual(['day 1', 'in the log'])
    expect(storage.notice).toBeNull()
  })
  test('is missed when somebody deleted it: what it held is not lost in silence', async () => {
    await useFor(1)
    await killAfter('in the log')
    rmSync(profile.path('keydeck.db-wal'))
    const storage = await profile.open()
    expect(notes(storage)).toEqual(['day 1'])
    expect(storage.notice?.detail).toContain('keydeck.db-wal')
  })
  test('cut short, it gives whole transactions or none', async () => {
    await useFor(1)
    await killAfter('in the log')
    truncateSync(profile.path('keydeck.db-wal'), readFileSync(profile.path('keydeck.db-wal')).length - 100)
    const storage = await profile.open()
    expect(['day 1', 'day 1,in the log']).toContain(notes(storage).join())
    expect(storage.database.quickCheck()).toBe('ok')
  })
  test('of another database is not played into this one unseen', async () => {
    await useFor(1)
    const other = createProfile()
    const stranger = await other.open()
    stranger.database.write(() => {
      for (let row = 0; row < 400; row += 1)
        stranger.database.run('INSERT INTO note (text) VALUES (?)', 'z'.repeat(300))
    })
    copyFileSync(other.path('keydeck.db-wal'), profile.path('keydeck.db-wal'))
    other.dispose()
    const storage = await profile.open()
    expect(storage.database.quickCheck()).toBe('ok')
    expect(notes(storage)).toEqual(['day 1'])
    expect(storage.notice?.detail).toContain('belonged to another one')
    expect(damaged()).toEqual(expect.arrayContaining(['keydeck.db-wal']))
    expect(damaged()).not.toContain('keydeck.db')
  })
  test('left behind by the broken database is not played into the backup', async () => {
    await useFor(1)
    await killAfter('in the log')
    flip(database(), 0, 16)
    const storage = await profile.open()
    expect(notes(storage)).toEqual(['day 1'])
    expect(damaged()).toEqual(expect.arrayContaining(['keydeck.db', 'keydeck.db-wal']))
    expect(storage.database.quickCheck()).toBe('ok')
  })
})

describe('B10: which backup', () => {
  test('the newest good one, not the newest', async () => {
    await useFor(3)
    const [, second, third] = backups()
    writeFileSync(profile.path('backups', third!), 'garbage')
    flip(profile.path('backups', second!), 4096, 4096 * 2)
    writeFileSync(database(), 'garbage')
    const storage = await profile.open()
    expect(notes(storage)).toEqual(['day 1'])
    await storage.close()
    expect(backups(), 'none is thrown away while something is wrong').toEqual(expect.arrayContaining([second!, third!]))
  })
  test('none is good: Keydeck starts empty, says so, and keeps what was there', async () => {
    await useFor(2)
    for (const name of backups()) writeFileSync(profile.path('backups', name), 'garbage')
    writeFileSync(database(), 'garbage')
    const storage = await profile.open()
    expect(notes(storage)).toEqual([])
    expect(storage.notice).toMatchObject({ kind: 'reset' })
    expect(storage.notice!.detail).toContain(profile.path('damaged'))
    expect(readFileSync(profile.path('damaged', readdirSync(profile.path('damaged'))[0]!, 'keydeck.db'), 'utf8')).toBe(
      'garbage',
    )
    expect(backups()).toHaveLength(2)
  })
  test('one of a newer Keydeck is passed over', async () => {
    await useFor(1)
    const newer = createProfile()
    const storage = await newer.open({
      migrations: ['CREATE TABLE a (id);', 'CREATE TABLE b (id);', 'CREATE TABLE c (id);', 'CREATE TABLE d (id);'],
    })
    await storage.close()
    copyFileSync(newer.path('keydeck.db'), profile.path('backups', 'keydeck-20301231T000000000Z.db'))
    newer.dispose()
    writeFileSync(database(), 'garbage')
    expect(notes(await profile.open())).toEqual(['day 1'])
  })
  test('a kill between setting aside and putting in place is made good at the next start', async () => {
    await useFor(1)
    rmSync(database())
    writeFileSync(profile.path('keydeck.db.tmp'), 'half of a backup')
    const storage = await profile.open()
    expect(notes(storage)).toEqual(['day 1'])
    expect(existsSync(profile.path('keydeck.db.tmp'))).toBe(false)
  })
})

describe('damage that shows only while Keydeck runs', () => {
  test('fails the backup, keeps the older ones, and is mended at the next start', async () => {
    await useFor(2)
    const before = backups()
    const storage = await profile.open()
    storage.database.run("INSERT INTO note (text) VALUES ('day 3')")
    storage.database.checkpoint()
    flip(database(), 4096 * 3, 4096 * 2)
    expect(await storage.backUp()).toBe(false)
    expect(backups()).toEqual(before)
    storage.database.close()
    profile.clock.advance(1)
    const again = await profile.open()
    expect(again.notice).toMatchObject({ kind: 'restored' })
    expect(notes(again)).toEqual(['day 1', 'day 2'])
  })
})
