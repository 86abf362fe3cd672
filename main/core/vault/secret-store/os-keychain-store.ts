import { randomUUID } from 'node:crypto'
import type { Clock } from '../../ports.ts'
import { KeychainClient, keychainDeadlines } from './keychain-client.ts'
import type { KeychainLauncher, KeychainTask } from './keychain-messages.ts'
import { probeRef } from './own-items.ts'
import { isEnvelope, openEnvelope, sameText, sealEnvelope } from './secret-envelope.ts'
import { checkSecret } from './secret-rules.ts'
import { isItemFault, type SecretRef, type SecretStore, SecretStoreError } from './secret-store.ts'
import { SerialQueue } from './serial-queue.ts'

const places: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'macOS Keychain',
  win32: 'Windows Credential Manager',
}

/** What the system's keychain is called here. */
export const keychainPlace = (platform: NodeJS.Platform = process.platform) => places[platform] ?? 'Secret Service'

const ask = { action: 'get', keepMs: 0 } as const

type Patience = 'call' | 'prompt'

type Action = { action: 'get'; keepMs: number } | { action: 'set'; value: string } | { action: 'delete' }

/** The three things that a caller may do, at one patience. */
export type KeychainAccess = Pick<SecretStore, 'get' | 'set' | 'delete'>

/** Secrets in the operating system's keychain: one item each, named by the install and the record's id. */
export class OsKeychainStore implements SecretStore, KeychainAccess {
  readonly kind = 'os-keychain'
  readonly place = keychainPlace()
  readonly #service: string
  readonly #client: KeychainClient
  readonly #keepMs: number
  readonly #queue = new SerialQueue()

  /** `onLost`: told how a worker ended that nobody ended, for the log. */
  constructor(
    installId: string,
    launch: KeychainLauncher,
    clock: Clock,
    deadlines = keychainDeadlines,
    onLost: (how: string) => void = () => undefined,
  ) {
    this.#service = `keydeck/${installId}`
    this.#keepMs = deadlines.keep
    this.#client = new KeychainClient(launch, clock, deadlines, onLost)
  }

  get(ref: SecretRef): Promise<string | null> {
    return this.#get(ref, 'call', this.#keepMs)
  }

  set(ref: SecretRef, secret: string): Promise<void> {
    return this.#set(ref, secret, 'call')
  }

  delete(ref: SecretRef): Promise<void> {
    return this.#delete(ref, 'call')
  }

  /** Asks the keychain itself, whatever the worker still holds. */
  readonly fresh: Pick<SecretStore, 'get'> = { get: (ref) => this.#get(ref, 'call', 0) }

  /** Likewise, with time for the person to answer the system's prompt. */
  readonly patient: KeychainAccess = {
    get: (ref) => this.#get(ref, 'prompt', 0),
    set: (ref, secret) => this.#set(ref, secret, 'prompt'),
    delete: (ref) => this.#delete(ref, 'prompt'),
  }

  /** Writes, reads and deletes an item of no meaning: only that proves that the keychain keeps what it is given. */
  async probe(): Promise<void> {
    await this.patient.set(probeRef, randomUUID())
    await this.patient.delete(probeRef)
  }

  async close(): Promise<void> {
    this.#queue.failWaiting(new SecretStoreError('unavailable', 'crashed'))
    this.#client.close()
  }

  /** Calls at once ask for the same secret again and again: those that wait share one answer of the worker. */
  async #get(ref: SecretRef, patience: Patience, keepMs: number): Promise<string | null> {
    const name = `${patience} ${keepMs} ${ref.recordId}`
    const read = this.#orFailAll(() => this.#call(ref, { action: 'get', keepMs }, patience))
    const sealed = await this.#queue.share(name, read)
    return sealed === null ? null : openEnvelope(ref, sealed)
  }

  async #set(ref: SecretRef, secret: string, patience: Patience): Promise<void> {
    checkSecret(secret)
    await this.#queued(() => this.#replace(ref, sealEnvelope(ref, secret), patience))
  }

  async #delete(ref: SecretRef, patience: Patience): Promise<void> {
    await this.#queued(async () => {
      await this.#call(ref, { action: 'delete' }, patience)
      const left = await this.#call(ref, ask, patience)
      if (left !== null) throw new SecretStoreError('unavailable', 'unknown')
    })
  }

  async #replace(ref: SecretRef, sealed: string, patience: Patience): Promise<void> {
    const old = await this.#readOld(ref, patience)
    await this.#call(ref, { action: 'set', value: sealed }, patience).catch(async (error: unknown) => {
      // A worker that died in the middle may have written: what the keychain now holds decides.
      if (!(error instanceof SecretStoreError) || error.reason !== 'crashed') throw error
      const held = await this.#call(ref, ask, patience)
      if (held === null || !sameText(held, sealed)) throw error
    })
    const kept = await this.#call(ref, ask, patience)
    if (kept !== null && sameText(kept, sealed)) return
    // A whole envelope that is neither the old nor the new one is another writer's: putting the old one back would undo it.
    if (kept !== null && isEnvelope(kept) && kept !== old) throw new SecretStoreError('unavailable', 'ambiguous')
    await this.#restore(ref, old, patience)
    throw new SecretStoreError('unavailable', 'foreign_data')
  }

  async #readOld(ref: SecretRef, patience: Patience): Promise<string | null> {
    try {
      return await this.#call(ref, ask, patience)
    } catch (error) {
      // Bytes that aren't text were never a secret of ours, so there is nothing to keep.
      if (error instanceof SecretStoreError && error.reason === 'foreign_data') return null
      throw error
    }
  }

  async #restore(ref: SecretRef, old: string | null, patience: Patience): Promise<void> {
    if (old === null) await this.#call(ref, { action: 'delete' }, patience)
    else await this.#call(ref, { action: 'set', value: old }, patience)
  }

  #queued<Result>(job: () => Promise<Result>): Promise<Result> {
    return this.#queue.run(this.#orFailAll(job))
  }

  /** Where the keychain itself fails, what waits for it fails too. */
  #orFailAll<Result>(job: () => Promise<Result>): () => Promise<Result> {
    return async () => {
      try {
        return await job()
      } catch (error) {
        if (error instanceof SecretStoreError && !isItemFault(error)) this.#queue.failWaiting(error)
        throw error
      }
    }
  }

  /** Once more where the worker died: each task can be done twice, and what waits behind it should not fail with it. */
  async #call(ref: SecretRef, action: Action, patience: Patience): Promise<string | null> {
    const task: KeychainTask = { service: this.#service, account: ref.recordId, ...action }
    try {
      return await this.#client.call(task, patience)
    } catch (error) {
      if (!(error instanceof SecretStoreError) || error.reason !== 'crashed') throw error
      return this.#client.call(task, patience)
    }
  }
}
