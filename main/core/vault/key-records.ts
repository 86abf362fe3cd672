import type { CheckResult } from '../../../contract/keys.ts'
import { errorKind } from '../error-kind.ts'
import type { Log } from '../ports.ts'
import type { Database, Row, Value } from '../storage/database.ts'
import { type KeyRecord, readKeyRecord } from './key-record.ts'

/** What can be used: neither deleted nor still being written. */
const USABLE = `deleted_at IS NULL AND secret_state IN ('stored', 'none')`

const COLUMNS = {
  name: 'name',
  environment_id: 'environmentId',
  account_type: 'accountType',
  requests_per_minute: 'requestsPerMinute',
  model_tiers: 'modelTiers',
  origin: 'origin',
  path_prefix: 'pathPrefix',
  prefix: 'prefix',
  last4: 'last4',
  fingerprint: 'fingerprint',
  secret_id: 'secretId',
  secret_state: 'secretState',
  store_kind: 'storeKind',
  tags: 'tags',
  notes: 'notes',
  override_reason: 'overrideReason',
  rotated_at: 'rotatedAt',
  rotate_after_days: 'rotateAfterDays',
  expires_at: 'expiresAt',
  last_check: 'lastCheck',
  status: 'status',
  revoked_at: 'revokedAt',
  monthly_budget: 'monthlyBudget',
} as const satisfies Record<string, keyof KeyRecord>

/** Written once, or by the statements that own them. */
const FIXED_COLUMNS = {
  id: 'id',
  provider_id: 'providerId',
  created_at: 'createdAt',
  last_used_at: 'lastUsedAt',
  deleted_at: 'deletedAt',
} as const satisfies Record<string, keyof KeyRecord>

const ALL_COLUMNS: Readonly<Record<string, string>> = { ...FIXED_COLUMNS, ...COLUMNS }
const INSERT = `INSERT INTO vault_key (${Object.keys(ALL_COLUMNS).join(', ')})
  VALUES (${Object.values(ALL_COLUMNS)
    .map((field) => `:${field}`)
    .join(', ')})`
const UPDATE = `UPDATE vault_key SET ${Object.entries(COLUMNS)
  .map(([column, field]) => `${column} = :${field}`)
  .join(', ')} WHERE id = :id`

/** The rows of vault keys. Knows SQL and nothing of secrets. */
export class KeyRecords {
  readonly #database: Database
  readonly #log: Log
  /** Rows that the log has been told of. */
  readonly #told = new Set<string>()

  constructor(database: Database, log: Log) {
    this.#database = database
    this.#log = log
  }

  /** One transaction around several of the methods below. */
  write<Result>(work: () => Result): Result {
    return this.#database.write(work)
  }

  list(): KeyRecord[] {
    return this.#readAll(this.#usableRows())
  }

  /** How many keys the list is without, because their rows are damaged. */
  unreadable(): number {
    const rows = this.#usableRows()
    return rows.length - this.#readAll(rows).length
  }

  /** A key that can be used; undefined for one that was deleted, and for one whose row is damaged. */
  find(id: string): KeyRecord | undefined {
    const row = this.#database.get(`SELECT * FROM vault_key WHERE id = ? AND ${USABLE}`, id)
    return row && this.#readAll([row])[0]
  }

  /** A deleted key that can still be restored. */
  findDeleted(id: string): KeyRecord | undefined {
    const row = this.#database.get(
      `SELECT * FROM vault_key WHERE id = ? AND deleted_at IS NOT NULL AND secret_state IN ('stored', 'none')`,
      id,
    )
    return row && this.#readAll([row])[0]
  }

  /** Every key of an environment, those that are deleted and those still being written included; none on its way out. */
  inEnvironment(environmentId: string): KeyRecord[] {
    return this.#readAll(
      this.#database.all(
        `SELECT * FROM vault_key WHERE environment_id = ? AND secret_state <> 'removing' ORDER BY created_at, id`,
        environmentId,
      ),
    )
  }

  /** Every row of one environment belongs to the other from now on. */
  moveAll(from: string, to: string): void {
    this.#update('environment_id = ? WHERE environment_id = ?', to, from)
  }

  /** Records of the same secret, those still being written included. */
  withFingerprint(fingerprint: string): KeyRecord[] {
    const rows = this.#database.all(
      `SELECT * FROM vault_key WHERE fingerprint = ? AND deleted_at IS NULL AND secret_state IN ('stored', 'writing')`,
      fingerprint,
    )
    return this.#readAll(rows)
  }

  /** Whether this is the fingerprint of any secret that has a row: in use, beside one, deleted or half written. */
  hasFingerprint(fingerprint: string): boolean {
    const row = this.#database.get(
      `SELECT 1 FROM vault_key WHERE fingerprint = :fingerprint
       UNION SELECT 1 FROM spare_secret WHERE fingerprint = :fingerprint`,
      { fingerprint },
    )
    return row !== undefined
  }

  /** What a crash or a store that didn't answer left behind, and what waits for the end of its undo window. */
  unfinished(): KeyRecord[] {
    return this.#readAll(
      this.#database.all(
        `SELECT * FROM vault_key WHERE deleted_at IS NOT NULL OR secret_state IN ('writing', 'removing')`,
      ),
    )
  }

  /** One of those, as it is now; undefined where it was finished or restored meanwhile. */
  findUnfinished(id: string): KeyRecord | undefined {
    return this.unfinished().find((record) => record.id === id)
  }

  insert(record: KeyRecord): void {
    this.#database.write(() => this.#database.run(INSERT, valuesOf(record)))
  }

  /** Writes what may change of a key. Call it in the transaction that read the record. */
  save(record: KeyRecord): void {
    this.#database.write(() => this.#database.run(UPDATE, valuesOf(record)))
  }

  /** The store confirmed the secret: from now on the key exists. */
  markStored(id: string): void {
    this.#update(`secret_state = 'stored' WHERE id = ? AND secret_state = 'writing'`, id)
  }

  /** From now on it can't be restored. */
  markRemoving(id: string): void {
    this.#update(`secret_state = 'removing' WHERE id = ? AND deleted_at IS NOT NULL`, id)
  }

  markDeleted(id: string, at: number): void {
    this.#update('deleted_at = ? WHERE id = ?', at, id)
  }

  markRestored(id: string): void {
    this.#update('deleted_at = NULL WHERE id = ?', id)
  }

  /** False where the key went away meanwhile. */
  saveCheck(id: string, result: CheckResult): boolean {
    return this.#update(`last_check = ? WHERE id = ? AND ${USABLE}`, JSON.stringify(result), id) > 0
  }

  saveUse(uses: ReadonlyMap<string, number>): void {
    this.#database.write(() => {
      for (const [id, at] of uses) {
        this.#update('last_used_at = ? WHERE id = ? AND coalesce(last_used_at, 0) < ?', at, id, at)
      }
    })
  }

  remove(id: string): void {
    this.#database.write(() => this.#database.run('DELETE FROM vault_key WHERE id = ?', id))
  }

  #update(assignment: string, ...values: (string | number)[]): number {
    return this.#database.write(() => this.#database.run(`UPDATE vault_key SET ${assignment}`, ...values))
  }

  #usableRows(): Row[] {
    return this.#database.all(`SELECT * FROM vault_key WHERE ${USABLE} ORDER BY created_at, id`)
  }

  /** A row that can't be read is told to the log, once, and left out; the others stay. */
  #readAll(rows: Row[]): KeyRecord[] {
    return rows.flatMap((row) => {
      try {
        return [readKeyRecord(row)]
      } catch (error) {
        const id = String(row['id'])
        if (!this.#told.has(id)) this.#log.error('vault.row-unreadable', { id, kind: errorKind(error) })
        this.#told.add(id)
        return []
      }
    })
  }
}

function valuesOf(record: KeyRecord): Record<string, Value> {
  return {
    ...record,
    tags: JSON.stringify(record.tags),
    modelTiers: record.modelTiers && JSON.stringify(record.modelTiers),
    lastCheck: record.lastCheck && JSON.stringify(record.lastCheck),
  }
}
