import { copyFileSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AnsweringDoor } from '../../../../test/fakes/answering-door.ts'
import { freshSecret, VaultFixture } from '../../../../test/fakes/vault-fixture.ts'

let fixture: VaultFixture
beforeEach(() => {
  fixture = new VaultFixture()
})
afterEach(() => fixture.remove())

const place = (name: string) => join(fixture.folder, name)

/** What the database is now, as its backup would have it. */
function backUp(): void {
  fixture.database.checkpoint()
  copyFileSync(place('keydeck.db'), place('kept'))
}

/** That backup takes the database's place, as it does where this one is corrupt. */
async function goBack(): Promise<void> {
  await fixture.close()
  for (const end of ['-wal', '-shm']) rmSync(place(`keydeck.db${end}`), { force: true })
  copyFileSync(place('kept'), place('keydeck.db'))
  await fixture.restart()
}

test('a revoked key whose secret was kept is used again where a backup takes the place of the database', async () => {
  const { id } = await fixture.add()
  backUp()
  const { revokedAt } = fixture.vault.keys.revoke(id, false)
  await goBack()
  expect(fixture.key(id)).toMatchObject({ status: 'revoked', revokedAt })
  expect(await fixture.secretOf(id)).toBeNull()
  expect(fixture.audit().at(-1)).toMatchObject({ action: 'key_revoked', detail: { again: 'database_behind' } })
  const rows = fixture.audit().length
  await fixture.restart()
  expect(fixture.audit()).toHaveLength(rows)
})

test('a revoke that was taken back comes again with the next start, or after a backup', async () => {
  const { id, secret } = await fixture.add()
  backUp()
  fixture.vault.keys.revoke(id, false)
  fixture.vault.keys.reactivate(id)
  await fixture.restart()
  expect(await fixture.secretOf(id)).toBe(secret)
  await goBack()
  expect(await fixture.secretOf(id)).toBe(secret)
  fixture.clock.advance(1)
  fixture.vault.keys.revoke(id, false)
  await goBack()
  expect(await fixture.secretOf(id)).toBeNull()
})

test('the secret that took a revoked one’s place is revoked with the next start', async () => {
  fixture.door = new AnsweringDoor()
  const { id } = await fixture.add()
  fixture.vault.keys.revoke(id, false)
  const next = freshSecret()
  await fixture.vault.keys.regenerate.start(id, next)
  fixture.vault.keys.regenerate.swap(id, true)
  await fixture.restart()
  expect(await fixture.secretOf(id)).toBe(next)
})

test('a revoke that the database refused to take back is lost to a backup', async () => {
  const { id } = await fixture.add()
  backUp()
  fixture.vault.keys.revoke(id, false)
  fixture.database.onWrite = (phase) => {
    if (phase === 'inside') throw new Error('database or disk is full')
  }
  expect(() => fixture.vault.keys.reactivate(id)).toThrow('database or disk is full')
  await fixture.restart()
  expect(await fixture.secretOf(id)).toBeNull()
  await goBack()
  expect(await fixture.secretOf(id)).toBeNull()
})

test('where the file can’t be written a revoke fails, or is silent about it', async () => {
  const { id } = await fixture.add()
  mkdirSync(fixture.ends.path)
  fixture.vault.keys.revoke(id, false)
  expect(await fixture.secretOf(id)).toBeNull()
  expect(fixture.log.lines).toContainEqual(expect.objectContaining({ event: 'vault.revoke-not-noted' }))
  fixture.vault.keys.reactivate(id)
  await fixture.restart()
  expect(fixture.key(id).status).toBe('active')
})
