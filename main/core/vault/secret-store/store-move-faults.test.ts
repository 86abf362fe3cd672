import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { MoveFixture, otherKind } from '../../../../test/fakes/move-fixture.ts'
import type { Fate } from '../../../../test/secret-service/fake-keychain.ts'
import { keychainDeadlines } from './keychain-client.ts'
import { type SecretRef, SecretStoreError } from './secret-store.ts'
import type { PersistentKind } from './store-state.ts'

/**
 * The table of step and fault, in full: a move is interrupted at each of its moments by each thing that can go wrong
 * there. The database and the file are real. Killed processes are in `test/secret-service/killed-moves.test.ts`.
 */
vi.mock(import('../sealing/passphrase-key.ts'), async (original) => {
  const { cheapKeys } = await import('../../../../test/fakes/move-fixture.ts')
  return { ...(await original()), deriveKeys: cheapKeys }
})
vi.mock(import('./encrypted-file-disk.ts'), async (original) => {
  const disk = await original()
  return {
    ...disk,
    readPrivateFile: (path) => atMoment('read', () => disk.readPrivateFile(path)),
    writePrivateFile: (path, bytes) => atMoment('write', () => disk.writePrivateFile(path, bytes)),
    removeFile: (path) => atMoment('remove', () => disk.removeFile(path)),
    setFileAside: (path, suffix) => atMoment('set-aside', () => disk.setFileAside(path, suffix)),
  }
})

/** What a moment of a move is: a task of the keychain, an act on the disk, or a write of the record. */
type Moment = 'get' | 'set' | 'delete' | 'read' | 'write' | 'remove' | 'set-aside' | 'save'
type Faults = Partial<Record<Moment, Fate | 'before' | 'after' | 'altered'>>

let fixture: MoveFixture
let moments: Moment[]
/** Null outside the move that is tested. */
let onMoment: ((moment: Moment, index: number) => unknown) | null

beforeEach(() => {
  fixture = new MoveFixture()
  moments = []
  onMoment = null
  fixture.keychain.fate = (task) => (reach(task.action) as Fate | undefined) ?? 'done'
  fixture.aroundSave = (save) => {
    if (reach('save') === 'before') throw new Error('the disk is full')
    save()
  }
})
afterEach(() => fixture.remove())

function reach(moment: Moment): unknown {
  if (!onMoment) return undefined
  moments.push(moment)
  return onMoment(moment, moments.length - 1)
}

async function atMoment<Result>(moment: Moment, work: () => Promise<Result>): Promise<Result> {
  const fault = reach(moment)
  if (fault === 'before') throw new SecretStoreError('unavailable', 'unknown')
  const result = await work()
  if (fault === 'after') throw new SecretStoreError('unavailable', 'unknown')
  if (fault === 'altered' && Buffer.isBuffer(result)) result[result.length - 9] = (result[result.length - 9] ?? 0) ^ 1
  return result
}

const tasks = (fate: Fate): Faults => ({ get: fate, set: fate, delete: fate })

const faults: readonly [string, Faults][] = [
  ['is locked', tasks({ fault: { state: 'locked', reason: 'prompt_dismissed' } })],
  ['can’t be reached', tasks({ fault: { state: 'unavailable', reason: 'no_service' } })],
  ['loses its worker before the act', tasks('die-before')],
  ['loses its worker after the act', tasks('die-after')],
  ['does not answer', tasks('hang')],
  ['keeps something else', { set: { kept: 'v1.cut' } }],
  ['fails before the disk acts', { read: 'before', write: 'before', remove: 'before', 'set-aside': 'before' }],
  ['fails after the disk acted', { write: 'after', remove: 'after', 'set-aside': 'after' }],
  ['reads back something else from the disk', { read: 'altered' }],
  ['can’t write to the database', { save: 'before' }],
]
/** A keychain that only gives and a file that only gives have no moment for these. */
const neverMet = ['os-keychain keeps something else', 'encrypted-file reads back something else from the disk']
const table = faults.flatMap(([name, fault]) =>
  (['os-keychain', 'encrypted-file'] as const)
    .filter((from) => !neverMet.includes(`${from} ${name}`))
    .map((from) => [name, from, fault] as const),
)

test.each(['os-keychain', 'encrypted-file'] as const)(
  'out of %s: the old store is empty in the end, and no plain secret touches the disk at any moment',
  async (from) => {
    const held = await fixture.filled(from)
    onMoment = () => fixture.expectNoPlainText(held)
    expect((await fixture.moveTo(otherKind(from))).at(-1)).toMatchObject({ phase: 'done', done: 4, total: 4 })
    expect(moments.length).toBeGreaterThan(20)
    await fixture.expectWhole(held)
    fixture.expectNoOrphan()
    onMoment = null
    await fixture.restart()
    await fixture.expectWhole(held)
  },
)

describe('interrupted at each moment', () => {
  test.each(table)('by one that %s, out of %s: nothing lost, and no orphan in the end', async (_, from, fault) => {
    const held = await fixture.filled(from)
    const all = await momentsOf(otherKind(from))
    let met = 0
    for (const [index, moment] of all.entries()) {
      const fate = fault[moment]
      if (fate === undefined) continue
      await interrupt(otherKind(from), index, fate)
      await goOn(otherKind(from), met, `${moment}, ${index} of ${all.length}`, held)
      await fixture.moveTo(from)
      met += 1
    }
    expect(met).toBeGreaterThan(0)
  })
})

/** What a move meets, in its order. */
async function momentsOf(to: PersistentKind): Promise<Moment[]> {
  onMoment = () => undefined
  await fixture.moveTo(to)
  onMoment = null
  await fixture.moveTo(otherKind(to))
  return moments
}

async function interrupt(to: PersistentKind, index: number, fate: unknown): Promise<void> {
  moments = []
  onMoment = (_moment, at) => (at === index ? fate : undefined)
  const moving = fixture.moveTo(to).catch(() => undefined)
  if (fate === 'hang') await passDeadlines(moving)
  await moving
  onMoment = null
}

/** A person starts Keydeck again or tries again at once, goes on or gives up: each must lead to the same end. */
async function goOn(
  to: PersistentKind,
  way: number,
  hint: string,
  held: ReadonlyMap<SecretRef, string>,
): Promise<void> {
  if (way % 3 === 0) await fixture.admin.retry()
  else await fixture.restart()
  await fixture.settled()
  await fixture.expectWhole(held, hint)
  if (way % 3 === 1 && fixture.admin.status().interruptedMove) await fixture.admin.giveUpMove()
  if (fixture.admin.status().kind !== to) await fixture.moveTo(to)
  await fixture.settled()
  await fixture.expectWhole(held, hint)
  fixture.expectNoOrphan(hint)
}

/** Lets deadlines pass until the move that hangs has ended. */
async function passDeadlines(moving: Promise<unknown>): Promise<void> {
  let isOver = false
  void moving.finally(() => (isOver = true))
  while (!isOver) {
    await new Promise((next) => setImmediate(next))
    if (fixture.keychain.isHanging) fixture.clock.advance(keychainDeadlines.prompt + keychainDeadlines.start)
  }
}
