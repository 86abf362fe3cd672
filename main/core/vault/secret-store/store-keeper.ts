import type { AuditActor } from '../../../../contract/audit.ts'
import type { SecretStoreKind, SecretStoreStatus } from '../../../../contract/secret-store.ts'
import { errorKind } from '../../error-kind.ts'
import { KeydeckError } from '../../keydeck-error.ts'
import { EncryptedFileStore } from './encrypted-file-store.ts'
import { MemoryStore } from './memory-store.ts'
import { checkPassphrase, hasKeychain, type NewStore, newFile, newKeychain, patient } from './new-store.ts'
import { keychainPlace, OsKeychainStore } from './os-keychain-store.ts'
import { sentinelRef } from './own-items.ts'
import { type SecretStore, SecretStoreError } from './secret-store.ts'
import { readSentinel } from './sentinel.ts'
import { SerialQueue } from './serial-queue.ts'
import { passphraseFault, storeUnavailable, toThePage } from './store-errors.ts'
import type { StoreParts } from './store-parts.ts'
import type { PersistentKind, StoreStateRecord } from './store-state.ts'
import type { StatusKeeper } from './store-status.ts'

/** The store that a person chose, with what it needs. */
export type SecretStoreChoice =
  | { readonly kind: 'os-keychain' }
  | { readonly kind: 'encrypted-file'; readonly passphrase: string }
  | { readonly kind: 'memory' }

/** Opens, chooses, unlocks and watches the one store. A recorded store is never exchanged for another on its own. */
export class StoreKeeper {
  readonly status: StatusKeeper
  /** Settles when `start` has: reads that come earlier wait for it. */
  started: Promise<void> = Promise.resolve()
  readonly #parts: StoreParts
  readonly #queue = new SerialQueue()
  #store: SecretStore | null = null

  constructor(parts: StoreParts) {
    this.#parts = parts
    this.status = parts.status
  }

  start(): Promise<void> {
    this.started = this.#queue.run(() => this.#openRecorded())
    return this.started
  }

  choose(choice: SecretStoreChoice): Promise<SecretStoreStatus> {
    return this.#queue.run(() =>
      toThePage(async () => {
        this.#refuseExchange(choice.kind)
        if (!this.#parts.register.isLoaded) throw this.status.error()
        if (choice.kind === 'os-keychain') return await this.#chooseKeychain()
        if (choice.kind === 'encrypted-file') return await this.#chooseFile(choice.passphrase)
        return await this.#chooseMemory()
      }),
    )
  }

  unlock(passphrase: string): Promise<SecretStoreStatus> {
    return this.#queue.run(async () => {
      const store = this.#file()
      // A slip of the fingers in a second window must not lock the first.
      if (!store.isLocked && this.status.current.state === 'ready') return this.status.current
      const status = await this.#guard(async () => {
        await store.unlock(passphrase)
        await this.#verify(store)
      })
      if (status.state === 'ready') this.#parts.audit.note('store_unlocked', store.kind)
      else if (status.reason === 'wrong_passphrase') this.#noteRefusal(store, 'unlock')
      return status
    })
  }

  /** Wipes the file's keys from memory. A call that already has its secret goes on. */
  lock(): Promise<SecretStoreStatus> {
    return this.#queue.run(async () => {
      const store = this.#file()
      if (store.isLocked) return this.status.current
      await store.lock()
      this.#parts.audit.note('store_locked', store.kind)
      return this.status.fail(new SecretStoreError('locked', 'passphrase_needed'))
    })
  }

  /** The caller keeps writers out meanwhile. */
  changePassphrase(current: string, next: string): Promise<SecretStoreStatus> {
    return this.#queue.run(async () => {
      const store = this.#file()
      checkPassphrase(next, 'next')
      if (current.normalize('NFC') === next.normalize('NFC'))
        throw new KeydeckError('INVALID', { field: 'next', reason: 'same_as_before' })
      if (this.status.current.state !== 'ready') throw storeUnavailable(this.status.error())
      try {
        await store.changePassphrase(current, next, [...this.#parts.secrets.list(), sentinelRef])
      } catch (error) {
        if (error instanceof SecretStoreError && error.reason === 'wrong_passphrase')
          this.#noteRefusal(store, 'passphrase')
        throw passphraseFault(error)
      }
      this.#parts.audit.note('passphrase_changed', store.kind)
      // It is changed by now: what goes wrong from here on is the store's state, and no refusal.
      return this.#guard(() => this.#verify(store))
    })
  }

  retry(): Promise<SecretStoreStatus> {
    return this.#queue.run(async () => {
      await this.#openRecorded()
      return this.status.current
    })
  }

  /** A quiet look at the store: without a prompt, and without choosing anything. */
  lookAgain(): Promise<void> {
    return this.#queue.run(async () => {
      const store = this.#store
      if (!store || store instanceof MemoryStore) return
      await this.#guard(() => this.#look(store, store instanceof OsKeychainStore ? store.fresh : store))
    })
  }

  async close(): Promise<void> {
    // Not through the queue: a prompt that nobody answers must not keep the host from quitting.
    await this.#parts.shelf.closeKeychains()
    await this.#queue.run(async () => {
      await this.#store?.close()
      this.#store = null
      this.status.update({ state: 'checking', reason: 'none' })
    })
  }

  /** The open store, or the error that says why there is none. */
  readyStore(): SecretStore {
    if (!this.#store || this.status.current.state !== 'ready') throw this.status.error()
    return this.#store
  }

  noteFailure(store: SecretStore, error: SecretStoreError): void {
    if (store === this.#store) this.status.fail(error)
  }

  /** Rejects unless this is still the store that held the secrets. */
  async confirm(store: SecretStore): Promise<void> {
    if (!(store instanceof OsKeychainStore)) return
    const reading = await readSentinel(store.fresh, this.#parts.register.record.sentinelHash ?? '')
    if (reading !== 'equal') throw new SecretStoreError('mismatch', 'replaced')
  }

  /** Puts `next` in the place of `old`, in one transaction with what `along` writes. The old one stays open. */
  takeOver(
    old: SecretStore,
    next: SecretStore,
    change: Partial<StoreStateRecord>,
    along: () => void,
  ): Promise<SecretStoreStatus> {
    return this.#queue.run(async () => {
      if (this.#store !== old) throw this.status.error()
      this.#parts.register.save({ kind: next.kind, ...change }, along)
      this.#store = next
      return this.#ready({ kind: next.kind, place: next.place })
    })
  }

  /** What isn't the store's own failure (a record that can't be read, a disk that is full) makes it unavailable, too. */
  async #openRecorded(): Promise<void> {
    const { register, log } = this.#parts
    try {
      if (!register.isLoaded) register.load()
      await this.#open()
    } catch (error) {
      log.error('secret-store.open-failed', { kind: errorKind(error) })
      this.status.update({ state: 'unavailable', reason: 'unknown' })
    }
  }

  async #open(): Promise<void> {
    const { kind } = this.#parts.register.record
    if (kind === null) await this.#guard(() => this.#chooseKeychain('keydeck').then(() => undefined))
    else if (kind === 'memory') await this.#openMemory()
    else await this.#openPersistent(kind)
  }

  async #openPersistent(kind: PersistentKind): Promise<void> {
    const store = this.#store ?? this.#parts.shelf.make(kind)
    this.#store = store
    this.status.update({ kind, place: store.place })
    await this.#guard(() => this.#look(store, patient(store)))
    if (store instanceof OsKeychainStore && this.status.current.state === 'mismatch') await this.#explain(store)
  }

  async #look(store: SecretStore, access: Pick<SecretStore, 'get'>): Promise<void> {
    if (store instanceof EncryptedFileStore && store.isLocked) {
      await store.inspect()
      throw new SecretStoreError('locked', 'passphrase_needed')
    }
    await this.#verify(access)
  }

  async #verify(access: Pick<SecretStore, 'get'>): Promise<void> {
    const reading = await readSentinel(access, this.#parts.register.record.sentinelHash ?? '')
    if (reading !== 'equal') throw new SecretStoreError('mismatch', 'replaced')
    this.#ready({})
  }

  /** A keychain without a collection reads as empty too; only a write tells the two apart. */
  async #explain(store: OsKeychainStore): Promise<void> {
    try {
      await store.probe()
    } catch (error) {
      if (error instanceof SecretStoreError && error.reason === 'no_collection') this.status.mismatch('no_collection')
    }
  }

  async #openMemory(): Promise<void> {
    this.#store ??= new MemoryStore()
    this.#ready({ kind: 'memory', place: this.#store.place, sentinelReadAt: null })
    this.status.update({ keychainAvailable: await hasKeychain(this.#parts.shelf) })
  }

  async #chooseKeychain(actor: AuditActor = 'person'): Promise<SecretStoreStatus> {
    try {
      return await this.#install(await newKeychain(this.#parts.shelf), actor)
    } catch (error) {
      if (error instanceof SecretStoreError && this.#parts.register.record.kind === null)
        this.status.update({
          kind: null,
          state: 'unchosen',
          reason: error.reason,
          place: keychainPlace(),
          keychainAvailable: error.state === 'locked',
        })
      throw error
    }
  }

  async #chooseFile(passphrase: string): Promise<SecretStoreStatus> {
    const suffix = `set-aside-${this.#parts.clock.now()}`
    return await this.#install(await newFile(this.#parts.shelf, passphrase, suffix), 'person')
  }

  async #chooseMemory(): Promise<SecretStoreStatus> {
    const { register, audit } = this.#parts
    if (register.record.kind !== 'memory') {
      register.save({ kind: 'memory', sentinelHash: null }, () => audit.record('store_chosen', 'memory'))
      await this.#store?.close()
      this.#store = new MemoryStore()
    }
    return this.#ready({ kind: 'memory', place: 'memory', sentinelReadAt: null })
  }

  /** Records the new store, once it holds what was in memory until now. */
  async #install({ store, sentinelHash }: NewStore, actor: AuditActor): Promise<SecretStoreStatus> {
    const { register, shelf, secrets, audit } = this.#parts
    const old = this.#store
    try {
      const moved = old instanceof MemoryStore ? await old.copyTo(patient(store)) : []
      // What a move left elsewhere may now be the only copy: nothing removes it any more.
      register.save({ kind: store.kind, sentinelHash, leftovers: null }, () => {
        secrets.leaveMemory(moved, store.kind)
        audit.record('store_chosen', store.kind, { actor })
      })
    } catch (error) {
      await shelf.close(store)
      throw error
    }
    this.#store = store
    if (old) await shelf.close(old)
    return this.#ready({ kind: store.kind, place: store.place })
  }

  #refuseExchange(kind: SecretStoreKind): void {
    const recorded = this.#parts.register.record.kind
    if (recorded === null || recorded === 'memory') return
    const { state, reason } = this.status.current
    const isLost = state === 'mismatch' || reason === 'file_missing' || reason === 'file_damaged'
    if (kind === recorded && isLost) return
    throw new KeydeckError('CONFLICT', { reason: 'secret_store_already_chosen' })
  }

  #noteRefusal(store: SecretStore, act: 'unlock' | 'passphrase'): void {
    this.#parts.audit.note('change_refused', store.kind, { detail: { act, reason: 'wrong_passphrase' } })
  }

  #file(): EncryptedFileStore {
    if (this.#store instanceof EncryptedFileStore) return this.#store
    throw new KeydeckError('CONFLICT', { reason: 'no_passphrase_needed' })
  }

  /** Turns a store's failure into the status, and lets anything else through. */
  async #guard(work: () => Promise<void>): Promise<SecretStoreStatus> {
    try {
      await work()
    } catch (error) {
      if (!(error instanceof SecretStoreError)) throw error
      if (this.#parts.register.record.kind !== null) this.status.fail(error)
    }
    return this.status.current
  }

  #ready(change: Partial<SecretStoreStatus>): SecretStoreStatus {
    const isKeychain = (change.kind ?? this.status.current.kind) === 'os-keychain'
    return this.status.update({
      state: 'ready',
      reason: 'none',
      sentinelReadAt: this.#parts.clock.now(),
      ...(isKeychain ? { keychainAvailable: true } : {}),
      ...change,
    })
  }
}
