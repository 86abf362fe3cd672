import { chmodSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { processStart } from './process-start.ts'
import { writeWhole } from './write-whole.ts'

/** Who has a profile open, for the message that a second start shows. */
export interface ProfileHolder {
  pid: number
  /** What tells this process from a later one with the same number. */
  start: string
  /** Which host: `electron`, `headless` or `cli`. */
  host: string
  /** Milliseconds since 1970. */
  since: number
  /** Where the holder can be reached, when it said so. */
  address: string | null
}

/** Another process has this profile open. */
export class ProfileHeldError extends Error {
  readonly holder: ProfileHolder | null

  constructor(folder: string, holder: ProfileHolder | null) {
    super(describe(folder, holder))
    this.name = 'ProfileHeldError'
    this.holder = holder
  }
}

export interface ProfileLock {
  /** Tells later starts where this process can be reached. */
  announce(address: string): void
  release(): void
}

/**
 * Takes a profile for this process, so that two cores never write one database. The lock is the operating system's own,
 * held through SQLite: it ends with the process, however that ended, so it can't be stale and a reused process number
 * does no harm. The note beside it only says who holds it.
 */
export function lockProfile(options: { folder: string; host: string; now: number }): ProfileLock {
  const { folder, host, now } = options
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, 'keydeck.lock')
  const sqlite = new Sqlite(path, { timeout: 0 })
  const note = (address: string | null) => {
    const holder: ProfileHolder = {
      pid: process.pid,
      start: processStart(process.pid) ?? '',
      host,
      since: now,
      address,
    }
    writeWhole(notePath(folder), `${JSON.stringify(holder)}\n`)
  }
  try {
    chmodSync(path, 0o600)
    sqlite.pragma('journal_mode = MEMORY')
    sqlite.exec('BEGIN EXCLUSIVE')
    note(null)
  } catch (error) {
    sqlite.close()
    if (isBusy(error)) throw new ProfileHeldError(folder, readHolder(folder))
    throw error
  }
  return {
    announce: note,
    release() {
      if (!sqlite.open) return
      rmSync(notePath(folder), { force: true })
      sqlite.close()
    },
  }
}

/** Who the note names, when that very process still runs; null when the note is missing, damaged or old. */
export function readHolder(folder: string): ProfileHolder | null {
  try {
    const holder: unknown = JSON.parse(readFileSync(notePath(folder), 'utf8'))
    if (!isHolder(holder)) return null
    return processStart(holder.pid) === (holder.start || null) ? holder : null
  } catch {
    // Without a readable note the lock still stands; only the name of its holder is unknown.
    return null
  }
}

const notePath = (folder: string) => join(folder, 'keydeck.lock.json')

function isHolder(value: unknown): value is ProfileHolder {
  if (typeof value !== 'object' || value === null) return false
  const { pid, start, host, since, address } = value as Record<string, unknown>
  return (
    Number.isInteger(pid) &&
    typeof start === 'string' &&
    typeof host === 'string' &&
    /^[a-z]{1,20}$/.test(host) &&
    Number.isFinite(since) &&
    (address === null || (typeof address === 'string' && /^http:\/\/127\.0\.0\.1:\d{1,5}$/.test(address)))
  )
}

function isBusy(error: unknown): boolean {
  return error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')
}

function describe(folder: string, holder: ProfileHolder | null): string {
  if (!holder) return `Another Keydeck has ${folder} open. Close it first, or choose another folder with --data.`
  const since = new Date(holder.since).toLocaleString()
  const where = holder.address ? ` at ${holder.address}` : ''
  return `Keydeck already runs${where} (${holder.host} host, process ${holder.pid}, since ${since}) and has ${folder} open. Use that one, close it first, or choose another folder with --data.`
}
