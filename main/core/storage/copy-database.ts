import { closeSync, fsyncSync, openSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { inspectDatabase, tablesOf } from './inspect-database.ts'

/** How a copy ended. `damaged` means that the copy is broken although nothing failed: so is what it was made from. */
export type CopyResult = { kind: 'good' } | { kind: 'failed'; code: string } | { kind: 'damaged'; reason: string }

export interface CopyJob {
  from: string
  to: string
  migrations: readonly string[]
}

/**
 * Copies a database that is in use, in one read of one moment, and looks whether the copy is whole: every page, the
 * schema, the ends of every table, and that no table lost all its rows. Blocks; runs in a thread of its own.
 */
export async function copyDatabase({ from, to, migrations }: CopyJob): Promise<CopyResult> {
  try {
    const source = new Sqlite(from, { readonly: true, fileMustExist: true, timeout: 5_000 })
    let filled: string[]
    try {
      filled = filledTables(source)
      // All pages in one step: a copy in steps starts over whenever somebody writes in between.
      await source.backup(to, { progress: () => 0x7f_ff_ff_ff })
    } finally {
      source.close()
    }
    settle(to)
    const inspection = inspectDatabase(to, { migrations, depth: 'whole' })
    if (inspection.kind === 'damaged') return inspection
    if (inspection.kind !== 'good') return { kind: 'failed', code: inspection.kind }
    const lost = lostTable(to, filled)
    return lost === null ? { kind: 'good' } : { kind: 'failed', code: `${lost} came out empty` }
  } catch (error) {
    return { kind: 'failed', code: error instanceof Error && 'code' in error ? String(error.code) : 'unknown' }
  }
}

/** Puts a copy's pages on the disk, as one file without companions. */
function settle(path: string): void {
  const copy = new Sqlite(path)
  try {
    copy.pragma('journal_mode = DELETE')
  } finally {
    copy.close()
  }
  const file = openSync(path, 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

function filledTables(sqlite: Sqlite.Database): string[] {
  return tablesOf(sqlite)
    .map(({ name }) => name)
    .filter((name) => sqlite.prepare(`SELECT 1 FROM "${name}" LIMIT 1`).get() !== undefined)
}

function lostTable(path: string, filled: string[]): string | null {
  const copy = new Sqlite(path, { readonly: true })
  try {
    return filled.find((name) => copy.prepare(`SELECT 1 FROM "${name}" LIMIT 1`).get() === undefined) ?? null
  } finally {
    copy.close()
  }
}
