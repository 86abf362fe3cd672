import { KeydeckError } from '../../keydeck-error.ts'
import { type KeychainAccess, OsKeychainStore } from './os-keychain-store.ts'
import { probeRef } from './own-items.ts'
import { type SecretStore, SecretStoreError } from './secret-store.ts'
import { writeSentinel } from './sentinel.ts'
import type { StoreShelf } from './store-shelf.ts'

/** A store that has kept a sentinel, and could be put in charge. */
export interface NewStore {
  readonly store: SecretStore
  readonly sentinelHash: string
}

const shortestPassphrase = 8

/** The store with time for the person to answer the system's prompt, where it may raise one. */
export const patient = (store: SecretStore): KeychainAccess =>
  store instanceof OsKeychainStore ? store.patient : store

/** Refuses what a person could only have typed by mistake. `field` names it for the page. */
export function checkPassphrase(passphrase: string, field: string): void {
  if (passphrase.length < shortestPassphrase) throw new KeydeckError('INVALID', { field, reason: 'too_short' })
}

/** The system's keychain, proven by a write. */
export function newKeychain(shelf: StoreShelf): Promise<NewStore> {
  return withSentinel(shelf, shelf.keychain(), async () => undefined)
}

/** A fresh encrypted file. One that lies in its place is set aside under `suffix`. */
export async function newFile(shelf: StoreShelf, passphrase: string, suffix: string): Promise<NewStore> {
  checkPassphrase(passphrase, 'passphrase')
  const file = shelf.file()
  return withSentinel(shelf, file, () => file.create(passphrase, suffix))
}

/** Whether a keychain answers that could be chosen; one that is locked does, once its prompt is answered. */
export async function hasKeychain(shelf: StoreShelf): Promise<boolean> {
  const keychain = shelf.keychain()
  try {
    await keychain.get(probeRef)
    return true
  } catch (error) {
    if (!(error instanceof SecretStoreError)) throw error
    return error.state === 'locked'
  } finally {
    await shelf.close(keychain)
  }
}

async function withSentinel(shelf: StoreShelf, store: SecretStore, prepare: () => Promise<void>): Promise<NewStore> {
  try {
    await prepare()
    return { store, sentinelHash: await writeSentinel(patient(store)) }
  } catch (error) {
    await shelf.close(store)
    throw error
  }
}
