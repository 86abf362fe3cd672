import { z } from 'zod'
import type { RemovedLine } from '../../../../contract/imports.ts'
import { SecretStoreKind } from '../../../../contract/secret-store.ts'
import type { Log } from '../../ports.ts'
import type { Database, Row } from '../../storage/database.ts'

/** A row of `removed_line`: see the migration. */
const LineRecord = z.object({
  id: z.string(),
  path: z.string(),
  line: z.number(),
  variable: z.string(),
  keyId: z.string(),
  keyName: z.string(),
  state: z.enum(['keeping', 'kept', 'removed', 'returning', 'forgetting']),
  storeKind: SecretStoreKind,
  lineMark: z.string(),
  start: z.number(),
  length: z.number(),
  fileMark: z.string(),
  nextFileMark: z.string().nullable(),
  removedAt: z.number(),
})
export type LineRecord = z.infer<typeof LineRecord>

/** A row as the page sees it. */
export const viewLine = ({ id, path, line, variable, keyId, keyName, removedAt }: LineRecord): RemovedLine => ({
  id,
  path,
  line,
  variable,
  keyId,
  keyName,
  removedAt,
})

/** The rows of lines that were taken out of files. Knows SQL, and nothing of what stood in the lines. */
export class RemovedLines {
  readonly #database: Database
  readonly #log: Log

  constructor(database: Database, log: Log) {
    this.#database = database
    this.#log = log
  }

  /** One transaction around several of the methods below. */
  write<Result>(work: () => Result): Result {
    return this.#database.write(work)
  }

  /** What a person can put back. */
  list(): RemovedLine[] {
    return this.#read(`state IN ('removed', 'returning') ORDER BY removed_at DESC, path, line`).map(viewLine)
  }

  find(id: string): LineRecord | undefined {
    return this.#read('id = :id', { id })[0]
  }

  /** What a crash, or a store or disk that refused, left in the middle. */
  unfinished(): LineRecord[] {
    return this.#read(`state <> 'removed' ORDER BY path, line`)
  }

  /** Lines that are out of a file which is as Keydeck left it: their places in it are known. */
  placesIn(path: string, fileMark: string): LineRecord[] {
    return this.#read(`path = :path AND file_mark = :fileMark AND state IN ('removed', 'returning') ORDER BY start`, {
      path,
      fileMark,
    })
  }

  insert(record: LineRecord): void {
    this.#database.run(
      `INSERT INTO removed_line (id, path, line, variable, key_id, key_name, state, store_kind, line_mark, start, length,
         file_mark, next_file_mark, removed_at)
       VALUES (:id, :path, :line, :variable, :keyId, :keyName, :state, :storeKind, :lineMark, :start, :length,
         :fileMark, :nextFileMark, :removedAt)`,
      record,
    )
  }

  /** From now on, the file is about to be rewritten. */
  begin(id: string, state: 'kept' | 'returning', nextFileMark: string): void {
    this.#database.run('UPDATE removed_line SET state = ?, next_file_mark = ? WHERE id = ?', state, nextFileMark, id)
  }

  /** The rewrite is over, or didn't happen. */
  end(id: string, state: 'removed' | 'forgetting'): void {
    this.#database.run('UPDATE removed_line SET state = ?, next_file_mark = NULL WHERE id = ?', state, id)
  }

  /** A file of which we know the places was rewritten, so that we know them still. */
  follow(path: string, from: string, to: string): void {
    this.#database.run('UPDATE removed_line SET file_mark = ? WHERE path = ? AND file_mark = ?', to, path, from)
  }

  place(id: string, place: { start: number; length: number; fileMark: string }): void {
    this.#database.run(
      'UPDATE removed_line SET start = :start, length = :length, file_mark = :fileMark WHERE id = :id',
      { id, ...place },
    )
  }

  /** What stands behind a place moves by so many bytes. */
  shift({ path, fileMark, start }: LineRecord, by: number): void {
    this.#database.run(
      'UPDATE removed_line SET start = start + :by WHERE path = :path AND file_mark = :fileMark AND start > :start',
      { path, fileMark, start, by },
    )
  }

  remove(id: string): void {
    this.#database.write(() => this.#database.run('DELETE FROM removed_line WHERE id = ?', id))
  }

  /** A row that can't be read is told to the log and left out; the others stay. */
  #read(where: string, values: Record<string, string> = {}): LineRecord[] {
    return this.#database.all(`SELECT * FROM removed_line WHERE ${where}`, values).flatMap((row) => {
      const record = readRow(row)
      if (!record.success) this.#log.error('imports.row-unreadable', { id: String(row['id']) })
      return record.success ? [record.data] : []
    })
  }
}

const readRow = (row: Row) =>
  LineRecord.safeParse({
    id: row['id'],
    path: row['path'],
    line: row['line'],
    variable: row['variable'],
    keyId: row['key_id'],
    keyName: row['key_name'],
    state: row['state'],
    storeKind: row['store_kind'],
    lineMark: row['line_mark'],
    start: row['start'],
    length: row['length'],
    fileMark: row['file_mark'],
    nextFileMark: row['next_file_mark'],
    removedAt: row['removed_at'],
  })
