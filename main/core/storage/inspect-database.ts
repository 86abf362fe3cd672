import { closeSync, openSync, readSync, statSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { sizeOf } from './profile-files.ts'
import { firstDifference, shapeAfter, shapeOf } from './schema-shape.ts'
import { isDamage } from './storage-error.ts'

export type Inspection =
  | { kind: 'missing' }
  | { kind: 'empty' }
  | { kind: 'good'; version: number }
  | { kind: 'damaged'; reason: string }
  /** The log beside the file is of another database: playing it in would replace this one. */
  | { kind: 'wrong-log' }
  | { kind: 'newer'; version: number }
  | { kind: 'foreign'; difference: string }

export interface InspectionOptions {
  migrations: readonly string[]
  /** `whole` reads every page; `quick` reads the schema and the ends of every table. */
  depth: 'quick' | 'whole'
}

/**
 * Looks at a database without writing to it: whether it is whole, and whether it is of this Keydeck. What the system
 * forbids is thrown: a file that can't be read is not a broken one.
 */
export function inspectDatabase(path: string, options: InspectionOptions): Inspection {
  const size = sizeOf(path)
  if (size === 0) {
    if (sizeOf(`${path}-wal`) > 0) return { kind: 'damaged', reason: 'the file is empty, its log is not' }
    return { kind: fileExists(path) ? 'empty' : 'missing' }
  }
  let sqlite: Sqlite.Database | undefined
  try {
    sqlite = new Sqlite(path, { readonly: true, fileMustExist: true, timeout: 5_000 })
    const own = markInFile(path)
    if (own !== 0 && own !== Number(sqlite.pragma('application_id', { simple: true }))) return { kind: 'wrong-log' }
    return inspectOpen(sqlite, options)
  } catch (error) {
    if (isDamage(error)) return { kind: 'damaged', reason: error.message }
    throw error
  } finally {
    sqlite?.close()
  }
}

function inspectOpen(sqlite: Sqlite.Database, { migrations, depth }: InspectionOptions): Inspection {
  sqlite.pragma('cell_size_check = ON')
  sqlite.pragma('trusted_schema = OFF')
  const version = Number(sqlite.pragma('user_version', { simple: true }))
  if (version > migrations.length) return { kind: 'newer', version }
  if (depth === 'whole') {
    const complaint = String(sqlite.pragma('quick_check(1)', { simple: true }))
    if (complaint !== 'ok') return { kind: 'damaged', reason: complaint }
  }
  const found = shapeOf(sqlite)
  const difference = firstDifference(found, shapeAfter(migrations.slice(0, version)))
  if (difference) return { kind: 'foreign', difference }
  readEnds(sqlite)
  return { kind: 'good', version }
}

/** Walks to both ends of every table: damage there throws. */
function readEnds(sqlite: Sqlite.Database): void {
  for (const { name, isClustered } of tablesOf(sqlite)) {
    const order = isClustered ? '1' : 'rowid'
    for (const direction of ['ASC', 'DESC']) {
      sqlite.prepare(`SELECT * FROM "${name}" ORDER BY ${order} ${direction} LIMIT 1`).get()
    }
  }
}

/** The tables that hold rows of their own. */
export function tablesOf(sqlite: Sqlite.Database): { name: string; isClustered: boolean }[] {
  const rows = sqlite
    .prepare(
      "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    )
    .all() as { name: string; wr: number }[]
  return rows.map(({ name, wr }) => ({ name, isClustered: wr === 1 }))
}

/** The mark of this database as the file alone has it, without its log; SQLite keeps it at byte 68. */
function markInFile(path: string): number {
  const bytes = Buffer.alloc(4)
  const file = openSync(path, 'r')
  try {
    return readSync(file, bytes, 0, 4, 68) === 4 ? bytes.readInt32BE() : 0
  } finally {
    closeSync(file)
  }
}

function fileExists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined
}
