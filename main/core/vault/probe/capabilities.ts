import { Capabilities } from '../../../../contract/providers.ts'
import { errorKind } from '../../error-kind.ts'
import { notFound } from '../../keydeck-error.ts'
import type { Log } from '../../ports.ts'
import type { Database } from '../../storage/database.ts'
import type { KeyRecords } from '../key-records.ts'

/** What the last whole probe with each key found. */
export class CapabilityRows {
  readonly #database: Database
  readonly #records: KeyRecords
  readonly #log: Log

  constructor(options: { database: Database; records: KeyRecords; log: Log }) {
    this.#database = options.database
    this.#records = options.records
    this.#log = options.log
  }

  /** Null where there was none, or where what was kept can't be read any more. */
  get(keyId: string): Capabilities | null {
    if (!this.#records.find(keyId)) throw notFound('key', keyId)
    const row = this.#database.get('SELECT at, model, results FROM capability WHERE key_id = ?', keyId)
    if (!row) return null
    try {
      return Capabilities.parse({ at: row['at'], model: row['model'], results: JSON.parse(String(row['results'])) })
    } catch (error) {
      this.#log.warn('vault.capabilities-unreadable', { id: keyId, kind: errorKind(error) })
      return null
    }
  }

  /** Takes the place of what was there. A key that went away meanwhile keeps nothing. */
  save(keyId: string, { at, model, results }: Capabilities): void {
    this.#database.write(() => {
      if (!this.#records.find(keyId)) return
      this.#database.run(
        `INSERT INTO capability (key_id, at, model, results) VALUES (?, ?, ?, ?)
         ON CONFLICT (key_id) DO UPDATE SET at = excluded.at, model = excluded.model, results = excluded.results`,
        keyId,
        at,
        model,
        JSON.stringify(results),
      )
    })
  }
}
