import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DELETE_UNDO_MS } from '../../../contract/keys.ts'
import type { StoreFault } from '../../../test/fakes/faulty-store.ts'
import { freshSecret, VaultFixture } from '../../../test/fakes/vault-fixture.ts'

let fixture: VaultFixture
beforeEach(() => {
  fixture = new VaultFixture()
})
afterEach(() => fixture.remove())

/** No secret without its row, no listed key without its secret. */
function expectConverged(listed: number): void {
  const ids = fixture.vault.keys.list().map((key) => key.id)
  expect(ids).toHaveLength(listed)
  expect([...fixture.store.secrets.keys()].toSorted()).toEqual(ids.toSorted())
  expect(fixture.rows()).toHaveLength(listed)
}

const faults: StoreFault[] = ['before-write', 'after-write', 'before-remove', 'after-remove']
const states = ['unavailable', 'locked', 'timeout'] as const
const recoveries = ['the store recovers', 'the app starts again'] as const

/** Brings the store back, in one of the ways in which that happens. */
async function recover(how: (typeof recoveries)[number]): Promise<void> {
  fixture.store.mend()
  if (how === 'the app starts again') return fixture.restart()
  fixture.events.emit({ type: 'secret-store' })
  await fixture.vault.reconcile()
}

describe.each(recoveries)('once %s', (recovery) => {
  describe.each(states)('a store that is %s', (state) => {
    it.each(faults)('leaves no orphan and no loss when an add meets it %s', async (fault) => {
      await fixture.vault.keys.add({ ...fixture.newKey({ name: 'Before' }), secret: freshSecret() })
      fixture.store.break(fault, state)
      if (fault.endsWith('remove')) fixture.store.break('after-write', 'unavailable')
      const secret = freshSecret()
      const add = fixture.vault.keys.add({ ...fixture.newKey({ name: 'During' }), secret })
      await expect(add).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', data: { reason: 'no_answer' } })
      expect(fixture.vault.keys.list().map((key) => key.name)).toEqual(['Before'])
      await recover(recovery)
      expectConverged(1)
      await fixture.vault.keys.add({ ...fixture.newKey({ name: 'After' }), secret })
      expectConverged(2)
    })

    it.each(['before-remove', 'after-remove'] as const)(
      'leaves no orphan when a delete meets it %s, and the key stays out of use',
      async (fault) => {
        const { key } = await fixture.vault.keys.add({ ...fixture.newKey(), secret: freshSecret() })
        await fixture.vault.keys.add({ ...fixture.newKey({ name: 'Other' }), secret: freshSecret() })
        fixture.store.break(fault, state)
        fixture.vault.keys.delete(key.id)
        fixture.clock.advance(DELETE_UNDO_MS)
        await fixture.vault.reconcile()
        expect(fixture.vault.keys.list()).toHaveLength(1)
        expect(() => fixture.vault.keys.restore(key.id)).toThrow('NOT_FOUND')
        expect(fixture.rows()).toContainEqual({ id: key.id, state: 'removing', isDeleted: true })
        await recover(recovery)
        expectConverged(1)
      },
    )
  })
})

it('takes no row away while the store can’t confirm: every secret still has its record', async () => {
  const { key } = await fixture.vault.keys.add({ ...fixture.newKey(), secret: freshSecret() })
  fixture.vault.keys.delete(key.id)
  fixture.store.state = 'locked'
  fixture.clock.advance(DELETE_UNDO_MS * 10)
  await fixture.restart()
  expect(fixture.rows()).toHaveLength(1)
  expect(fixture.store.secrets.size).toBe(1)
})

it('believes no other store that it holds no secret', async () => {
  const { key } = await fixture.vault.keys.add({ ...fixture.newKey(), secret: freshSecret() })
  fixture.vault.keys.delete(key.id)
  fixture.store.kind = 'encrypted-file'
  fixture.clock.advance(DELETE_UNDO_MS)
  await fixture.vault.reconcile()
  expect(fixture.rows()).toEqual([{ id: key.id, state: 'removing', isDeleted: true }])
})

it('tries a refused removal again by itself', async () => {
  const { key } = await fixture.vault.keys.add({ ...fixture.newKey(), secret: freshSecret() })
  fixture.vault.keys.delete(key.id)
  fixture.store.break('before-remove')
  fixture.clock.advance(DELETE_UNDO_MS)
  await fixture.vault.reconcile()
  fixture.store.mend()
  fixture.clock.advance(60_000)
  await fixture.vault.reconcile()
  expectConverged(0)
})

it('never clears up a key that is being added at that moment', async () => {
  fixture.store.onStep = async (step) => {
    if (step === 'write') await fixture.vault.reconcile()
  }
  await fixture.vault.keys.add({ ...fixture.newKey(), secret: freshSecret() })
  expectConverged(1)
})

it('a restore that comes while other secrets are being removed wins over its own removal', async () => {
  const first = await fixture.vault.keys.add({ ...fixture.newKey({ name: 'First' }), secret: freshSecret() })
  const second = await fixture.vault.keys.add({ ...fixture.newKey({ name: 'Second' }), secret: freshSecret() })
  fixture.vault.keys.delete(first.key.id)
  fixture.clock.advance(DELETE_UNDO_MS - 1)
  fixture.vault.keys.delete(second.key.id)
  fixture.store.onStep = (step) => {
    if (step === 'remove') fixture.vault.keys.restore(second.key.id)
  }
  fixture.clock.advance(1)
  await fixture.vault.reconcile()
  expect(fixture.vault.keys.list().map((key) => key.name)).toEqual(['Second'])
  expectConverged(1)
})

it('tells nobody a secret when the store’s own error carries it', async () => {
  const secret = freshSecret()
  fixture.store.faults.set('before-write', () => new Error(`cannot store ${secret}`))
  const error: unknown = await fixture.vault.keys
    .add({ ...fixture.newKey(), secret })
    .catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE', data: { state: 'unavailable', reason: 'unknown' } })
  expect(String(error instanceof Error && error.stack) + JSON.stringify(error)).not.toContain(secret)
  expect(JSON.stringify(fixture.log.lines)).not.toContain(secret)
})

describe('while the store takes its time over one removal', () => {
  /** Two keys whose windows end together; the removal of the first waits until `meanwhile` has run. */
  async function duringRemoval(meanwhile: (other: string) => Promise<void> | void): Promise<void> {
    const ids = []
    for (const name of ['One', 'Two']) {
      const { key } = await fixture.vault.keys.add({ ...fixture.newKey({ name }), secret: freshSecret() })
      ids.push(key.id)
    }
    // In the order in which the rows are cleared up.
    const [first = '', second = ''] = ids.toSorted()
    for (const id of [first, second]) fixture.vault.keys.delete(id)
    let isFirst = true
    fixture.store.onStep = async (step) => {
      if (step !== 'remove' || !isFirst) return
      isFirst = false
      await meanwhile(second)
    }
    fixture.clock.advance(DELETE_UNDO_MS)
    await fixture.vault.reconcile()
  }

  it('a key that is restored keeps its record and its secret', async () => {
    await duringRemoval((other) => void fixture.vault.keys.restore(other))
    expectConverged(1)
  })

  it('a key that is added keeps its record and its secret', async () => {
    const writing = Promise.withResolvers<void>()
    const reached = Promise.withResolvers<void>()
    for (const name of ['One', 'Two', 'Three', 'Four', 'Five', 'Six']) {
      const { key } = await fixture.vault.keys.add({ ...fixture.newKey({ name }), secret: freshSecret() })
      fixture.vault.keys.delete(key.id)
    }
    fixture.store.onStep = async (step) => {
      if (step === 'write') return writing.promise
      reached.resolve()
      // The add that was under way when the pass began ends while this removal is.
      writing.resolve()
      await adding
    }
    const adding = fixture.vault.keys.add({ ...fixture.newKey({ name: 'New' }), secret: freshSecret() })
    fixture.clock.advance(DELETE_UNDO_MS)
    await reached.promise
    await fixture.vault.reconcile()
    await adding
    expectConverged(1)
  })
})
