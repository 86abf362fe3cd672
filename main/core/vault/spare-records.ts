import type { CheckResult } from '../../../contract/keys.ts'
import { errorKind } from '../error-kind.ts'
import type { Log } from '../ports.ts'
import type { Database, Row } from '../storage/database.ts'
import { readSpareRecord, type SpareRecord } from './spare-record.ts'

/** The rows of secrets that lie beside those in use. Knows SQL and nothing of secrets. */
export class SpareRecords {
  readonly #database: Database
  readonly #log: Log

  constructor(database: Database, log: Log) {
    this.#database = database
    this.#log = log
  }

  /** Those that wait or are kept, of every key. */
  list(): SpareRecord[] {
    return this.#readAll(this.#database.all(`SELECT * FROM spare_secret WHERE secret_state = 'stored'`))
  }

  /** A key's pending or previous secret; undefined where it has none. */
  find(keyId: string, role: SpareRecord['role']): SpareRecord | undefined {
    return this.#one(`key_id = ? AND role = ? AND secret_state = 'stored'`, keyId, role)
  }

  /** Every row of a key, whatever its state. */
  of(keyId: string): SpareRecord[] {
    return this.#readAll(this.#database.all('SELECT * FROM spare_secret WHERE key_id = ?', keyId))
  }

  /** Rows of the same secret at keys that aren't deleted, those still being written included. */
  withFingerprint(fingerprint: string): SpareRecord[] {
    return this.#readAll(
      this.#database.all(
        `SELECT * FROM spare_secret WHERE fingerprint = ? AND secret_state IN ('stored', 'writing')
           AND key_id IN (SELECT id FROM vault_key WHERE deleted_at IS NULL)`,
        fingerprint,
      ),
    )
  }

  /** What a crash left behind, and what waits for the store to let go of it. */
  unfinished(): SpareRecord[] {
    return this.#readAll(this.#database.all(`SELECT * FROM spare_secret WHERE secret_state <> 'stored'`))
  }

  /** One of those, as it is now; undefined where it was finished meanwhile. */
  findUnfinished(id: string): SpareRecord | undefined {
    return this.#one(`id = ? AND secret_state <> 'stored'`, id)
  }

  insert(record: SpareRecord): void {
    this.#database.write(() =>
      this.#database.run(
        `INSERT INTO spare_secret (id, key_id, role, secret_state, store_kind, origin, path_prefix, prefix, last4,
           fingerprint, notes, override_reason, last_check, rotated_at, revoked_at, since)
         VALUES (:id, :keyId, :role, :secretState, :storeKind, :origin, :pathPrefix, :prefix, :last4,
           :fingerprint, :notes, :overrideReason, :lastCheck, :rotatedAt, :revokedAt, :since)`,
        {
          ...record,
          notes: JSON.stringify(record.notes),
          lastCheck: record.lastCheck && JSON.stringify(record.lastCheck),
        },
      ),
    )
  }

  /** The store confirmed the secret. */
  markStored(id: string): void {
    this.#update(`secret_state = 'stored' WHERE id = ? AND secret_state = 'writing'`, id)
  }

  /** From now on nothing can use it; the store is asked to let go of it. */
  markRemoving(id: string): void {
    this.#update(`secret_state = 'removing' WHERE id = ?`, id)
  }

  /** The same for all that a key has but those being written, whose writers look after them. */
  markAllRemoving(keyId: string): void {
    this.#update(`secret_state = 'removing' WHERE key_id = ? AND secret_state = 'stored'`, keyId)
  }

  /** False where it was swapped in, given up or replaced meanwhile. */
  saveCheck(id: string, result: CheckResult): boolean {
    return this.#update(`last_check = ? WHERE id = ? AND role = 'pending'`, JSON.stringify(result), id) > 0
  }

  remove(id: string): void {
    this.#database.write(() => this.#database.run('DELETE FROM spare_secret WHERE id = ?', id))
  }

  #one(condition: string, ...values: string[]): SpareRecord | undefined {
    const row = this.#database.get(`SELECT * FROM spare_secret WHERE ${condition}`, ...values)
    return row && readSpareRecord(row)
  }

  #update(assignment: string, ...values: string[]): number {
    return this.#database.write(() => this.#database.run(`UPDATE spare_secret SET ${assignment}`, ...values))
  }

  /** A row that can't be read is told to the log and left out; the others stay. */
  #readAll(rows: Row[]): SpareRecord[] {
    return rows.flatMap((row) => {
      try {
        return [readSpareRecord(row)]
      } catch (error) {
        this.#log.error('vault.spare-unreadable', { id: String(row['id']), kind: errorKind(error) })
        return []
      }
    })
  }
}
