import { afterEach, beforeEach, expect, test } from 'vitest'
import { MoveFixture, passphrase } from '../../../../test/fakes/move-fixture.ts'

const ref = { recordId: '0f8fad5b-d9cb-469f-a165-70867728950e', origin: 'https://api.example.test' }
const next = 'quite another passphrase'
const noService = { fault: { state: 'unavailable', reason: 'no_service' } } as const

let fixture: MoveFixture
beforeEach(() => {
  fixture = new MoveFixture()
})
afterEach(() => fixture.remove())

/** A profile whose store is an encrypted file with one secret. */
async function file() {
  fixture.keychain.fate = () => noService
  await fixture.open()
  await fixture.admin.choose({ kind: 'encrypted-file', passphrase })
  await fixture.profile.manager.writer.write(ref, 'sk-one')
  return fixture.profile.manager
}

const written = () =>
  fixture.profile.database
    .all('SELECT action, detail FROM audit ORDER BY id')
    .map(({ action, detail }) => [action, detail === '{}' ? '' : detail].join(' ').trim())

test('a lock: reads say that it is locked until the passphrase is typed again, and all of it is written down', async () => {
  const { admin, reader } = await file()
  expect(await admin.lock()).toMatchObject({ state: 'locked', reason: 'passphrase_needed' })
  expect(await admin.lock()).toMatchObject({ state: 'locked' })
  await expect(reader.read(ref)).rejects.toMatchObject({ state: 'locked', reason: 'passphrase_needed' })
  expect(await admin.unlock(next)).toMatchObject({ state: 'locked', reason: 'wrong_passphrase' })
  expect(await admin.unlock(passphrase)).toMatchObject({ state: 'ready' })
  expect(await reader.read(ref)).toBe('sk-one')
  expect(written()).toEqual([
    'store_chosen',
    'store_locked',
    'change_refused {"act":"unlock","reason":"wrong_passphrase"}',
    'store_unlocked',
  ])
})

test('a wrong passphrase typed in a second window leaves the store open for the first', async () => {
  const { admin, reader } = await file()
  expect(await admin.unlock(next)).toMatchObject({ state: 'ready' })
  expect(await reader.read(ref)).toBe('sk-one')
})

test('a changed passphrase opens the file at the next start, and the old one does not', async () => {
  const { admin } = await file()
  const refusals = [
    [
      { current: 'not it at all', next },
      { field: 'current', reason: 'wrong_passphrase' },
    ],
    [
      { current: passphrase, next: passphrase },
      { field: 'next', reason: 'same_as_before' },
    ],
    [
      { current: passphrase, next: 'short' },
      { field: 'next', reason: 'too_short' },
    ],
  ] as const
  for (const [change, data] of refusals)
    await expect(admin.changePassphrase(change)).rejects.toMatchObject({ code: 'INVALID', data })
  expect(admin.status()).toMatchObject({ state: 'ready' })
  expect(await admin.changePassphrase({ current: passphrase, next })).toMatchObject({ state: 'ready' })
  expect(written().at(-1)).toBe('passphrase_changed')

  await fixture.restart()
  expect(fixture.admin.status()).toMatchObject({ state: 'locked', reason: 'wrong_passphrase' })
  await expect(fixture.admin.changePassphrase({ current: next, next: passphrase })).rejects.toMatchObject({
    code: 'STORE_UNAVAILABLE',
    data: { state: 'locked' },
  })
  expect(await fixture.admin.unlock(next)).toMatchObject({ state: 'ready' })
})

test('a secret that is stored while the passphrase changes is in the file after it', async () => {
  const { admin, reader, writer } = await file()
  const changing = admin.changePassphrase({ current: passphrase, next })
  const other = { ...ref, recordId: 'other' }
  await writer.write(other, 'sk-two')
  await changing
  expect(await reader.read(other)).toBe('sk-two')
})

test('a store without a passphrase can be neither locked nor given another one', async () => {
  await fixture.filled('os-keychain')
  const refused = { code: 'CONFLICT', data: { reason: 'no_passphrase_needed' } }
  await expect(fixture.admin.lock()).rejects.toMatchObject(refused)
  await expect(fixture.admin.changePassphrase({ current: passphrase, next })).rejects.toMatchObject(refused)
})

test('a test of a store writes, reads and deletes an item of its own, says how long each took, and leaves nothing', async () => {
  await fixture.filled('os-keychain')
  const before = new Map(fixture.keychain.items)
  fixture.clock.advance(5_000)
  expect(await fixture.admin.test()).toEqual({
    ok: true,
    writeMs: 0,
    readMs: 0,
    deleteMs: 0,
    state: 'ready',
    reason: 'none',
  })
  expect(fixture.keychain.items).toEqual(before)
  expect(fixture.admin.status().sentinelReadAt).toBe(fixture.clock.now())
})

test('a test of a store that can’t be used says why, and how far it came', async () => {
  await fixture.filled('os-keychain')
  const { admin, keychain } = fixture
  keychain.fate = (task) => (task.action === 'set' ? noService : 'done')
  expect(await admin.test()).toMatchObject({ ok: false, writeMs: null, state: 'unavailable', reason: 'no_service' })
  expect(admin.status()).toMatchObject({ state: 'unavailable', reason: 'no_service' })
  keychain.fate = (task) => (task.action === 'delete' ? noService : 'done')
  expect(await admin.test()).toMatchObject({ ok: false, writeMs: 0, readMs: 0, deleteMs: null, reason: 'no_service' })
  keychain.items.clear()
  keychain.fate = () => 'done'
  expect(await admin.test()).toMatchObject({ ok: false, state: 'mismatch', reason: 'replaced' })
  expect(keychain.items.size).toBe(0)
})

test('a test of a keychain that does not keep what it is given fails', async () => {
  await fixture.filled('os-keychain')
  fixture.keychain.fate = (task) => (task.action === 'set' ? { kept: 'v1.cut' } : 'done')
  expect(await fixture.admin.test()).toMatchObject({ ok: false, reason: 'foreign_data' })
})

test('a test of a locked file says that it is locked; one of memory works', async () => {
  const { admin } = await file()
  await admin.lock()
  expect(await admin.test()).toMatchObject({ ok: false, writeMs: null, state: 'locked', reason: 'passphrase_needed' })
  await fixture.remove()
  fixture = new MoveFixture()
  fixture.keychain.fate = () => noService
  await fixture.open()
  expect(await fixture.admin.test()).toMatchObject({ ok: false, state: 'unchosen' })
  await fixture.admin.choose({ kind: 'memory' })
  expect(await fixture.admin.test()).toMatchObject({ ok: true, state: 'ready' })
})
