import { closeSync, constants, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs'
import { CallRecord } from '../../../contract/calls.ts'
import { errorKind } from '../error-kind.ts'
import type { Log } from '../ports.ts'

const { O_CREAT, O_NOFOLLOW, O_RDWR } = constants

/**
 * Ended calls that no transaction holds yet, one line each. Once its line is written a call outlives this process; a transaction of its own would cost ten times as much, before the asker sees the end.
 */
export class CallJournal {
  readonly #file: number
  readonly #path: string
  readonly #log: Log
  #bytes = 0

  constructor(path: string, log: Log) {
    this.#path = path
    this.#log = log
    // A link there would lead the calls elsewhere. Not for appending: Windows lets nobody empty such a file.
    this.#file = openSync(path, O_RDWR | O_CREAT | (O_NOFOLLOW ?? 0), 0o600)
  }

  /** Throws where the disk refuses; the line may then be there in part, and is passed over when it is read. */
  append(calls: readonly CallRecord[]): void {
    // A part of a line that a full disk left must not take these along.
    const lines = `\n${calls.map((call) => JSON.stringify(call)).join('\n')}\n`
    const bytes = Buffer.byteLength(lines)
    const at = this.#bytes
    this.#bytes += bytes
    if (writeSync(this.#file, lines, at) < bytes) throw new Error('The disk took a part of a line.')
  }

  /** What another process left. A last line that was cut short is a call that nobody saw end. */
  read(): CallRecord[] {
    const bytes = readFileSync(this.#path)
    this.#bytes = bytes.length
    const lines = bytes.toString('utf8').split('\n').filter(Boolean)
    const calls = lines.flatMap((line) => readLine(line) ?? [])
    if (lines.length > 0)
      this.#log.info('ledger.journal-read', { calls: calls.length, unread: lines.length - calls.length })
    return calls
  }

  /** Every call in it is in the database. */
  clear(): void {
    if (this.#bytes === 0) return
    try {
      ftruncateSync(this.#file, 0)
      this.#bytes = 0
    } catch (error) {
      // What stays is read again at the next start, and known by its id.
      this.#log.warn('ledger.journal-not-cleared', { kind: errorKind(error) })
    }
  }

  close(): void {
    closeSync(this.#file)
  }
}

function readLine(line: string): CallRecord | null {
  try {
    return CallRecord.safeParse(JSON.parse(line)).data ?? null
  } catch {
    return null
  }
}

/** Opens the journal beside a database; null, and a word in the log, where it can't be had: calls then wait for the database. */
export function openJournal(path: string, log: Log): CallJournal | null {
  try {
    return new CallJournal(path, log)
  } catch (error) {
    log.warn('ledger.no-journal', { kind: errorKind(error) })
    return null
  }
}
