import type { SecretStoreStatus } from '../../../../contract/secret-store.ts'
import { errorKind } from '../../error-kind.ts'
import type { Step } from './copy-secrets.ts'
import { EncryptedFileStore } from './encrypted-file-store.ts'
import { patient } from './new-store.ts'
import type { OsKeychainStore } from './os-keychain-store.ts'
import { probeRef, sentinelRef } from './own-items.ts'
import { SecretStoreError } from './secret-store.ts'
import type { StoreParts } from './store-parts.ts'

/** How removing leftovers goes. */
export interface Clearing {
  /** The old store, where it is still open. */
  readonly store?: OsKeychainStore | EncryptedFileStore
  /** Whether the system may put a prompt before the person. */
  readonly mayAsk: boolean
  readonly step: Step
  readonly tell: (done: number, total: number) => void
}

/** Removes what lies in a store that is not in charge. Answers why it could not; the record then keeps what is left. */
export async function clearLeftovers(parts: StoreParts, how: Clearing): Promise<SecretStoreError | null> {
  const { register, shelf, log } = parts
  const { leftovers } = register.record
  if (!leftovers) return null
  const store = how.store ?? shelf.make(leftovers.in)
  try {
    if (store instanceof EncryptedFileStore) await how.step(store.destroy())
    else await emptyKeychain(store, leftovers.items, how)
    register.save({ leftovers: null })
    return null
  } catch (error) {
    log.warn('secret-store.leftovers-wait', { in: leftovers.in, kind: describe(error) })
    return error instanceof SecretStoreError ? error : new SecretStoreError('unavailable', 'unknown')
  } finally {
    await shelf.close(store)
  }
}

/** What the page is told of a move that has not come to its end. */
export function unfinishedMove(
  { record }: StoreParts['register'],
  running: boolean,
): SecretStoreStatus['interruptedMove'] {
  if (record.move) return { to: record.move.to, phase: 'copying', running }
  if (record.kind && record.leftovers?.told) return { to: record.kind, phase: 'clearing', running }
  return null
}

async function emptyKeychain(keychain: OsKeychainStore, items: readonly string[], how: Clearing): Promise<void> {
  const access = how.mayAsk ? patient(keychain) : keychain
  const remove = (recordId: string) => how.step(access.delete({ recordId, origin: '' }))
  for (const [index, id] of items.entries()) {
    await remove(id)
    how.tell(index + 1, items.length)
  }
  await remove(probeRef.recordId)
  await remove(sentinelRef.recordId)
}

const describe = (error: unknown) =>
  error instanceof SecretStoreError ? `${error.state} ${error.reason}` : errorKind(error)
