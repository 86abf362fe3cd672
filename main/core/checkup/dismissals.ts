import type { Clock } from '../ports.ts'
import type { Database } from '../storage/database.ts'

/** The findings that the person knows of and wants so. */
export class Dismissals {
  readonly #database: Database
  readonly #clock: Clock

  constructor(database: Database, clock: Clock) {
    this.#database = database
    this.#clock = clock
  }

  ids(): ReadonlySet<string> {
    return new Set(this.#database.all('SELECT id FROM dismissed_finding').map((row) => String(row['id'])))
  }

  add(id: string): void {
    this.#database.write(() =>
      this.#database.run('INSERT OR IGNORE INTO dismissed_finding (id, at) VALUES (?, ?)', id, this.#clock.now()),
    )
  }

  remove(id: string): void {
    this.#database.write(() => this.#database.run('DELETE FROM dismissed_finding WHERE id = ?', id))
  }
}
