import type { Database } from '../storage/database.ts'

/** What the checkup must know of the vault beyond what the page sees. Fingerprints are no secrets, and stay in the core. */
export class VaultEvidence {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** The whole fingerprint of each key's secret. */
  fingerprints(): ReadonlyMap<string, string> {
    const rows = this.#database.all('SELECT id, fingerprint FROM vault_key WHERE deleted_at IS NULL')
    return new Map(rows.map((row) => [String(row['id']), String(row['fingerprint'])]))
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
