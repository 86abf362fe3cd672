import { KeydeckError } from '../../keydeck-error.ts'
import type { Step } from './copy-secrets.ts'
import { EncryptedFileStore } from './encrypted-file-store.ts'
import { clearLeftovers } from './leftovers.ts'
import { checkPassphrase, type NewStore } from './new-store.ts'
import type { OsKeychainStore } from './os-keychain-store.ts'
import { sentinelRef } from './own-items.ts'
import { SecretStoreError } from './secret-store.ts'
import { writeSentinel } from './sentinel.ts'
import { storeUnavailable } from './store-errors.ts'
import type { StoreParts } from './store-parts.ts'

/** Where a move goes, with what that store needs. */
export type MoveChoice =
  | { readonly kind: 'os-keychain' }
  | { readonly kind: 'encrypted-file'; readonly passphrase: string }

/**
 * Opens the store that a move goes to. Before anything is written there, the record says that something may lie in it;
 * where a first attempt can't even begin, what it left is removed again.
 */
export async function openMoveTarget(parts: StoreParts, choice: MoveChoice, step: Step): Promise<NewStore> {
  const { shelf, register } = parts
  const isResumed = register.record.move !== null
  if (choice.kind === 'encrypted-file') checkPassphrase(choice.passphrase, 'passphrase')
  const store = choice.kind === 'encrypted-file' ? shelf.file() : shelf.keychain()
  try {
    const target =
      store instanceof EncryptedFileStore
        ? await step(openFile(parts, store, choice.kind === 'encrypted-file' ? choice.passphrase : ''))
        : await step(openKeychain(parts, store))
    return target
  } catch (error) {
    await shelf.close(store)
    if (!isResumed) await abandon(parts, step)
    throw error instanceof SecretStoreError ? storeUnavailable(error) : error
  }
}

async function openFile(parts: StoreParts, file: EncryptedFileStore, passphrase: string): Promise<NewStore> {
  const { move, leftovers } = parts.register.record
  const isOpen = move !== null && (await reopen(file, passphrase))
  if (!isOpen) {
    // Once the record speaks of a move, what lies in the place is of its making; before that, it may be anyone's.
    if (move || leftovers) await file.destroy()
    else await file.setAside(`set-aside-${parts.clock.now()}`)
    begin(parts, 'encrypted-file')
    await file.create(passphrase, `set-aside-${parts.clock.now()}`)
  } else begin(parts, 'encrypted-file')
  return { store: file, sentinelHash: await writeSentinel(file) }
}

/** Opens what an interrupted move left. False where there is nothing to go on with. */
async function reopen(file: EncryptedFileStore, passphrase: string): Promise<boolean> {
  try {
    await file.unlock(passphrase)
    return true
  } catch (error) {
    if (!(error instanceof SecretStoreError)) throw error
    // A slip here must not become the passphrase of every secret.
    if (error.reason === 'wrong_passphrase')
      throw new KeydeckError('INVALID', { field: 'passphrase', reason: 'wrong_passphrase' })
    if (['file_missing', 'file_damaged', 'replaced'].includes(error.reason)) return false
    throw error
  }
}

async function openKeychain(parts: StoreParts, keychain: OsKeychainStore): Promise<NewStore> {
  // Reaches it before anything is recorded: a keychain that is not there has nothing to clear up.
  await keychain.patient.get(sentinelRef).catch((error: unknown) => {
    if (!(error instanceof SecretStoreError && error.reason === 'foreign_data')) throw error
  })
  begin(parts, 'os-keychain')
  return { store: keychain, sentinelHash: await writeSentinel(keychain.patient) }
}

/** Records the intent, with every item that may come to lie in the target or lies there from before. */
function begin({ register, secrets }: StoreParts, to: MoveChoice['kind']): void {
  const { move, leftovers } = register.record
  const ids = secrets.list().map(({ recordId }) => recordId)
  const items = new Set([...(move?.items ?? []), ...(leftovers?.items ?? []), ...ids])
  register.save({ move: { to, items: [...items] }, leftovers: null })
}

async function abandon(parts: StoreParts, step: Step): Promise<void> {
  const { move } = parts.register.record
  if (!move) return
  parts.register.save({ move: null, leftovers: { in: move.to, items: move.items, told: false } })
  await clearLeftovers(parts, { mayAsk: false, step, tell: () => undefined })
}
