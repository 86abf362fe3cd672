import type { CallRecord } from '../../../contract/calls.ts'
import type { Clock, Log } from '../ports.ts'
import type { Database } from '../storage/database.ts'
import type { CallGroups } from './call-groups.ts'
import type { CallJournal } from './call-journal.ts'
import { insertCall } from './call-row.ts'
import { causeOf, LedgerError, type LedgerTrouble, troubleOf } from './ledger-error.ts'
import type { Ledger } from './ledger-port.ts'
import { RollUpBatch } from './roll-up.ts'

/** How the ledger is: all zero and null where every call is on disk. */
export interface LedgerState {
  /** Calls in memory that the disk refused; they are tried again. */
  unwritten: number
  /** Calls that are lost for good, since this start. */
  lost: number
  trouble: LedgerTrouble | null
}

interface Waiting {
  call: CallRecord
  resolve: () => void
  reject: (error: LedgerError) => void
}

const KEPT_AT_MOST = 10_000
const KEPT_BATCH = 500
const FIRST_RETRY_MS = 1_000
const LAST_RETRY_MS = 60_000
/** How long calls that are in the journal may wait for a transaction that they share. */
const SHARED_MS = 20

/**
 * Writes calls and their roll-ups. Calls that arrive in one turn of the event loop share a write: to the journal, where
 * there is one, and those of some milliseconds then share a transaction; else a transaction of their own. Either way it outlives
 * this process; a power cut can take the calls of the last moments. Where the disk refuses, the askers are told, the calls are kept in memory and tried again, and `state` says so.
 */
export class GroupCommitLedger implements Ledger {
  readonly #database: Database
  readonly #groups: CallGroups
  readonly #journal: CallJournal | null
  readonly #clock: Clock
  readonly #log: Log
  readonly #onChange: () => void
  /** What this turn of the event loop brought. */
  #arrived: Waiting[] = []
  /** What the journal holds, or what waits for this turn's transaction. */
  #waiting: Waiting[] = []
  #kept: CallRecord[] = []
  #lost = 0
  #trouble: LedgerTrouble | null = null
  #retryMs = FIRST_RETRY_MS
  #cancelRetry: (() => void) | null = null
  #cancelFlush: (() => void) | null = null
  #scheduled = false
  #closed = false

  constructor(options: {
    database: Database
    groups: CallGroups
    /** Null: each call waits for its transaction. */
    journal: CallJournal | null
    clock: Clock
    log: Log
    onChange: () => void
  }) {
    this.#database = options.database
    this.#groups = options.groups
    this.#clock = options.clock
    this.#log = options.log
    this.#onChange = options.onChange
    this.#journal = options.journal
    this.#kept = options.journal?.read() ?? []
    if (this.#kept.length > 0) this.#writeKept()
  }

  get state(): LedgerState {
    return { unwritten: this.#kept.length, lost: this.#lost, trouble: this.#trouble }
  }

  /** The calls that are not on disk: what waits for this turn's transaction, and what the disk refused. */
  get pending(): readonly CallRecord[] {
    return [...this.#kept, ...[...this.#waiting, ...this.#arrived].map(({ call }) => call)]
  }

  record(call: CallRecord): Promise<void> {
    if (this.#closed) return Promise.reject(new LedgerError('closed'))
    return new Promise((resolve, reject) => {
      this.#arrived.push({ call, resolve, reject })
      if (this.#scheduled) return
      this.#scheduled = true
      setImmediate(() => this.#take())
    })
  }

  #take(): void {
    this.#scheduled = false
    const arrived = this.#arrived
    if (arrived.length === 0) return
    if (!this.#areInJournal(arrived)) return this.flush()
    this.#arrived = []
    for (const { call, resolve } of arrived) {
      this.#waiting.push({ call, resolve: nobodyWaits, reject: nobodyWaits })
      resolve()
    }
    this.#cancelFlush ??= this.#clock.after(SHARED_MS, () => this.flush())
  }

  /** Writes what waits, now. */
  flush(): void {
    this.#cancelFlush?.()
    this.#cancelFlush = null
    const batch = [...this.#waiting, ...this.#arrived]
    if (batch.length === 0) return
    this.#waiting = []
    this.#arrived = []
    const trouble = this.#write(batch.map((waiting) => waiting.call))
    if (trouble === null) for (const waiting of batch) waiting.resolve()
    else if (trouble.error.trouble === 'refused') this.#settleOneByOne(batch, trouble.error)
    else for (const waiting of batch) this.#keep(waiting, trouble.error)
    if (trouble === null && this.#kept.length > 0) this.#writeKept()
    else this.#clearJournal()
    this.#onChange()
  }

  /** Writes what waits and what was kept; a call that arrives later is refused. */
  close(): void {
    this.flush()
    this.#writeKept()
    this.#closed = true
    this.#cancelRetry?.()
    this.#journal?.close()
    if (this.#kept.length > 0) this.#log.error('ledger.lost-at-close', { calls: this.#kept.length })
  }

  #areInJournal(arrived: readonly Waiting[]): boolean {
    if (!this.#journal) return false
    try {
      this.#journal.append(arrived.map(({ call }) => call))
      return true
    } catch (error) {
      this.#log.error('ledger.journal-refused', { cause: causeOf(error) })
      return false
    }
  }

  #clearJournal(): void {
    if (this.#kept.length === 0 && this.#waiting.length === 0) this.#journal?.clear()
  }

  #write(calls: readonly CallRecord[]): { error: LedgerError } | null {
    try {
      this.#database.write(() => {
        const rollUps = new RollUpBatch()
        for (const call of calls) {
          const group = this.#groups.of(call)
          if (insertCall(this.#database, call, group.id)) rollUps.add(group.id, call)
        }
        rollUps.write(this.#database)
        // A sync to disk would cost each call more than all the rest of Keydeck.
      }, 'process')
      return null
    } catch (error) {
      this.#groups.forget()
      const trouble = troubleOf(error)
      this.#log.error('ledger.write-failed', { calls: calls.length, trouble, cause: causeOf(error) })
      return { error: new LedgerError(trouble, error) }
    }
  }

  /** One call that the schema refuses must not take the calls beside it along. */
  #settleOneByOne(batch: readonly Waiting[], error: LedgerError): void {
    for (const waiting of batch) {
      const trouble = batch.length === 1 ? { error } : this.#write([waiting.call])
      if (trouble === null) waiting.resolve()
      else if (trouble.error.trouble === 'refused') {
        this.#lost += 1
        this.#trouble = 'refused'
        waiting.reject(trouble.error)
      } else this.#keep(waiting, trouble.error)
    }
  }

  #keep(waiting: Waiting, error: LedgerError): void {
    this.#kept.push(waiting.call)
    this.#trouble = error.trouble
    if (this.#kept.length > KEPT_AT_MOST) {
      this.#kept.shift()
      this.#lost += 1
    }
    waiting.reject(error)
    this.#scheduleRetry()
  }

  #writeKept(): void {
    this.#cancelRetry?.()
    this.#cancelRetry = null
    while (this.#kept.length > 0) {
      const batch = this.#kept.slice(0, KEPT_BATCH)
      const trouble = this.#write(batch)
      if (trouble?.error.trouble === 'refused') this.#dropRefused(batch)
      else if (trouble !== null) {
        this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS)
        return this.#scheduleRetry()
      } else this.#kept = this.#kept.slice(batch.length)
      this.#log.info('ledger.kept-calls-written', { left: this.#kept.length })
    }
    this.#retryMs = FIRST_RETRY_MS
    if (this.#lost === 0) this.#trouble = null
    this.#clearJournal()
  }

  /** Takes the calls that no try will get in out of the kept ones, so that they can't hold up the rest. */
  #dropRefused(batch: readonly CallRecord[]): void {
    const refused = new Set(batch.filter((call) => this.#write([call])?.error.trouble === 'refused'))
    this.#kept = this.#kept.filter((call) => !refused.has(call))
    this.#lost += refused.size
  }

  #scheduleRetry(): void {
    if (this.#closed || this.#cancelRetry !== null) return
    this.#cancelRetry = this.#clock.after(this.#retryMs, () => {
      this.#cancelRetry = null
      this.#writeKept()
      this.#onChange()
    })
  }
}

const nobodyWaits = () => {}
