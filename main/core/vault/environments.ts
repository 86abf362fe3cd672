import { randomUUID } from 'node:crypto'
import { Environment } from '../../../contract/environments.ts'
import { notFound } from '../keydeck-error.ts'
import type { Database, Row } from '../storage/database.ts'

const SEED = [
  { name: 'Development', colour: 'teal', shape: 'ring', guarded: 0 },
  { name: 'Staging', colour: 'violet', shape: 'half-disc', guarded: 0 },
  { name: 'Production', colour: 'magenta', shape: 'square', guarded: 1 },
] as const

/** The environments that keys lie in. */
export class Environments {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** Adds the three that a new profile has; does nothing where there is one already. */
  seed(): void {
    this.#database.write(() => {
      if (this.#database.get('SELECT 1 FROM environment LIMIT 1')) return
      SEED.forEach((environment, position) => {
        this.#database.run(
          `INSERT INTO environment (id, name, colour, shape, guarded, position)
           VALUES (:id, :name, :colour, :shape, :guarded, :position)`,
          { id: randomUUID(), position, ...environment },
        )
      })
    })
  }

  list(): Environment[] {
    return this.#database.all('SELECT * FROM environment ORDER BY position, name').map(readEnvironment)
  }

  /** Throws NOT_FOUND where there is none. */
  get(id: string): Environment {
    const row = this.#database.get('SELECT * FROM environment WHERE id = ?', id)
    if (!row) throw notFound('environment', id)
    return readEnvironment(row)
  }
}

function readEnvironment(row: Row): Environment {
  return Environment.parse({
    id: row['id'],
    name: row['name'],
    colour: row['colour'],
    shape: row['shape'],
    guarded: row['guarded'] === 1,
    confirmed: row['guarded'] !== 1,
    rotateAfterDays: row['rotate_after_days'],
    position: row['position'],
  })
}
