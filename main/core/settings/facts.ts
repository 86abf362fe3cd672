import type { Database } from '../storage/database.ts'

/** Small facts about this installation, kept as JSON under a name: the install id, the secret store's record. */
export class Facts {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  get(name: string): unknown {
    const row = this.#database.get('SELECT value FROM setting WHERE name = ?', `fact.${name}`)
    return row ? JSON.parse(String(row['value'])) : undefined
  }

  set(name: string, value: unknown): void {
    this.#database.write(() =>
      this.#database.run(
        'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
        `fact.${name}`,
        JSON.stringify(value),
      ),
    )
  }
}
