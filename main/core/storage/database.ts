import { chmodSync } from 'node:fs'
import Sqlite from 'better-sqlite3'

export type Value = string | number | bigint | Buffer | null
export type Row = Record<string, Value>

/** What a commit outlives: the end of this process however it comes, or a power cut as well, which costs a sync to disk. */
export type Outlives = 'process' | 'power-cut'

/**
 * The one SQLite file of a profile. Statements are prepared once and kept; every write runs in `write`, which takes the
 * write lock at once (a lock taken later fails with SQLITE_BUSY_SNAPSHOT instead of waiting).
 */
export class Database {
  readonly path: string
  readonly #sqlite: Sqlite.Database
  readonly #statements = new Map<string, Sqlite.Statement>()
  #outlives: Outlives = 'power-cut'

  constructor(path: string) {
    this.path = path
    this.#sqlite = new Sqlite(path, { timeout: 5_000 })
    try {
      if (path !== ':memory:') chmodSync(path, 0o600)
      for (const pragma of SETTINGS) this.#sqlite.pragma(pragma)
      refuseOldSqlite(this.#sqlite)
    } catch (error) {
      this.#sqlite.close()
      throw error
    }
  }

  /** All rows of a query. The caller parses them: a row is typed at the edge of its domain, not here. */
  all(sql: string, ...values: (Value | Record<string, Value>)[]): Row[] {
    return this.#prepare(sql).all(...values) as Row[]
  }

  get(sql: string, ...values: (Value | Record<string, Value>)[]): Row | undefined {
    return this.#prepare(sql).get(...values) as Row | undefined
  }

  /** Runs one statement; answers how many rows it changed. */
  run(sql: string, ...values: (Value | Record<string, Value>)[]): number {
    this.#commitsOutlive('power-cut')
    return this.#prepare(sql).run(...values).changes
  }

  /** Runs a script of several statements. For migrations only. */
  script(sql: string): void {
    this.#sqlite.exec(sql)
  }

  /**
   * Runs `work` in one immediate transaction: all of it is on disk when this returns, or none of it. Nests. With `process`
   * the sync is left to the next transaction that outlives a power cut, or to the next checkpoint.
   */
  write<Result>(work: () => Result, outlives: Outlives = 'power-cut'): Result {
    if (this.#sqlite.inTransaction) return work()
    this.#commitsOutlive(outlives)
    return this.#sqlite.transaction(work).immediate()
  }

  get version(): number {
    return Number(this.#sqlite.pragma('user_version', { simple: true }))
  }

  set version(version: number) {
    this.#sqlite.pragma(`user_version = ${Math.trunc(version)}`)
  }

  /** `ok`, or the first complaint of SQLite's quick check. */
  quickCheck(): string {
    return String(this.#sqlite.pragma('quick_check(1)', { simple: true }))
  }

  /** Writes a whole, consistent copy, WAL included, without stopping readers or writers. */
  async backup(to: string): Promise<void> {
    await this.#sqlite.backup(to)
    chmodSync(to, 0o600)
  }

  /** Moves the WAL into the file and empties it, so that what was erased is gone from both. */
  checkpoint(): void {
    this.#sqlite.pragma('wal_checkpoint(TRUNCATE)')
  }

  close(): void {
    this.#statements.clear()
    this.#sqlite.close()
  }

  #commitsOutlive(outlives: Outlives): void {
    if (outlives === this.#outlives || this.#sqlite.inTransaction) return
    this.#sqlite.pragma(`synchronous = ${outlives === 'process' ? 'NORMAL' : 'FULL'}`)
    this.#outlives = outlives
  }

  #prepare(sql: string): Sqlite.Statement {
    const known = this.#statements.get(sql)
    if (known) return known
    const statement = this.#sqlite.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }
}

/**
 * FULL: what a toast called saved survives a power cut; the ledger alone does with less. secure_delete: a deleted row is overwritten, for people paste
 * keys into chats. trusted_schema off and cell_size_check: a tampered file can't run functions or misread pages.
 */
const SETTINGS = [
  'journal_mode = WAL',
  'synchronous = FULL',
  'foreign_keys = ON',
  'trusted_schema = OFF',
  'secure_delete = ON',
  'cell_size_check = ON',
  'mmap_size = 0',
]

/** SQLite up to 3.51.2 can corrupt a WAL file that two connections reset at once. */
function refuseOldSqlite(sqlite: Sqlite.Database): void {
  const version = String(sqlite.prepare('SELECT sqlite_version()').pluck().get())
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
  const comparable = major * 1_000_000 + minor * 1_000 + patch
  if (comparable < 3_051_003) throw new Error(`SQLite ${version} is too old; Keydeck needs 3.51.3 or newer.`)
}
