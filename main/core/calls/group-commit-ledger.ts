import type { CallRecord } from '../../../contract/calls.ts'
import { errorKind } from '../error-kind.ts'
import type { Clock, Log } from '../ports.ts'
import type { Database } from '../storage/database.ts'
import type { CallGroups } from './call-groups.ts'
import type { CallJournal } from './call-journal.ts'
import { insertCall } from './call-row.ts'
import { type LedgerNotice, unreadableNotice, unreadNotice } from './journal-notice.ts'
import { causeOf, LedgerError, type LedgerTrouble, troubleOf } from './ledger-error.ts'
import type { Ledger } from './ledger-port.ts'
import { RollUpBatch } from './roll-up.ts'

/** How the ledger is: all zero and null where every call is on disk. */
export interface LedgerState {
  /** Calls that the disk refused; they are tried again. */
  unwritten: number
  /** Those of them that would be lost with this process: no journal holds them. */
  onlyInMemory: number
  /** Calls that no try will get into the ledger, or that there was no room for, since this start. */
  lost: number
  trouble: LedgerTrouble | null
}

interface Kept {
  call: CallRecord
  /** The journal has it too, and so a next start. */
  isInJournal: boolean
}

interface Waiting extends Kept {
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
 * this process; a power cut can take the calls of the last moments. Where the disk refuses, the calls are kept and tried again, `state` says so, and askers whose call is in no journal are told.
 */
export class GroupCommitLedger implements Ledger {
  readonly #database: Database
  readonly #groups: CallGroups
  readonly #clock: Clock
  readonly #log: Log
  readonly #onChange: () => void
  /** What the person has to know of the journal that the last process left; null where all of it is in the ledger. */
  readonly notice: LedgerNotice | null
  #journal: CallJournal | null
  /** What this turn of the event loop brought. */
  #arrived: Waiting[] = []
  /** What the journal holds, or what waits for this turn's transaction. */
  #waiting: Waiting[] = []
  #kept: Kept[] = []
  /** Calls that memory has no room for. The journal is read again once the others are written. */
  #onlyInJournal = 0
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
    this.notice = this.#start()
  }

  get state(): LedgerState {
    return {
      unwritten: this.#kept.length + this.#onlyInJournal,
      onlyInMemory: this.#kept.filter(({ isInJournal }) => !isInJournal).length,
      lost: this.#lost,
      trouble: this.#trouble,
    }
  }

  /** The calls that are not on disk: what waits for this turn's transaction, and what the disk refused. */
  get pending(): readonly CallRecord[] {
    return [...this.#kept, ...this.#waiting, ...this.#arrived].map(({ call }) => call)
  }

  record(call: CallRecord): Promise<void> {
    if (this.#closed) return Promise.reject(new LedgerError('closed'))
    return new Promise((resolve, reject) => {
      this.#arrived.push({ call, isInJournal: false, resolve, reject })
      if (this.#scheduled) return
      this.#scheduled = true
      setImmediate(() => this.#take())
    })
  }

  #take(): void {
    this.#scheduled = false
    const arrived = this.#arrived
    if (arrived.length === 0) return
    if (!this.#journals(arrived)) return this.flush()
    this.#arrived = []
    for (const { call, resolve } of arrived) {
      this.#waiting.push({ call, isInJournal: true, resolve: nobodyWaits, reject: nobodyWaits })
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
    else this.#keepAll(batch, trouble.error)
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
    // The disk of the journal may have room again, though the database had none.
    this.#journals(this.#kept.filter(({ isInJournal }) => !isInJournal))
    const { unwritten, onlyInMemory } = this.state
    if (unwritten > onlyInMemory) this.#log.warn('ledger.left-in-journal', { calls: unwritten - onlyInMemory })
    if (onlyInMemory > 0) this.#log.error('ledger.lost-at-close', { calls: onlyInMemory })
    this.#journal?.close()
  }

  /** Writes what the last process left. What can't be written for good is set aside, so that a later Keydeck can. */
  #start(): LedgerNotice | null {
    const journal = this.#journal
    if (!journal) return null
    const cause = this.#takeFromJournal()
    if (cause !== null) {
      const folder = this.#setJournalAside(journal)
      if (folder === null) {
        journal.close()
        this.#journal = null
      }
      return unreadableNotice(journal.path, cause, folder)
    }
    this.#clearJournal()
    if (!journal.isHeld) return null
    const folder = this.#kept.length === 0 ? this.#setJournalAside(journal) : null
    return unreadNotice(journal.path, journal.unread + this.#lost, folder)
  }

  #setJournalAside(journal: CallJournal): string | null {
    try {
      const folder = journal.setAside(this.#clock.now())
      for (const kept of this.#kept) kept.isInJournal = false
      this.#journals(this.#kept)
      return folder
    } catch (error) {
      this.#log.error('ledger.journal-not-set-aside', { kind: errorKind(error) })
      return null
    }
  }

  /** Takes over what the journal holds; answers why it can't be read, null where it can. */
  #takeFromJournal(): string | null {
    this.#onlyInJournal = 0
    try {
      for (const calls of this.#journal?.read() ?? []) {
        const isBehind = this.#kept.length > 0
        for (const call of calls) this.#remember({ call, isInJournal: true })
        if (!isBehind) this.#emptyKept()
      }
      return null
    } catch (error) {
      this.#journal?.hold()
      this.#log.error('ledger.journal-unreadable', { cause: causeOf(error) })
      return causeOf(error)
    }
  }

  /** Puts them into the journal, and says whether it took them. */
  #journals(calls: readonly Kept[]): boolean {
    if (!this.#journal || calls.length === 0) return false
    try {
      this.#journal.append(calls.map(({ call }) => call))
      for (const kept of calls) kept.isInJournal = true
      return true
    } catch (error) {
      this.#log.error('ledger.journal-refused', { cause: causeOf(error) })
      return false
    }
  }

  #clearJournal(): void {
    if (this.#kept.length + this.#waiting.length + this.#onlyInJournal === 0) this.#journal?.clear()
  }

  #write(calls: readonly CallRecord[]): { error: LedgerError } | null {
    try {
      this.#database.write(() => {
        const rollUps = new RollUpBatch()
        for (const call of calls) {
          const group = this.#groups.of(call)
          if (insertCall(this.#database, call, group)) rollUps.add(group.id, call)
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
        this.#drop(waiting)
        waiting.reject(trouble.error)
      } else this.#keepAll([waiting], trouble.error)
    }
  }

  /** Where the journal takes what the database does not, nobody has to be told. */
  #keepAll(batch: readonly Waiting[], error: LedgerError): void {
    this.#journals(batch.filter(({ isInJournal }) => !isInJournal))
    for (const { call, isInJournal, resolve, reject } of batch) {
      this.#remember({ call, isInJournal })
      if (isInJournal) resolve()
      else reject(error)
    }
    this.#trouble = error.trouble
    this.#scheduleRetry()
  }

  #remember(kept: Kept): void {
    this.#kept.push(kept)
    if (this.#kept.length <= KEPT_AT_MOST) return
    const inJournal = this.#kept.findIndex(({ isInJournal }) => isInJournal)
    this.#kept.splice(Math.max(0, inJournal), 1)
    if (inJournal >= 0) this.#onlyInJournal += 1
    else this.#lost += 1
  }

  /** No try will get this one in. Where the journal has it, the file stays for a later Keydeck. */
  #drop({ isInJournal }: Kept): void {
    this.#lost += 1
    this.#trouble = 'refused'
    if (isInJournal) this.#journal?.hold()
  }

  /** Tries again what was kept, and then what there was no room for. */
  #writeKept(): void {
    this.#cancelRetry?.()
    this.#cancelRetry = null
    if (!this.#emptyKept()) return
    if (this.#onlyInJournal > 0) this.#takeFromJournal()
    if (this.#kept.length > 0) return
    this.#retryMs = FIRST_RETRY_MS
    if (this.#lost === 0) this.#trouble = null
    this.#clearJournal()
  }

  /** Writes all that is kept in memory; false where the disk refuses, and it is tried again later. */
  #emptyKept(): boolean {
    while (this.#kept.length > 0) {
      const batch = this.#kept.slice(0, KEPT_BATCH)
      const trouble = this.#write(batch.map(({ call }) => call))
      if (trouble?.error.trouble === 'refused') this.#dropRefused(batch)
      else if (trouble !== null) {
        this.#trouble = trouble.error.trouble
        this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS)
        this.#scheduleRetry()
        return false
      } else this.#kept = this.#kept.slice(batch.length)
      this.#log.info('ledger.kept-calls-written', { left: this.#kept.length })
    }
    return true
  }

  /** Takes the calls that no try will get in out of the kept ones, so that they can't hold up the rest. */
  #dropRefused(batch: readonly Kept[]): void {
    const refused = new Set(batch.filter(({ call }) => this.#write([call])?.error.trouble === 'refused'))
    this.#kept = this.#kept.filter((kept) => !refused.has(kept))
    for (const kept of refused) this.#drop(kept)
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
