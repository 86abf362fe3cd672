import type { Clock } from '../../ports.ts'
import {
  isItemFault,
  type SecretReader,
  type SecretRef,
  type SecretStore,
  SecretStoreError,
  type SecretWriter,
} from './secret-store.ts'
import type { StoreKeeper } from './store-keeper.ts'

/** How long a store that just failed is left alone before a read tries it again. */
const restMs = 1_000

/** Reading and writing through whichever store is open, with the state of the store kept true by what they meet. */
export class SecretStoreAccess implements SecretReader, SecretWriter {
  readonly #keeper: StoreKeeper
  readonly #clock: Clock
  #recovering: Promise<void> | null = null
  #failedAt = Number.NEGATIVE_INFINITY

  constructor(keeper: StoreKeeper, clock: Clock) {
    this.#keeper = keeper
    this.#clock = clock
  }

  read(ref: SecretRef): Promise<string | null> {
    return this.#use(async (store) => {
      const secret = await store.get(ref)
      // An emptied or exchanged keychain answers null to everything: only its sentinel tells.
      if (secret === null) await this.#keeper.confirm(store)
      return secret
    })
  }

  write(ref: SecretRef, secret: string): Promise<void> {
    return this.#use(async (store) => {
      await this.#keeper.confirm(store)
      await store.set(ref, secret)
    })
  }

  remove(ref: SecretRef): Promise<void> {
    return this.#use(async (store) => {
      await this.#keeper.confirm(store)
      await store.delete(ref)
    })
  }

  async #use<Result>(work: (store: SecretStore) => Promise<Result>): Promise<Result> {
    await this.#keeper.started
    await this.#recover()
    const store = this.#keeper.readyStore()
    try {
      return await work(store)
    } catch (error) {
      if (error instanceof SecretStoreError && !isItemFault(error)) {
        this.#failedAt = this.#clock.monotonic()
        this.#keeper.noteFailure(store, error)
      }
      throw error
    }
  }

  /** Looks once more at a store that failed; what locked it waits for the person, or every call would raise a prompt. */
  #recover(): Promise<void> {
    if (this.#recovering) return this.#recovering
    const { state } = this.#keeper.status.current
    const mayRecover = state === 'unavailable' || state === 'timeout' || state === 'mismatch'
    if (!mayRecover || this.#clock.monotonic() - this.#failedAt < restMs) return Promise.resolve()
    this.#recovering = this.#keeper.lookAgain().finally(() => {
      this.#recovering = null
      this.#failedAt = this.#clock.monotonic()
    })
    return this.#recovering
  }
}
