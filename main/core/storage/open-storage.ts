import { join } from 'node:path'
import type { Clock, Log } from '../ports.ts'
import { Database } from './database.ts'
import { migrations } from './migrations/index.ts'

export interface StorageNotice {
  kind: 'restored' | 'reset'
  detail: string
}

export interface Storage {
  database: Database
  notice: StorageNotice | null
  close(): Promise<void>
}

/** Opens the profile's database and brings its schema up to date. */
export async function openStorage(options: { folder: string; clock: Clock; log: Log }): Promise<Storage> {
  const database = new Database(join(options.folder, 'keydeck.db'))
  const from = database.version
  if (from > migrations.length) {
    database.close()
    throw new Error(`The database is of a newer Keydeck (schema ${from}; this one knows ${migrations.length}).`)
  }
  database.write(() => {
    for (const migration of migrations.slice(from)) database.script(migration)
    database.version = migrations.length
  })
  return {
    database,
    notice: null,
    async close() {
      database.close()
    },
  }
}
