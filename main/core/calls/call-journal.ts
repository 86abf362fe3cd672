import { closeSync, fstatSync, ftruncateSync, writeSync } from 'node:fs'
import type { CallRecord } from '../../../contract/calls.ts'
import { errorKind } from '../error-kind.ts'
import type { Log } from '../ports.ts'
import { openOwnFile } from '../storage/own-file.ts'
import { setAside } from '../storage/set-aside.ts'
import { linesOf, readLine } from './journal-lines.ts'

const BATCH = 500
const CLOSED = -1

/**
 * Ended calls that no transaction holds yet, one line each. Once its line is written a call outlives this process; a
 * transaction of its own would cost ten times as much, before the asker sees the end. One process writes to it: the one
 * that has the profile's lock.
 */
export class CallJournal {
  readonly path: string
  readonly #log: Log
  /** Lines that could not be read, when it was read last. */
  unread = 0
  #file: number
  #bytes = 0
  /** What stands before this stays: there is something in it that could not go into the ledger. */
  #held = 0

  constructor(path: string, log: Log) {
    this.path = path
    this.#log = log
    this.#file = openOwnFile(path)
    // Written behind what is there, should it never be read.
    this.#bytes = fstatSync(this.#file).size
  }

  /** Whether it holds what could not go into the ledger. */
  get isHeld(): boolean {
    return this.#held > 0
  }

  /** Throws where the disk refuses. */
  append(calls: readonly CallRecord[]): void {
    // A part of a line that a full disk left must not take these along.
    const lines = `\n${calls.map((call) => JSON.stringify(call)).join('\n')}\n`
    const at = this.#bytes
    const written = writeSync(this.#file, lines, at)
    this.#bytes += written
    if (written === Buffer.byteLength(lines)) return
    this.#cutTo(at)
    throw Object.assign(new Error('The disk took a part of a line.'), { code: 'ENOSPC' })
  }

  /**
   * What is in it, some at a time. Lines that are no call that can be read hold the file; but for a last one that was cut
   * short, which is a call that nobody saw end. Throws where the file can't be read.
   */
  *read(): Generator<CallRecord[]> {
    let calls: CallRecord[] = []
    let [count, bytes] = [0, fstatSync(this.#file).size]
    this.unread = 0
    for (const { line, isWhole } of linesOf(this.#file)) {
      const call = line && readLine(line)
      if (call) calls.push(call)
      else if (isWhole || line === null) this.unread++
      else bytes -= line.length
      if (calls.length < BATCH) continue
      count += calls.length
      yield calls
      calls = []
    }
    if (calls.length > 0) yield calls
    count += calls.length
    if (count + this.unread > 0) this.#log.info('ledger.journal-read', { calls: count, unread: this.unread })
    if (bytes < this.#bytes) this.#cutTo(bytes)
    if (this.unread > 0) this.hold()
  }

  /** Keeps what is in it now from being cleared, until it is set aside. */
  hold(): void {
    this.#held = this.#bytes
  }

  /** Every call in it is in the database. */
  clear(): void {
    if (this.#bytes > this.#held) this.#cutTo(this.#held)
  }

  /** Moves the file away as it is, and goes on with a new one. Answers the folder it is in now; throws where it can't. */
  setAside(now: number): string | null {
    // Windows moves no file that is open.
    this.close()
    try {
      return setAside([this.path], now)
    } finally {
      this.#file = openOwnFile(this.path)
      this.#bytes = fstatSync(this.#file).size
      this.#held = this.#bytes
    }
  }

  close(): void {
    if (this.#file !== CLOSED) closeSync(this.#file)
    this.#file = CLOSED
  }

  #cutTo(bytes: number): void {
    try {
      ftruncateSync(this.#file, bytes)
      this.#bytes = bytes
    } catch (error) {
      // What stays is read again at the next start, and known by its id.
      this.#log.warn('ledger.journal-not-cleared', { kind: errorKind(error) })
    }
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
