import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DELETE_UNDO_MS } from '../../../../contract/keys.ts'
import { LocalKeysFixture } from '../../../../test/fakes/local-keys-fixture.ts'

let fixture: LocalKeysFixture
beforeEach(() => {
  fixture = new LocalKeysFixture()
})
afterEach(() => fixture.remove())

const place = (name: string) => join(fixture.vault.folder, name)
const kind = (text: string) => fixture.keyring.find(text).kind
const written = () => fixture.vault.audit().map(({ action, keyId, detail }) => [action, keyId, detail['again'] ?? ''])

/** What the database is now, as its backup would have it. */
function backUp(): void {
  fixture.vault.database.checkpoint()
  copyFileSync(place('keydeck.db'), place('kept'))
}

/** That backup takes the database's place, as it does where this one is corrupt. */
async function goBack(): Promise<void> {
  fixture.domain.close()
  fixture.vault.database.checkpoint()
  for (const end of ['-wal', '-shm']) rmSync(place(`keydeck.db${end}`), { force: true })
  copyFileSync(place('kept'), place('keydeck.db'))
  await fixture.crash()
}

const refuseDatabase = () => {
  fixture.vault.database.onWrite = (phase) => {
    if (phase === 'inside') throw new Error('database or disk is full')
  }
}

test('a revoked key works again where a backup takes the place of the database', async () => {
  const { id, text } = fixture.create()
  backUp()
  fixture.keys.revoke(id)
  await goBack()
  expect(fixture.keyring.find(text)).toEqual({ kind: 'revoked', id, name: 'Editor' })
  expect(fixture.key(id).status).toBe('revoked')
  expect(written().at(-1)).toEqual(['local_key_revoked', id, 'database_behind'])
  const rows = written().length
  await fixture.restart()
  expect([kind(text), written().length]).toEqual(['revoked', rows])
})

test('a text that was regenerated away works again after a backup, or the one that tools have now does not', async () => {
  const { id, text } = fixture.create()
  backUp()
  const second = fixture.keys.regenerate(id).shownOnce
  const third = fixture.keys.regenerate(id).shownOnce
  const { regeneratedAt, mask } = fixture.key(id)
  await goBack()
  expect([text, second, third].map(kind)).toEqual(['replaced', 'replaced', 'active'])
  expect(fixture.key(id)).toMatchObject({ regeneratedAt, mask })
  rmSync(fixture.vault.ends.path)
  await fixture.restart()
  expect([text, second, third].map(kind), 'the database knows them by itself').toEqual([
    'replaced',
    'replaced',
    'active',
  ])
})

test('a deleted key works again after a backup, or can be brought back though its time is over', async () => {
  const { id, text } = fixture.create()
  backUp()
  fixture.keys.delete(id)
  fixture.clock.advance(DELETE_UNDO_MS)
  await goBack()
  expect([kind(text), fixture.keys.list()]).toEqual(['unknown', []])
  fixture.clock.advance(1)
  expect(() => fixture.keys.restore(id)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
})

test('a delete that was undone deletes the key at the next start, or after a backup', async () => {
  const { id, text } = fixture.create()
  fixture.keys.delete(id)
  backUp()
  fixture.clock.advance(1)
  fixture.keys.restore(id)
  await fixture.restart()
  expect(kind(text)).toBe('active')
  await goBack()
  expect(kind(text), 'the backup is of the time in which it was deleted').toBe('active')
  fixture.clock.advance(2 * DELETE_UNDO_MS)
  await fixture.restart()
  expect(kind(text)).toBe('active')
})

test('a key that was deleted, brought back and deleted again works after a backup', async () => {
  const { id, text } = fixture.create()
  backUp()
  for (const act of ['delete', 'restore', 'delete'] as const) {
    fixture.keys[act](id)
    fixture.clock.advance(5)
  }
  await goBack()
  expect(kind(text)).toBe('unknown')
})

test('an end that only the database refused is forgotten at the next start, or not written down', async () => {
  const revoked = fixture.create()
  const deleted = fixture.create()
  const old = fixture.create()
  refuseDatabase()
  fixture.keys.revoke(revoked.id)
  fixture.keys.delete(deleted.id)
  const next = fixture.keys.regenerate(old.id).shownOnce
  const expected = ['revoked', 'unknown', 'replaced', 'active']
  const texts = [revoked.text, deleted.text, old.text, next]
  expect(texts.map(kind)).toEqual(expected)
  await fixture.crash()
  expect(texts.map(kind)).toEqual(expected)
  const rows = written().slice(3)
  expect(rows).toHaveLength(3)
  expect(rows).toEqual(
    expect.arrayContaining([
      ['local_key_deleted', deleted.id, 'database_behind'],
      ['local_key_regenerated', old.id, 'database_behind'],
      ['local_key_revoked', revoked.id, 'database_behind'],
    ]),
  )
})

test('a database that takes nothing at the start lets an ended key in', async () => {
  const { id, text } = fixture.create()
  backUp()
  fixture.keys.revoke(id)
  fixture.domain.close()
  const { database } = fixture.vault
  database.run('UPDATE local_key SET revoked_at = NULL')
  database.script(`CREATE TRIGGER full BEFORE UPDATE ON local_key BEGIN SELECT RAISE(ABORT, 'full'); END`)
  await fixture.crash()
  expect(kind(text)).toBe('revoked')
  expect(fixture.vault.log.lines).toContainEqual(expect.objectContaining({ event: 'local-key.database-behind' }))
})

test.each<[string, (path: string) => void]>([
  [
    'is a link',
    (path) => {
      writeFileSync(place('elsewhere'), '')
      symlinkSync(place('elsewhere'), path)
    },
  ],
  ['is a folder', (path) => mkdirSync(path)],
])('where the file %s a revoke fails, is silent about it, or writes elsewhere', async (_, put) => {
  const { id, text } = fixture.create()
  put(fixture.vault.ends.path)
  fixture.keys.revoke(id)
  expect(fixture.vault.log.lines).toContainEqual(expect.objectContaining({ event: 'local-key.end-not-noted' }))
  await fixture.restart()
  expect(kind(text)).toBe('revoked')
  if (existsSync(place('elsewhere'))) expect(readFileSync(place('elsewhere'), 'utf8')).toBe('')
})

test('a delete is undone that the next start would do again, as the file took no more', () => {
  const { id } = fixture.create()
  fixture.keys.delete(id)
  rmSync(fixture.vault.ends.path)
  mkdirSync(fixture.vault.ends.path)
  expect(() => fixture.keys.restore(id)).toThrow()
  expect(fixture.keys.list()).toEqual([])
})

test('the file of another profile, or of keys that are gone, ends a key here', async () => {
  const { id, text } = fixture.create()
  const other = { act: 'local_key_revoked', id: crypto.randomUUID(), at: 1 }
  writeFileSync(fixture.vault.ends.path, `${JSON.stringify(other)}\n`)
  await fixture.restart()
  expect([fixture.key(id).status, kind(text)]).toEqual(['active', 'active'])
})

test('the file holds a text', () => {
  const { id, text } = fixture.create()
  const next = fixture.keys.regenerate(id).shownOnce
  const file = readFileSync(fixture.vault.ends.path, 'utf8')
  expect([text, next].filter((one) => file.includes(one.slice(3, 20)))).toEqual([])
})
