import { errorKind } from '../../error-kind.ts'
import type { Clock, Log } from '../../ports.ts'
import type { LocalKeyRecord } from './local-key-record.ts'
import type { LocalKeyRecords, LocalKeyUse } from './local-key-records.ts'

/** Uses are written together: a write for each call would wait for the disk each time. */
const SAVE_USES_MS = 1_000
/** A client writes what it likes; so much of it is kept. */
const LONGEST_CLIENT = 200

/** When each local key was last used and by which client, from the moment of the call. */
export class LocalKeyUses {
  readonly #records: LocalKeyRecords
  readonly #clock: Clock
  readonly #log: Log
  readonly #latest = new Map<string, LocalKeyUse>()
  #unsaved = new Map<string, LocalKeyUse>()
  #cancelSave: (() => void) | null = null

  constructor(options: { records: LocalKeyRecords; clock: Clock; log: Log }) {
    this.#records = options.records
    this.#clock = options.clock
    this.#log = options.log
  }

  note(id: string, at: number, client: string | null): void {
    // Calls don't leave in the order in which they came.
    if ((this.#latest.get(id)?.at ?? 0) > at) return
    const use = { at, client: client && client.slice(0, LONGEST_CLIENT) }
    this.#latest.set(id, use)
    this.#unsaved.set(id, use)
    this.#cancelSave ??= this.#clock.after(SAVE_USES_MS, () => this.save())
  }

  /** The last use that is known, written or not. */
  last(record: LocalKeyRecord): Pick<LocalKeyRecord, 'lastUsedAt' | 'lastClient'> {
    const latest = this.#latest.get(record.id)
    return latest
      ? { lastUsedAt: latest.at, lastClient: latest.client }
      : { lastUsedAt: record.lastUsedAt, lastClient: record.lastClient }
  }

  forget(id: string): void {
    this.#latest.delete(id)
    this.#unsaved.delete(id)
  }

  /** Writes what is pending. Where the disk refuses, it stays pending until the next use. */
  save(): void {
    this.#cancelSave?.()
    this.#cancelSave = null
    if (this.#unsaved.size === 0) return
    try {
      this.#records.saveUses(this.#unsaved)
      this.#unsaved = new Map()
    } catch (error) {
      this.#log.warn('local-key.uses-not-saved', { kind: errorKind(error) })
    }
  }
}
