import { randomUUID } from 'node:crypto'
import type { StoreTest } from '../../../../contract/secret-store.ts'
import type { Clock, Log } from '../../ports.ts'
import { patient } from './new-store.ts'
import { probeRef } from './own-items.ts'
import { sameText } from './secret-envelope.ts'
import { isItemFault, type SecretStore, SecretStoreError } from './secret-store.ts'
import type { StoreKeeper } from './store-keeper.ts'

/** Writes an item of no meaning, reads it back and deletes it. A store that can't be used is said to be what it is. */
export async function testStore(keeper: StoreKeeper, clock: Clock, log: Log): Promise<StoreTest> {
  const result: StoreTest = { ok: false, writeMs: null, readMs: null, deleteMs: null, state: 'ready', reason: 'none' }
  const timed = async <Value>(work: Promise<Value>): Promise<[Value, number]> => {
    const from = clock.monotonic()
    return [await work, clock.monotonic() - from]
  }
  let store: SecretStore | null = null
  try {
    await keeper.lookAgain()
    store = keeper.readyStore()
    const access = patient(store)
    const value = randomUUID()
    result.writeMs = (await timed(access.set(probeRef, value)))[1]
    const [kept, readMs] = await timed(access.get(probeRef))
    if (kept === null || !sameText(kept, value)) throw new SecretStoreError('unavailable', 'foreign_data')
    result.readMs = readMs
    result.deleteMs = (await timed(access.delete(probeRef)))[1]
    return { ...result, ok: true }
  } catch (error) {
    if (!(error instanceof SecretStoreError)) throw error
    if (store && !isItemFault(error)) keeper.noteFailure(store, error)
    log.warn('secret-store.test-failed', { state: error.state, reason: error.reason })
    return { ...result, state: error.state, reason: error.reason }
  }
}
