import { errorKind } from '../../error-kind.ts'
import type { Log } from '../../ports.ts'
import type { Database, Row } from '../../storage/database.ts'
import { type LocalKeyRecord, readLocalKey, valuesOf } from './local-key-record.ts'

const COLUMNS: Readonly<Record<string, keyof LocalKeyRecord>> = {
  hash: 'hash',
  last4: 'last4',
  name: 'name',
  environment_id: 'environmentId',
  account_type: 'accountType',
  requests_per_minute: 'requestsPerMinute',
  model_tiers: 'modelTiers',
  models: 'models',
  vault_key_ids: 'vaultKeyIds',
  allows_files: 'allowsFiles',
  monthly_budget: 'monthlyBudget',
  expires_at: 'expiresAt',
  regenerated_at: 'regeneratedAt',
  revoked_at: 'revokedAt',
  deleted_at: 'deletedAt',
}
/** Written once, or by the statement that owns them. */
const FIXED_COLUMNS: Readonly<Record<string, keyof LocalKeyRecord>> = {
  id: 'id',
  created_at: 'createdAt',
  last_used_at: 'lastUsedAt',
  last_client: 'lastClient',
}

const ALL_COLUMNS = { ...FIXED_COLUMNS, ...COLUMNS }
const INSERT = `INSERT INTO local_key (${Object.keys(ALL_COLUMNS).join(', ')})
  VALUES (${Object.values(ALL_COLUMNS)
    .map((field) => `:${field}`)
    .join(', ')})`
const UPDATE = `UPDATE local_key SET ${Object.entries(COLUMNS)
  .map(([column, field]) => `${column} = :${field}`)
  .join(', ')} WHERE id = :id`

/** A text that was regenerated away, and whose it was. */
export interface FormerHash {
  hash: string
  keyId: string
}

/** When a local key was last used, and by which client. */
export interface LocalKeyUse {
  at: number
  client: string | null
}

/** The rows of local keys. Knows SQL, and nothing of texts. */
export class LocalKeyRecords {
  readonly #database: Database
  readonly #log: Log
  #unreadable = 0

  constructor(database: Database, log: Log) {
    this.#database = database
    this.#log = log
  }

  /** One transaction around several of the methods below. */
  write<Result>(work: () => Result): Result {
    return this.#database.write(work)
  }

  /** Every row, the deleted ones that can still be restored included, the oldest first. One that can't be read is told to the log and left out. */
  all(): LocalKeyRecord[] {
    this.#unreadable = 0
    return this.#database.all('SELECT * FROM local_key ORDER BY created_at, id').flatMap((row) => this.#read(row))
  }

  /** How many were left out, but for those that were deleted anyway. */
  get unreadable(): number {
    return this.#unreadable
  }

  former(): FormerHash[] {
    return this.#database
      .all('SELECT hash, key_id FROM former_local_key')
      .map((row) => ({ hash: String(row['hash']), keyId: String(row['key_id']) }))
  }

  insert(record: LocalKeyRecord): void {
    this.#database.write(() => this.#database.run(INSERT, valuesOf(record)))
  }

  /** Writes what may change. */
  save(record: LocalKeyRecord): void {
    this.#database.write(() => this.#database.run(UPDATE, valuesOf(record)))
  }

  addFormer({ hash, keyId }: FormerHash, since: number): void {
    this.#database.write(() =>
      this.#database.run('INSERT INTO former_local_key (hash, key_id, since) VALUES (?, ?, ?)', hash, keyId, since),
    )
  }

  /** Not worth a sync to disk while calls run. */
  saveUses(uses: ReadonlyMap<string, LocalKeyUse>): void {
    this.#database.write(() => {
      for (const [id, { at, client }] of uses) {
        this.#database.run('UPDATE local_key SET last_used_at = ?, last_client = ? WHERE id = ?', at, client, id)
      }
    }, 'process')
  }

  /** Those that are deleted and have not been restored go for good, with their former texts. */
  remove(id: string): void {
    this.#database.write(() => this.#database.run('DELETE FROM local_key WHERE id = ? AND deleted_at IS NOT NULL', id))
  }

  #read(row: Row): LocalKeyRecord[] {
    try {
      return [readLocalKey(row)]
    } catch (error) {
      this.#log.error('local-key.unreadable', { id: String(row['id']), kind: errorKind(error) })
      if (row['deleted_at'] === null) this.#unreadable += 1
      return []
    }
  }
}
