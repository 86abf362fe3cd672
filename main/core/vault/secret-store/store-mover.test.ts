import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { choiceOf, MoveFixture, passphrase } from '../../../../test/fakes/move-fixture.ts'
import { addKeyRow, secretFile } from '../../../../test/fakes/store-profile.ts'
import type { PersistentKind } from './store-state.ts'

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

test('a move tells its steps in their order, counts every secret, and is written down', async () => {
  await fixture.filled('os-keychain')
  const told = await fixture.moveTo('encrypted-file')
  const phases = told.map(({ phase }) => phase).filter((phase, index, all) => phase !== all[index - 1])
  expect(phases).toEqual(['copying', 'verifying', 'clearing', 'done'])
  expect(told.every(({ total }) => total === 4)).toBe(true)
  const rows = fixture.profile.database.all(`SELECT actor, subject, detail FROM audit WHERE action = 'store_moved'`)
  expect(rows).toEqual([{ actor: 'person', subject: 'encrypted-file', detail: '{"from":"os-keychain","secrets":"4"}' }])
})

describe('while a move runs', () => {
  test('calls read from the old store, and a second move is refused', async () => {
    const held = await fixture.filled('os-keychain')
    const [ref, secret] = [...held][0]!
    const moving = fixture.moveTo('encrypted-file')
    expect(await fixture.profile.manager.reader.read(ref)).toBe(secret)
    await expect(fixture.admin.move(choiceOf('encrypted-file'))).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { reason: 'move_running' },
    })
    await expect(fixture.admin.giveUpMove()).rejects.toMatchObject({ data: { reason: 'move_running' } })
    const change = { current: passphrase, next: 'quite another passphrase' }
    await expect(fixture.admin.changePassphrase(change)).rejects.toMatchObject({ data: { reason: 'move_running' } })
    await moving
    await fixture.expectWhole(held)
  })

  test('an add waits and lies in the new store, and a removal waits and is removed from it', async () => {
    const held = await fixture.filled('os-keychain')
    const { database, manager } = fixture.profile
    const added = { recordId: randomUUID(), origin: 'https://api.example.test' }
    const [, removed] = [...held.keys()]
    const changes: Promise<void>[] = []
    // Once the first secret is copied, the list of what moves is made: what comes now would be in no store at the end.
    fixture.keychain.fate = ({ action, account }) => {
      if (changes.length > 0 || action !== 'get' || account !== removed!.recordId) return 'done'
      addKeyRow(database, added.recordId, 'During', 'os-keychain', 'writing')
      changes.push(manager.writer.write(added, 'yx-during'), manager.writer.remove(removed!))
      return 'done'
    }
    await fixture.moveTo('encrypted-file')
    await Promise.all(changes)
    expect(changes).toHaveLength(2)
    held.delete(removed!)
    await fixture.expectWhole(held.set(added, 'yx-during'))
    expect(await manager.reader.read(removed!)).toBe(null)
    fixture.expectNoOrphan()
  })

  test('nobody has to watch it', async () => {
    const held = await fixture.filled('os-keychain')
    const stream = await fixture.admin.move(choiceOf('encrypted-file'))
    await stream.return(undefined)
    await vi.waitFor(() => expect(fixture.admin.status()).toMatchObject({ kind: 'encrypted-file' }), { interval: 1 })
    await fixture.settled()
    await fixture.expectWhole(held)
    fixture.expectNoOrphan()
  })

  test('a quit stops it where it stands, also while the keychain keeps it waiting, and it can go on later', async () => {
    const held = await fixture.filled('encrypted-file')
    let sets = 0
    const reached = Promise.withResolvers<void>()
    fixture.keychain.fate = (task) => {
      if (task.action !== 'set' || (sets += 1) !== 3) return 'done'
      reached.resolve()
      return 'hang'
    }
    const moving = fixture.moveTo('os-keychain')
    await reached.promise
    await fixture.restart()
    await moving
    fixture.keychain.fate = () => 'done'
    expect(fixture.admin.status().interruptedMove).toEqual({ to: 'os-keychain', phase: 'copying', running: false })
    await fixture.expectWhole(held)
    await fixture.moveTo('os-keychain')
    await fixture.expectWhole(held)
    fixture.expectNoOrphan()
  })

  test('locking the file it reads from ends it, and it goes on after the unlock', async () => {
    const held = await fixture.filled('encrypted-file')
    const stream = await fixture.admin.move({ kind: 'os-keychain' })
    await fixture.admin.lock()
    const told = []
    for await (const progress of stream) told.push(progress)
    expect(told.at(-1)).toMatchObject({ phase: 'failed', state: 'locked', reason: 'passphrase_needed' })
    await fixture.admin.unlock(passphrase)
    await fixture.moveTo('os-keychain')
    await fixture.expectWhole(held)
    fixture.expectNoOrphan()
  })
})

describe('a secret that', () => {
  test('can’t be read fails the move, by the name of its key, and leaves the old store in charge', async () => {
    const held = await fixture.filled('os-keychain')
    const [laptop, , spare] = [...held.keys()]
    for (const { recordId } of [laptop!, spare!]) fixture.keychain.items.set(recordId, 'of another program')
    expect((await fixture.moveTo('encrypted-file')).at(-1)).toEqual({
      phase: 'failed',
      done: 4,
      total: 4,
      state: 'ready',
      reason: 'foreign_data',
      unreadable: ['Laptop'],
    })
    expect(fixture.admin.status()).toMatchObject({ kind: 'os-keychain', state: 'ready' })
    await fixture.admin.giveUpMove()
    expect(fixture.files()).toEqual([])
  })

  test('was gone before is not counted as moved, and fails nothing', async () => {
    const held = await fixture.filled('os-keychain')
    const [laptop] = [...held.keys()]
    fixture.keychain.items.delete(laptop!.recordId)
    held.delete(laptop!)
    expect((await fixture.moveTo('encrypted-file')).at(-1)).toMatchObject({ phase: 'done', done: 3, total: 4 })
    await fixture.expectWhole(held)
    fixture.expectNoOrphan()
  })

  test('comes back from the target as another one ends the move before anything is exchanged', async () => {
    const held = await fixture.filled('encrypted-file')
    const [ref] = [...held.keys()]
    let gets = 0
    fixture.keychain.fate = ({ action, account }) => {
      // The read-back of the write is true; what is read when all are compared is not.
      if (action !== 'get' || account !== ref!.recordId || (gets += 1) !== 3) return 'done'
      const sealed = fixture.keychain.items.get([...held.keys()][1]!.recordId)
      fixture.keychain.items.set(account, sealed ?? '')
      return 'done'
    }
    expect((await fixture.moveTo('os-keychain')).at(-1)).toMatchObject({ phase: 'failed', reason: 'foreign_data' })
    expect(fixture.admin.status().kind).toBe('encrypted-file')
    await fixture.expectWhole(held)
  })
})

describe('is refused before anything is recorded:', () => {
  const refusals: readonly [string, PersistentKind | 'memory', object][] = [
    ['to the store that is in charge', 'os-keychain', { code: 'CONFLICT', data: { reason: 'same_store' } }],
    ['to memory, which keeps nothing', 'memory', { code: 'CONFLICT', data: { reason: 'target_not_persistent' } }],
  ]

  test.each(refusals)('a move %s', async (_, kind, error) => {
    await fixture.filled('os-keychain')
    const move = fixture.admin.move(kind === 'memory' ? { kind } : choiceOf(kind))
    await expect(move).rejects.toMatchObject(error)
    expect(fixture.admin.status().interruptedMove).toBe(null)
  })

  test('a move with a passphrase that is too short', async () => {
    await fixture.filled('os-keychain')
    await expect(fixture.admin.move({ kind: 'encrypted-file', passphrase: 'short' })).rejects.toMatchObject({
      code: 'INVALID',
      data: { field: 'passphrase', reason: 'too_short' },
    })
    expect(fixture.files()).toEqual([])
  })

  test('a move to a keychain that is not there', async () => {
    const held = await fixture.filled('encrypted-file')
    fixture.keychain.fate = () => noService
    await expect(fixture.admin.move({ kind: 'os-keychain' })).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      data: { state: 'unavailable', reason: 'no_service' },
    })
    expect(fixture.admin.status()).toMatchObject({ kind: 'encrypted-file', state: 'ready', interruptedMove: null })
    await fixture.expectWhole(held)
  })

  test('a move out of a store that is locked', async () => {
    await fixture.filled('encrypted-file')
    await fixture.admin.lock()
    await expect(fixture.admin.move({ kind: 'os-keychain' })).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      data: { state: 'locked' },
    })
  })

  test('a move out of memory, which moves by choosing', async () => {
    fixture.keychain.fate = () => noService
    await fixture.open()
    await fixture.admin.choose({ kind: 'memory' })
    const move = fixture.admin.move(choiceOf('encrypted-file'))
    await expect(move).rejects.toMatchObject({ code: 'CONFLICT', data: { reason: 'moves_by_choosing' } })
  })
})

test('a file of someone else’s in the place of the new one is set aside, never overwritten or deleted', async () => {
  await fixture.filled('encrypted-file')
  await fixture.moveTo('os-keychain')
  await writeFile(secretFile(fixture.folder), 'put here by hand', { mode: 0o600 })
  await fixture.moveTo('encrypted-file')
  expect(fixture.files().toSorted()).toEqual(['secrets.keydeck', expect.stringContaining('set-aside')])
})

test('secrets chosen out of memory change their rows in the same transaction: no crash makes them look lost', async () => {
  fixture.keychain.fate = () => noService
  await fixture.open()
  await fixture.admin.choose({ kind: 'memory' })
  const { fillStore } = await import('../../../../test/fakes/store-profile.ts')
  const held = await fillStore(fixture.profile)
  fixture.keychain.fate = () => 'done'
  await fixture.admin.choose({ kind: 'os-keychain' })
  await fixture.expectWhole(held)
})
