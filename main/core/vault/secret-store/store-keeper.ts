import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { SecretStoreKind, SecretStoreStatus } from '../../../../contract/secret-store.ts'
import { KeydeckError } from '../../keydeck-error.ts'
import { EncryptedFileStore } from './encrypted-file-store.ts'
import { MemoryStore } from './memory-store.ts'
import { type KeychainAccess, keychainPlace, OsKeychainStore } from './os-keychain-store.ts'
import { type SecretStore, SecretStoreError } from './secret-store.ts'
import type { SecretStoreOptions } from './secret-store-manager.ts'
import { readSentinel, writeSentinel } from './sentinel.ts'
import { SerialQueue } from './serial-queue.ts'
import type { StoreStateRecord } from './store-state.ts'
import { StatusKeeper } from './store-status.ts'

/** The store that a person chose, with what it needs. */
export type SecretStoreChoice =
  | { readonly kind: 'os-keychain' }
  | { readonly kind: 'encrypted-file'; readonly passphrase: string }
  | { readonly kind: 'memory' }

const shortestPassphrase = 8

/** Opens, chooses, unlocks and watches the one store. A recorded store is never exchanged for another on its own. */
export class StoreKeeper {
  readonly status: StatusKeeper
  /** Settles when `start` has: reads that come earlier wait for it. */
  started: Promise<void> = Promise.resolve()
  readonly #options: Required<SecretStoreOptions>
  readonly #queue = new SerialQueue()
  #record: StoreStateRecord = { installId: '', kind: null, sentinelHash: null, generation: 0 }
  readonly #keychains = new Set<OsKeychainStore>()
  #store: SecretStore | null = null

  constructor(options: Required<SecretStoreOptions>) {
    this.#options = options
    this.status = new StatusKeeper(options.log, (status) => options.onChange(status))
  }

  start(): Promise<void> {
    this.started = this.#queue.run(() => this.#openRecorded())
    return this.started
  }

  choose(choice: SecretStoreChoice): Promise<SecretStoreStatus> {
    return this.#queue.run(async () => {
      this.#refuseExchange(choice.kind)
      try {
        if (!this.#isLoaded) throw this.status.error()
        if (choice.kind === 'os-keychain') return await this.#chooseKeychain()
        if (choice.kind === 'encrypted-file') return await this.#chooseFile(choice.passphrase)
        return await this.#chooseMemory()
      } catch (error) {
        if (!(error instanceof SecretStoreError)) throw error
        throw new KeydeckError('STORE_UNAVAILABLE', { state: error.state, reason: error.reason })
      }
    })
  }

  unlock(passphrase: string): Promise<SecretStoreStatus> {
    return this.#queue.run(async () => {
      const store = this.#store
      if (!(store instanceof EncryptedFileStore)) throw new KeydeckError('CONFLICT', { reason: 'no_passphrase_needed' })
      return await this.#guard(async () => {
        await store.unlock(passphrase)
        await this.#verify(store)
      })
    })
  }

  retry(): Promise<SecretStoreStatus> {
    return this.#queue.run(async () => {
      await this.#openRecorded()
      return this.status.current
    })
  }

  /** A quiet look at a store that failed: without a prompt, and without choosing anything. */
  lookAgain(): Promise<void> {
    return this.#queue.run(async () => {
      const store = this.#store
      if (store && this.status.current.state !== 'ready')
        await this.#guard(() => this.#look(store, store instanceof OsKeychainStore ? store.fresh : store))
    })
  }

  async close(): Promise<void> {
    // Not through the queue: a prompt that nobody answers must not keep the host from quitting.
    await Promise.all([...this.#keychains].map((keychain) => keychain.close()))
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
    const reading = await readSentinel(store.fresh, this.#record.sentinelHash ?? '')
    if (reading !== 'equal') throw new SecretStoreError('mismatch', 'replaced')
  }

  /** Whether the database said which store it is. Until then none is chosen: a new record would orphan every secret. */
  get #isLoaded(): boolean {
    return this.#record.installId !== ''
  }

  /** What isn't the store's own failure (a record that can't be read, a disk that is full) makes it unavailable, too. */
  async #openRecorded(): Promise<void> {
    try {
      if (!this.#isLoaded) this.#load()
      await this.#open()
    } catch (error) {
      this.#options.log.error('secret-store.open-failed', { kind: error instanceof Error ? error.name : 'unknown' })
      this.status.update({ state: 'unavailable', reason: 'unknown' })
    }
  }

  #load(): void {
    const record = this.#options.state.load()
    if (record) this.#record = record
    else this.#save({ installId: randomUUID() })
  }

  async #open(): Promise<void> {
    const { kind } = this.#record
    if (kind === null) await this.#guard(() => this.#chooseKeychain().then(() => undefined))
    else if (kind === 'memory') await this.#openMemory()
    else {
      const store = this.#store ?? (kind === 'os-keychain' ? this.#keychain() : this.#file())
      this.#store = store
      this.status.update({ kind, place: store.place })
      const access = store instanceof OsKeychainStore ? store.patient : store
      await this.#guard(() => this.#look(store, access))
      if (store instanceof OsKeychainStore && this.status.current.state === 'mismatch') await this.#explain(store)
    }
  }

  async #look(store: SecretStore, access: Pick<SecretStore, 'get'>): Promise<void> {
    if (store instanceof EncryptedFileStore && store.isLocked) {
      await store.inspect()
      throw new SecretStoreError('locked', 'passphrase_needed')
    }
    await this.#verify(access)
  }

  async #verify(access: Pick<SecretStore, 'get'>): Promise<void> {
    const reading = await readSentinel(access, this.#record.sentinelHash ?? '')
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
    const keychain = this.#keychain()
    try {
      await keychain.get({ recordId: 'offer', origin: 'keydeck:offer' })
      this.status.update({ keychainAvailable: true })
    } catch (error) {
      if (!(error instanceof SecretStoreError)) throw error
      this.status.update({ keychainAvailable: error.state === 'locked' })
    } finally {
      await this.#release(keychain)
    }
  }

  async #chooseKeychain(): Promise<SecretStoreStatus> {
    const keychain = this.#keychain()
    try {
      const sentinelHash = await writeSentinel(keychain.patient)
      await this.#install(keychain, keychain.patient, sentinelHash)
      return this.status.current
    } catch (error) {
      await this.#release(keychain)
      if (error instanceof SecretStoreError && this.#record.kind === null)
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
    if (passphrase.length < shortestPassphrase)
      throw new KeydeckError('INVALID', { field: 'passphrase', reason: 'too_short' })
    const file = this.#file()
    try {
      await file.create(passphrase, `set-aside-${this.#options.clock.now()}`)
      const sentinelHash = await writeSentinel(file)
      await this.#install(file, file, sentinelHash)
      return this.status.current
    } catch (error) {
      await file.close()
      throw error
    }
  }

  async #chooseMemory(): Promise<SecretStoreStatus> {
    if (this.#record.kind !== 'memory') {
      await this.#store?.close()
      this.#store = new MemoryStore()
      this.#save({ kind: 'memory', sentinelHash: null })
    }
    return this.#ready({ kind: 'memory', place: 'memory', sentinelReadAt: null })
  }

  /** Records the new store, once it holds what was in memory until now. */
  async #install(store: SecretStore, access: KeychainAccess, sentinelHash: string): Promise<void> {
    const old = this.#store
    if (old instanceof MemoryStore) await old.copyTo(access)
    this.#save({ kind: store.kind, sentinelHash })
    this.#store = store
    await old?.close()
    this.#ready({ kind: store.kind, place: store.place })
  }

  #refuseExchange(kind: SecretStoreKind): void {
    const recorded = this.#record.kind
    if (recorded === null || recorded === 'memory') return
    const { state, reason } = this.status.current
    const isLost = state === 'mismatch' || reason === 'file_missing' || reason === 'file_damaged'
    if (kind === recorded && isLost) return
    throw new KeydeckError('CONFLICT', { reason: 'secret_store_already_chosen' })
  }

  /** Turns a store's failure into the status, and lets anything else through. */
  async #guard(work: () => Promise<void>): Promise<SecretStoreStatus> {
    try {
      await work()
    } catch (error) {
      if (!(error instanceof SecretStoreError)) throw error
      if (this.#record.kind !== null) this.status.fail(error)
    }
    return this.status.current
  }

  #ready(change: Partial<SecretStoreStatus>): SecretStoreStatus {
    const isKeychain = (change.kind ?? this.status.current.kind) === 'os-keychain'
    return this.status.update({
      state: 'ready',
      reason: 'none',
      sentinelReadAt: this.#options.clock.now(),
      ...(isKeychain ? { keychainAvailable: true } : {}),
      ...change,
    })
  }

  #save(change: Partial<StoreStateRecord>): void {
    const record = { ...this.#record, ...change }
    this.#options.state.save(record)
    this.#record = record
  }

  #keychain(): OsKeychainStore {
    const { launchKeychain, clock, deadlines } = this.#options
    const keychain = new OsKeychainStore(this.#record.installId, launchKeychain, clock, deadlines)
    this.#keychains.add(keychain)
    return keychain
  }

  async #release(keychain: OsKeychainStore): Promise<void> {
    this.#keychains.delete(keychain)
    await keychain.close()
  }

  #file(): EncryptedFileStore {
    return new EncryptedFileStore(
      join(this.#options.dataFolder, 'secrets', 'secrets.keydeck'),
      this.#record.installId,
      {
        load: () => this.#record.generation,
        save: (generation) => this.#save({ generation }),
      },
    )
  }
}
