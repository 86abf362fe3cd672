import type { z } from 'zod'
import { DELETE_UNDO_MS } from '../../../contract/keys.ts'
import type { SecretStoreStatus } from '../../../contract/secret-store.ts'
import type { Clock, Log } from '../ports.ts'
import type { KeyRecord } from './key-record.ts'
import type { KeyRecords } from './key-records.ts'
import { SecretStoreError, type SecretWriter } from './secret-store/secret-store.ts'

/** How long until a removal that the store refused is tried again. A change of the store's state tries at once. */
const TRY_AGAIN_MS = 60_000

interface RemovalsOptions {
  records: KeyRecords
  writer: SecretWriter
  storeStatus: () => z.infer<typeof SecretStoreStatus>
  clock: Clock
  log: Log
  /** Keys that are being added right now: their rows are nobody else's. */
  beingWritten: ReadonlySet<string>
}

/**
 * Takes secrets out of the store, always before the row that names them: a row without its secret can be cleared up
 * later, a secret without its row would be found by nobody.
 */
export class Removals {
  readonly #options: RemovalsOptions
  readonly #timers = new Map<string, () => void>()
  /** Keys whose window ended by the monotonic clock, whatever the other one says. */
  readonly #due = new Set<string>()
  #running: Promise<void> | null = null
  #again = false
  #isClosed = false
  #cancelRetry = () => {}

  constructor(options: RemovalsOptions) {
    this.#options = options
  }

  /** Removes a deleted key for good once its undo window ends. */
  schedule(id: string, afterMs: number): void {
    this.cancel(id)
    if (this.#isClosed) return
    const cancel = this.#options.clock.after(afterMs, () => {
      this.#timers.delete(id)
      this.#due.add(id)
      void this.run()
    })
    this.#timers.set(id, cancel)
  }

  cancel(id: string): void {
    this.#timers.get(id)?.()
    this.#timers.delete(id)
    this.#due.delete(id)
  }

  /**
   * Brings rows and secrets together: clears up adds that never finished and deletes whose window is over. Never
   * rejects; what the store refuses now is left for the next run. Runs one at a time.
   */
  run(): Promise<void> {
    this.#again = true
    this.#running ??= this.#drain().finally(() => {
      this.#running = null
    })
    return this.#running
  }

  /** Stops the timers and waits for the removal under way. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#cancelRetry()
    for (const cancel of this.#timers.values()) cancel()
    this.#timers.clear()
    await this.#running
  }

  async #drain(): Promise<void> {
    while (this.#again && !this.#isClosed) {
      this.#again = false
      this.#cancelRetry()
      const isDone = await this.#pass()
      if (isDone || this.#isClosed) continue
      this.#cancelRetry = this.#options.clock.after(TRY_AGAIN_MS, () => void this.run())
    }
  }

  /** True when nothing is left that the store could take now. */
  async #pass(): Promise<boolean> {
    const { records, beingWritten, log } = this.#options
    let at: string | undefined
    try {
      for (const { id } of records.unfinished()) {
        if (this.#isClosed) return false
        at = id
        // Read again: while the store took its time over the one before, this one may have been restored or finished.
        const record = records.findUnfinished(id)
        if (!record || beingWritten.has(id) || this.#hasTimeLeft(record)) continue
        await this.#clear(record)
      }
      return true
    } catch (error) {
      log.warn('vault.removal-waits', { id: at, kind: kindOf(error) })
      return false
    }
  }

  /** A delete that was still undoable when the app ended gets the rest of its window; a clock set back adds nothing. */
  #hasTimeLeft(record: KeyRecord): boolean {
    if (record.deletedAt === null || record.secretState === 'writing' || record.secretState === 'removing') return false
    if (this.#due.has(record.id)) return false
    if (this.#timers.has(record.id)) return true
    const left = record.deletedAt + DELETE_UNDO_MS - this.#options.clock.now()
    if (left <= 0) return false
    this.schedule(record.id, Math.min(left, DELETE_UNDO_MS))
    return true
  }

  async #clear(record: KeyRecord): Promise<void> {
    const { records, writer } = this.#options
    if (record.deletedAt !== null) records.markRemoving(record.id)
    if (record.secretState !== 'none') {
      if (!this.#canAsk(record)) return
      await writer.remove({ recordId: record.id, origin: record.origin })
    }
    records.remove(record.id)
    this.#due.delete(record.id)
  }

  /** Only the store that was asked to hold a secret can say that it holds none; what lay in memory may have moved there. */
  #canAsk(record: KeyRecord): boolean {
    const { state, kind } = this.#options.storeStatus()
    return state === 'ready' && (kind === record.storeKind || record.storeKind === 'memory')
  }
}

const kindOf = (error: unknown): string =>
  error instanceof SecretStoreError ? `${error.state} ${error.reason}` : error instanceof Error ? error.name : 'unknown'
