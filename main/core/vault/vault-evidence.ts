import type { Database } from '../storage/database.ts'

/** What the checkup must know of the vault beyond what the page sees. Fingerprints are no secrets, and stay in the core. */
export class VaultEvidence {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** Of each key: the whole fingerprint of its secret, and when it came into this vault. */
  keys(): ReadonlyMap<string, { fingerprint: string; enteredAt: number }> {
    const rows = this.#database.all(
      `SELECT id, fingerprint, max(created_at, coalesce((SELECT max(at) FROM audit WHERE key_id = vault_key.id
         AND action IN ('key_added', 'key_imported')), 0)) AS entered_at FROM vault_key WHERE deleted_at IS NULL`,
    )
    return new Map(
      rows.map((row) => [
        String(row['id']),
        { fingerprint: String(row['fingerprint']), enteredAt: Number(row['entered_at']) },
      ]),
    )
  }

  /** Lines that were taken out of files and wait for the person's word. */
  removedLines(): { id: string; keyId: string; removedAt: number }[] {
    const rows = this.#database.all("SELECT id, key_id, removed_at FROM removed_line WHERE state = 'removed'")
    return rows.map((row) => ({
      id: String(row['id']),
      keyId: String(row['key_id']),
      removedAt: Number(row['removed_at']),
    }))
  }
}
