import type { Clock, Log } from '../ports.ts'
import { makeBackup } from './backups.ts'
import type { Database } from './database.ts'
import type { ProfileFiles } from './profile-files.ts'
import { explained, StorageError } from './storage-error.ts'

export interface MigrationOptions {
  database: Database
  files: ProfileFiles
  migrations: readonly string[]
  clock: Clock
  log: Log
  mayPrune: boolean
}

/**
 * Brings the schema up to date: all steps in one transaction, after a backup that was found good. Without that backup
 * nothing is changed.
 */
export async function migrate(options: MigrationOptions): Promise<void> {
  const { database, files, migrations, log } = options
  const from = database.version
  if (from === migrations.length) return
  if (from > 0) await mustBackUp(options)
  try {
    database.write(() => {
      for (const migration of migrations.slice(from)) database.script(migration)
      database.version = migrations.length
    })
  } catch (error) {
    const known = explained(error, files.database)
    if (known instanceof StorageError) throw known
    const message = `The database could not be brought up to date (schema ${from} to ${migrations.length}). It is as it was; go back to the Keydeck that made it, and report this.`
    throw new StorageError('migration', message, { cause: error })
  }
  log.info('storage.migrated', { from, to: migrations.length })
}

async function mustBackUp({ database, files, migrations, clock, log, mayPrune }: MigrationOptions): Promise<void> {
  const result = await makeBackup({
    database: database.path,
    folder: files.backups,
    now: clock.now(),
    migrations,
    log,
    beforeSchema: migrations.length,
    mayPrune,
  })
  if (result.kind === 'good') return
  const why = result.kind === 'failed' ? result.code : result.reason
  const message = `This Keydeck has to change the database, and no backup could be made in ${files.backups} first (${why}). Nothing was changed. Free some space and start again.`
  throw new StorageError('no-space', message)
}
