import { randomUUID } from 'node:crypto'
import { Environment } from '../../../contract/environments.ts'
import { notFound } from '../keydeck-error.ts'
import type { Database, Row } from '../storage/database.ts'
import type { GuardSession } from './guard-session.ts'

/** What a person says of an environment. */
export type EnvironmentFields = Pick<Environment, 'name' | 'colour' | 'shape' | 'guarded' | 'rotateAfterDays'>

const SEED: readonly EnvironmentFields[] = [
  { name: 'Development', colour: 'teal', shape: 'ring', guarded: false, rotateAfterDays: null },
  { name: 'Staging', colour: 'violet', shape: 'half-disc', guarded: false, rotateAfterDays: null },
  { name: 'Production', colour: 'magenta', shape: 'square', guarded: true, rotateAfterDays: null },
]

/** The rows of the environments that keys lie in, and which of the guarded ones were confirmed. */
export class Environments {
  readonly #database: Database
  readonly #guards: GuardSession
  /** Those that ask first; null where it must be read anew. */
  #guarded: Set<string> | null = null

  constructor(database: Database, guards: GuardSession) {
    this.#database = database
    this.#guards = guards
  }

  /** Adds the three that a new profile has; does nothing where there is one already. */
  seed(): void {
    this.#database.write(() => {
      if (this.#database.get('SELECT 1 FROM environment LIMIT 1')) return
      for (const fields of SEED) this.insert(fields)
    })
  }

  list(): Environment[] {
    return this.#database.all('SELECT * FROM environment ORDER BY position, name').map((row) => this.#read(row))
  }

  /** Throws NOT_FOUND where there is none. */
  get(id: string): Environment {
    const row = this.#database.get('SELECT * FROM environment WHERE id = ?', id)
    if (!row) throw notFound('environment', id)
    return this.#read(row)
  }

  /** Whether `get` would call it confirmed, or there is none. For every call, so the rows are kept in memory. */
  isConfirmed(id: string): boolean {
    this.#guarded ??= new Set(
      this.#database.all('SELECT id FROM environment WHERE guarded <> 0').map((row) => String(row['id'])),
    )
    return !this.#guarded.has(id) || this.#guards.isConfirmed(id)
  }

  /** Adds one at the end; answers its id. */
  insert(fields: EnvironmentFields): string {
    const id = randomUUID()
    this.#guarded = null
    this.#database.write(() =>
      this.#database.run(
        `INSERT INTO environment (id, name, colour, shape, guarded, rotate_after_days, position)
         VALUES (:id, :name, :colour, :shape, :guarded, :rotateAfterDays,
           (SELECT coalesce(max(position), -1) + 1 FROM environment))`,
        { id, ...bound(fields) },
      ),
    )
    return id
  }

  save(id: string, fields: EnvironmentFields): void {
    this.#guarded = null
    this.#database.write(() =>
      this.#database.run(
        `UPDATE environment SET name = :name, colour = :colour, shape = :shape, guarded = :guarded,
           rotate_after_days = :rotateAfterDays WHERE id = :id`,
        { id, ...bound(fields) },
      ),
    )
  }

  /** Puts them in this order. */
  arrange(ids: readonly string[]): void {
    this.#database.write(() =>
      ids.forEach((id, position) =>
        this.#database.run('UPDATE environment SET position = ? WHERE id = ?', position, id),
      ),
    )
  }

  remove(id: string): void {
    this.#guarded = null
    this.#database.write(() => this.#database.run('DELETE FROM environment WHERE id = ?', id))
  }

  #read(row: Row): Environment {
    const isGuarded = row['guarded'] === 1
    return Environment.parse({
      id: row['id'],
      name: row['name'],
      colour: row['colour'],
      shape: row['shape'],
      guarded: isGuarded,
      confirmed: !isGuarded || this.#guards.isConfirmed(String(row['id'])),
      rotateAfterDays: row['rotate_after_days'],
      position: row['position'],
    })
  }
}

const bound = ({ name, colour, shape, guarded, rotateAfterDays }: EnvironmentFields) => ({
  name,
  colour,
  shape,
  guarded: guarded ? 1 : 0,
  rotateAfterDays,
})
