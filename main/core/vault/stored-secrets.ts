import type { SecretStoreKind } from '../../../contract/secret-store.ts'
import type { Database } from '../storage/database.ts'
import { removedLineOrigin, type SecretRef } from './secret-store/secret-store.ts'

/** One item that the store holds, or may hold where a crash left its row unfinished. */
export interface StoredSecret extends SecretRef {
  storeKind: SecretStoreKind
  table: 'vault_key' | 'spare_secret' | 'removed_line'
  /** Whether the store confirmed it: of the others it may hold nothing. */
  isConfirmed: boolean
}

/** Every item that the database knows to lie in a secret store, in whatever state its row is. */
export class StoredSecrets {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  list(): StoredSecret[] {
    const rows = this.#database.all(
      `SELECT secret_id AS id, origin, store_kind, 'vault_key' AS place, secret_state = 'stored' AS confirmed
         FROM vault_key WHERE secret_state <> 'none' AND store_kind IS NOT NULL
       UNION ALL
       SELECT id, origin, store_kind, 'spare_secret', secret_state = 'stored' FROM spare_secret
       UNION ALL
       SELECT id, :lineOrigin, store_kind, 'removed_line', state IN ('kept', 'removed', 'returning') FROM removed_line`,
      { lineOrigin: removedLineOrigin },
    )
    return rows.map((row) => ({
      recordId: String(row['id']),
      origin: String(row['origin']),
      storeKind: row['store_kind'] as SecretStoreKind,
      table: row['place'] as StoredSecret['table'],
      isConfirmed: row['confirmed'] === 1,
    }))
  }

  /** What people call the keys that these items belong to, each once. */
  namesOf(ids: readonly string[]): string[] {
    const names = ids.flatMap((id) =>
      this.#database.all(
        `SELECT name FROM vault_key WHERE secret_id = :id OR id IN (SELECT key_id FROM spare_secret WHERE id = :id)
         UNION SELECT key_name FROM removed_line WHERE id = :id`,
        { id },
      ),
    )
    return [...new Set(names.map(({ name }) => String(name)))]
  }

  /** All that lay in one store lies in the other from now on: one transaction, so that no crash parts them. */
  markMoved(from: SecretStoreKind, to: SecretStoreKind): void {
    this.#database.write(() => {
      for (const table of ['vault_key', 'spare_secret', 'removed_line']) {
        this.#database.run(`UPDATE ${table} SET store_kind = ? WHERE store_kind = ?`, to, from)
      }
    })
  }

  /** The store that was chosen after memory took over these of what lay there. */
  leaveMemory(ids: Iterable<string>, to: SecretStoreKind): void {
    this.#database.write(() => {
      for (const id of ids) {
        for (const [table, column] of ITEM_COLUMNS) {
          this.#database.run(`UPDATE ${table} SET store_kind = ? WHERE ${column} = ? AND store_kind = 'memory'`, to, id)
        }
      }
    })
  }
}

const ITEM_COLUMNS = [
  ['vault_key', 'secret_id'],
  ['spare_secret', 'id'],
  ['removed_line', 'id'],
] as const
