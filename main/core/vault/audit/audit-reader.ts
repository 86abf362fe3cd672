import { type AuditAction, AuditRow } from '../../../../contract/audit.ts'
import type { Log } from '../../ports.ts'
import type { Database, Row } from '../../storage/database.ts'

/** A page of the audit, newest first. */
export interface AuditQuestion {
  keyId?: string | undefined
  actions?: readonly AuditAction[] | undefined
  /** Only what is older than the row of this id. */
  before?: number | undefined
  limit: number
}

/** Reads the audit. A row that can't be read is told to the log and left out; the others stay. */
export class AuditReader {
  readonly #database: Database
  readonly #log: Log

  constructor(database: Database, log: Log) {
    this.#database = database
    this.#log = log
  }

  list({ keyId, actions, before, limit }: AuditQuestion): { rows: AuditRow[]; more: boolean } {
    const rows = this.#database.all(
      `SELECT * FROM audit WHERE ${ofKey(keyId)} AND ${OF_ACTIONS} AND id < :before
       ORDER BY id DESC LIMIT :limit`,
      {
        keyId: keyId ?? null,
        actions: JSON.stringify(actions ?? []),
        before: before ?? Number.MAX_SAFE_INTEGER,
        limit: limit + 1,
      },
    )
    return { rows: this.#read(rows.slice(0, limit)), more: rows.length > limit }
  }

  /** Every row, the oldest first. */
  all(keyId: string | undefined): AuditRow[] {
    const sql = `SELECT * FROM audit WHERE ${ofKey(keyId)} ORDER BY id`
    return this.#read(this.#database.all(sql, { keyId: keyId ?? null }))
  }

  #read(rows: readonly Row[]): AuditRow[] {
    return rows.flatMap((row) => {
      const read = AuditRow.safeParse({
        id: row['id'],
        at: row['at'],
        actor: row['actor'],
        action: row['action'],
        keyId: row['key_id'],
        subject: row['subject'],
        keyMask: row['key_mask'],
        environmentName: row['environment_name'],
        providerName: row['provider_name'],
        detail: JSON.parse(String(row['detail'])),
        count: row['count'],
        lastAt: row['last_at'],
      })
      if (read.success) return [read.data]
      this.#log.error('audit.row-unreadable', { id: Number(row['id']) })
      return []
    })
  }
}

/** Both name `:keyId`, so that one set of values fits; only the first can use the index. */
const ofKey = (keyId: string | undefined) => (keyId === undefined ? ':keyId IS NULL' : 'key_id = :keyId')

/** None given is all. */
const OF_ACTIONS = "(:actions = '[]' OR action IN (SELECT value FROM json_each(:actions)))"
