import type { z } from 'zod'
import { DELETE_UNDO_MS } from '../../../contract/keys.ts'
import type { SecretStoreStatus } from '../../../contract/secret-store.ts'
import type { Clock, Log } from '../ports.ts'
import type { KeyRecord } from './key-record.ts'
import type { KeyRecords } from './key-records.ts'
import type { KeyAudit } from './keys/key-audit.ts'
import { storeErrorKind } from './keys/secret-writing.ts'
import { isItemFault, SecretStoreError, type SecretWriter } from './secret-store/secret-store.ts'
import type { SpareRecord } from './spare-record.ts'
import type { SpareRecords } from './spare-records.ts'

/** How long until a removal that the store refused is tried again. A change of the store's state tries at once. */
const TRY_AGAIN_MS = 60_000

interface RemovalsOptions {
  records: KeyRecords
  spares: SpareRecords
  audit: KeyAudit
  writer: SecretWriter
  storeStatus: () => z.infer<typeof SecretStoreStatus>
  clock: Clock
  log: Log
  /** Items that are being written right now: their rows are nobody else's. */
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
    if (this.#isClosed) return Promise.resolve()
    this.#again = true
    this.#running ??= this.#drain()
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
    // At once, not in a later turn: a run that is asked for in between would be forgotten.
    this.#running = null
  }

  /** True when nothing is left that the store could take now. */
  async #pass(): Promise<boolean> {
    let isDone = true
    for (const { id, clear } of this.#jobs()) {
      if (this.#isClosed) return false
      try {
        await clear()
      } catch (error) {
        this.#options.log.warn('vault.removal-waits', { id, kind: storeErrorKind(error) })
        isDone = false
        // What can't be done for one item may be done for the next; a store that is gone is gone for all of them.
        if (error instanceof SecretStoreError && !isItemFault(error)) break
      }
    }
    return isDone
  }

  #jobs(): { id: string; clear: () => Promise<void> }[] {
    const { records, spares, log } = this.#options
    try {
      return [
        ...spares.unfinished().map(({ id }) => ({ id, clear: () => this.#clearSpare(id) })),
        ...records.unfinished().map(({ id }) => ({ id, clear: () => this.#clearKey(id) })),
      ]
    } catch (error) {
      log.error('vault.removals-unreadable', { kind: storeErrorKind(error) })
      return []
    }
  }

  /** Read again first: while the store took its time over another one, this one may have been finished. */
  async #clearSpare(id: string): Promise<void> {
    const { spares, beingWritten } = this.#options
    const spare = spares.findUnfinished(id)
    if (!spare || beingWritten.has(id)) return
    if (await this.#take(spare)) spares.remove(id)
  }

  /** Likewise: this one may have been restored. Its spare secrets go before its own, and all of them before its row. */
  async #clearKey(id: string): Promise<void> {
    const { records, spares, audit, beingWritten } = this.#options
    const record = records.findUnfinished(id)
    if (!record || beingWritten.has(record.secretId) || this.#hasTimeLeft(record)) return
    if (record.deletedAt !== null) records.markRemoving(id)
    for (const spare of spares.of(id)) {
      if (beingWritten.has(spare.id) || !(await this.#take(spare))) return
      spares.remove(spare.id)
    }
    if (record.storeKind !== null && !(await this.#take({ ...record, id: record.secretId }))) return
    records.write(() => {
      records.remove(id)
      if (record.deletedAt !== null) audit.record('key_removed', record, { actor: 'keydeck' })
    })
    this.#due.delete(id)
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

  /**
   * Takes an item out of the store; false where this store can't say. Only the one that was asked to hold a secret can
   * say that it holds none; what lay in memory may have moved there.
   */
  async #take({ id, origin, storeKind }: Pick<SpareRecord, 'id' | 'origin'> & Pick<KeyRecord, 'storeKind'>) {
    const { state, kind } = this.#options.storeStatus()
    if (state !== 'ready' || (kind !== storeKind && storeKind !== 'memory')) return false
    await this.#options.writer.remove({ recordId: id, origin })
    return true
  }
}
