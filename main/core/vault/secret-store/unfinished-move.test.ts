import { randomUUID } from 'node:crypto'
import { rename, writeFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { MoveFixture, passphrase } from '../../../../test/fakes/move-fixture.ts'
import { addKeyRow, secretFile } from '../../../../test/fakes/store-profile.ts'
import type { KeychainTask } from './keychain-messages.ts'
import type { SecretRef } from './secret-store.ts'

vi.mock(import('../sealing/passphrase-key.ts'), async (original) => {
  const { cheapKeys } = await import('../../../../test/fakes/move-fixture.ts')
  return { ...(await original()), deriveKeys: cheapKeys }
})

const noService = { fault: { state: 'unavailable', reason: 'no_service' } } as const

let fixture: MoveFixture
beforeEach(() => {
  fixture = new MoveFixture()
})
afterEach(() => fixture.remove())

/** Fails one task of the keychain, the first that fits. */
function failOnce(fits: (task: KeychainTask) => boolean): void {
  let left = 1
  fixture.keychain.fate = (task) => (fits(task) && left-- > 0 ? noService : 'done')
}

/** A move to the keychain that failed after it had copied two secrets. */
async function interrupted(): Promise<Map<SecretRef, string>> {
  const held = await fixture.filled('encrypted-file')
  const third = [...held.keys()][2]
  failOnce((task) => task.action === 'set' && task.account === third?.recordId)
  expect((await fixture.moveTo('os-keychain')).at(-1)).toMatchObject({
    phase: 'failed',
    state: 'unavailable',
    reason: 'no_service',
  })
  expect(fixture.admin.status()).toMatchObject({
    kind: 'encrypted-file',
    state: 'ready',
    interruptedMove: { to: 'os-keychain', phase: 'copying', running: false },
  })
  return held
}

/** A move to the file whose keychain could not be cleared. */
async function uncleared(): Promise<Map<SecretRef, string>> {
  const held = await fixture.filled('os-keychain')
  fixture.keychain.fate = (task) => (task.action === 'delete' ? noService : 'done')
  expect((await fixture.moveTo('encrypted-file')).at(-1)).toEqual({
    phase: 'done',
    done: 4,
    total: 4,
    state: 'unavailable',
    reason: 'no_service',
    unreadable: [],
  })
  expect(fixture.admin.status()).toMatchObject({
    kind: 'encrypted-file',
    state: 'ready',
    interruptedMove: { to: 'encrypted-file', phase: 'clearing', running: false },
  })
  return held
}

describe('an interrupted move', () => {
  test('leaves the copy of a key that was removed meanwhile neither when it goes on nor when it is given up', async () => {
    for (const end of ['goes on', 'is given up']) {
      const held = await interrupted()
      const [, server] = [...held.keys()]
      expect(fixture.keychain.items.has(server!.recordId)).toBe(true)
      await fixture.profile.manager.writer.remove(server!)
      fixture.profile.database.run('DELETE FROM vault_key WHERE id = ?', server!.recordId)
      if (end === 'goes on') await fixture.moveTo('os-keychain')
      else await fixture.admin.giveUpMove()
      expect(fixture.keychain.items.has(server!.recordId), end).toBe(false)
      await fixture.remove()
      fixture = new MoveFixture()
    }
  })

  test('takes along a key that was added meanwhile', async () => {
    const held = await interrupted()
    const added = { recordId: randomUUID(), origin: 'https://api.example.test' }
    addKeyRow(fixture.profile.database, added.recordId, 'Meanwhile', 'encrypted-file')
    await fixture.profile.manager.writer.write(added, 'yx-meanwhile')
    await fixture.moveTo('os-keychain')
    await fixture.expectWhole(held.set(added, 'yx-meanwhile'))
    fixture.expectNoOrphan()
  })

  test('to a file asks for the same passphrase: a slip must not become the passphrase of every secret', async () => {
    const held = await fixture.filled('os-keychain')
    const [ref] = [...held.keys()]
    let gets = 0
    fixture.keychain.fate = ({ action, account }) =>
      action === 'get' && account === ref!.recordId && (gets += 1) === 2 ? noService : 'done'
    expect((await fixture.moveTo('encrypted-file')).at(-1)).toMatchObject({ phase: 'failed' })
    await fixture.restart()
    const slip = { kind: 'encrypted-file', passphrase: 'a passphrase of same length' } as const
    await expect(fixture.admin.move(slip)).rejects.toMatchObject({
      code: 'INVALID',
      data: { field: 'passphrase', reason: 'wrong_passphrase' },
    })
    expect(fixture.admin.status().interruptedMove).toMatchObject({ to: 'encrypted-file', running: false })
    await fixture.moveTo('encrypted-file')
    await fixture.expectWhole(held)
    fixture.expectNoOrphan()
  })

  test('to a file that is gone or damaged begins anew', async () => {
    for (const harm of [rename, (path: string) => writeFile(path, 'damaged')]) {
      const held = await fixture.filled('os-keychain')
      failOnce((task) => task.action === 'get' && task.account === [...held.keys()][2]!.recordId)
      await fixture.moveTo('encrypted-file')
      await harm(secretFile(fixture.folder), `${fixture.folder}/elsewhere`)
      await fixture.admin.retry()
      await fixture.moveTo('encrypted-file')
      await fixture.expectWhole(held)
      fixture.expectNoOrphan()
      await fixture.remove()
      fixture = new MoveFixture()
    }
  })

  test('that is given up where its target can’t be reached is over, and what it copied goes at a later start', async () => {
    const held = await interrupted()
    fixture.keychain.fate = () => noService
    expect(await fixture.admin.giveUpMove()).toMatchObject({ kind: 'encrypted-file', interruptedMove: null })
    await expect(fixture.admin.giveUpMove()).rejects.toMatchObject({ data: { reason: 'no_move' } })
    expect(fixture.keychain.items.size).toBeGreaterThan(0)
    fixture.keychain.fate = () => 'done'
    await fixture.restart()
    await vi.waitFor(() => expect(fixture.keychain.items.size).toBe(0), { interval: 1 })
    await fixture.expectWhole(held)
  })
})

describe('an old store that can’t be cleared', () => {
  test('is said to wait, and is cleared at the next start by itself', async () => {
    const held = await uncleared()
    fixture.keychain.fate = () => 'done'
    await fixture.restart()
    expect(fixture.admin.status().interruptedMove).toBe(null)
    await fixture.expectWhole(held)
    fixture.expectNoOrphan()
  })

  test('is cleared when the person asks for the rest of the move', async () => {
    const held = await uncleared()
    fixture.keychain.fate = () => 'done'
    expect((await fixture.moveTo('encrypted-file')).at(-1)).toMatchObject({ phase: 'done', done: 4, reason: null })
    await fixture.expectWhole(held)
    fixture.expectNoOrphan()
  })

  test('keeps its secrets while the new store has not shown that it is well: they may be the only ones', async () => {
    const held = await uncleared()
    fixture.keychain.fate = () => 'done'
    await fixture.profile.close()
    await writeFile(secretFile(fixture.folder), 'damaged')
    await fixture.open()
    expect(fixture.admin.status()).toMatchObject({ state: 'unavailable', reason: 'file_damaged' })
    // A new file in the place of the damaged one has none of them either.
    await fixture.admin.choose({ kind: 'encrypted-file', passphrase })
    await fixture.restart()
    for (const { recordId } of held.keys()) expect(fixture.keychain.items.has(recordId)).toBe(true)
  })

  test('is what a move back goes to, with nothing of the first move left', async () => {
    const held = await uncleared()
    fixture.keychain.fate = () => 'done'
    const gone = [...held.keys()][1]!
    await fixture.profile.manager.writer.remove(gone)
    fixture.profile.database.run('DELETE FROM vault_key WHERE id = ?', gone.recordId)
    held.delete(gone)
    await fixture.moveTo('os-keychain')
    await fixture.expectWhole(held)
    fixture.expectNoOrphan()
    expect(fixture.keychain.items.has(gone.recordId)).toBe(false)
  })

  test('can be let go of by the person', async () => {
    const held = await uncleared()
    expect(await fixture.admin.giveUpMove()).toMatchObject({ kind: 'encrypted-file', interruptedMove: null })
    await fixture.expectWhole(held)
  })
})
