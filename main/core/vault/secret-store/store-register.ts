import { randomUUID } from 'node:crypto'
import type { StoreState, StoreStateRecord } from './store-state.ts'

/** The record of the secret store, as it is in the database. */
export class StoreRegister {
  readonly #state: StoreState
  #record: StoreStateRecord = {
    installId: '',
    kind: null,
    sentinelHash: null,
    generation: 0,
    move: null,
    leftovers: null,
  }

  constructor(state: StoreState) {
    this.#state = state
  }

  get record(): StoreStateRecord {
    return this.#record
  }

  /** Whether the database said which store it is. Until then none is chosen: a new record would orphan every secret. */
  get isLoaded(): boolean {
    return this.#record.installId !== ''
  }

  load(): void {
    const record = this.#state.load()
    if (record) this.#record = record
    else this.save({ installId: randomUUID() })
  }

  /** What `along` writes is in the same transaction. Where it throws, nothing has changed. */
  save(change: Partial<StoreStateRecord>, along?: () => void): void {
    const record = { ...this.#record, ...change }
    this.#state.save(record, along)
    this.#record = record
  }
}
