import { randomInt } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { Clock, Log } from '../ports.ts'
import { scheduleBackups } from './backup-schedule.ts'
import { listBackups } from './backups.ts'
import { closeAtExit } from './close-at-exit.ts'
import { Database } from './database.ts'
import { type Inspection, inspectDatabase } from './inspect-database.ts'
import { migrate } from './migrate.ts'
import { migrations as allMigrations } from './migrations/index.ts'
import {
  type ProfileFiles,
  type ProfileState,
  prepareFolders,
  profileFiles,
  readState,
  sizeOf,
  writeState,
} from './profile-files.ts'
import { recover, removeWrongLog, type StorageNotice } from './recover.ts'
import { explained, StorageError } from './storage-error.ts'

export type { StorageNotice } from './recover.ts'

export interface Storage {
  database: Database
  /** What recovery did at this start; null where nothing was wrong. */
  notice: StorageNotice | null
  /** When the oldest backup was made; null where there is none. */
  oldestBackup(): number | null
  /** Makes a verified backup now; false when it failed. */
  backUp(): Promise<boolean>
  /** Backs up what changed, and closes the file. */
  close(): Promise<void>
}

export interface StorageOptions {
  /** The profile's folder. The caller holds its lock (`profile-lock.ts`). */
  folder: string
  clock: Clock
  log: Log
  migrations?: readonly string[]
}

/** Up to here every page is read at each start; a bigger file at a start after a crash, and daily in its backup. */
const ALWAYS_CHECKED = 32 * 1024 * 1024
const CHECKED_AFTER_CRASH = 256 * 1024 * 1024

/**
 * Opens the profile's database: looks at it before anything is written, recovers from damage, migrates after a backup.
 * A database of a newer Keydeck, or of another program, is refused with `StorageError` and left as it is.
 */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  const { folder, clock, log, migrations = allMigrations } = options
  const files = profileFiles(folder)
  try {
    prepareFolders(files)
    const notice = makeOpenable(files, { clock, log, migrations })
    const database = new Database(files.database)
    try {
      const parts = { database, files, migrations, clock, log, mayPrune: notice === null }
      await migrate(parts)
      markDatabase(database)
      writeState(files, 'open')
      const backups = scheduleBackups(parts)
      const end = () => {
        cancelEnd()
        if (readState(files) === 'open') writeState(files, 'closed')
        database.close()
      }
      const cancelEnd = closeAtExit(end)
      return {
        database,
        notice,
        oldestBackup: () => listBackups(files.backups).at(-1)?.at ?? null,
        backUp: () => backups.backUp(),
        async close() {
          await backups.close()
          end()
        },
      }
    } catch (error) {
      database.close()
      throw error
    }
  } catch (error) {
    throw explained(error, files.database)
  }
}

/** Gives a database its own mark, by which its log is told from another's. */
function markDatabase(database: Database): void {
  if (database.get('PRAGMA application_id')?.['application_id'] !== 0) return
  database.script(`PRAGMA application_id = ${randomInt(1, 2 ** 31)}`)
  database.checkpoint()
}

/** Leaves a database that can be opened, or none at a first start; says what had to be done for it. */
function makeOpenable(
  files: ProfileFiles,
  { clock, log, migrations }: { clock: Clock; log: Log; migrations: readonly string[] },
): StorageNotice | null {
  const state = readState(files)
  // Looked at first: merely reading a database makes an empty log beside it.
  const hasLog = existsSync(files.companions[0])
  const isKnown = state !== null || listBackups(files.backups).length > 0
  const inspection = inspectDatabase(files.database, { migrations, depth: depthFor(files, state) })
  if (inspection.kind === 'wrong-log') return removeWrongLog(files, clock, log)
  const trouble = troubleOf(inspection, isKnown)
  if (trouble) return recover({ files, migrations, clock, log, trouble })
  if (state !== 'open' || inspection.kind !== 'good' || hasLog) return null
  log.error('storage.log-missing', {})
  const detail = `Keydeck did not end in order last time, and the file with its newest changes (${files.companions[0]}) is gone since. The database is whole. Unless another program opened and closed it meanwhile, what was saved last is missing.`
  return { kind: 'restored', detail }
}

/** What is wrong, where recovery helps; null where nothing is. Throws where a person has to decide. */
function troubleOf(inspection: Exclude<Inspection, { kind: 'wrong-log' }>, isKnown: boolean): string | null {
  switch (inspection.kind) {
    case 'good':
      return null
    case 'missing':
      return isKnown ? 'was gone' : null
    case 'empty':
      return isKnown ? 'was emptied' : null
    case 'damaged':
      return `was damaged (${inspection.reason})`
    case 'newer': {
      const message = `The database is of a newer Keydeck (schema ${inspection.version}). Start that one, or choose another folder with --data. Nothing was changed.`
      throw new StorageError('newer', message)
    }
    case 'foreign': {
      const message = `The database is not as this Keydeck made it (${inspection.difference}). Another program changed it, or it is of a development version. Nothing was changed; choose another folder with --data, or put a backup in its place.`
      throw new StorageError('foreign', message)
    }
  }
}

function depthFor(files: ProfileFiles, state: ProfileState): 'quick' | 'whole' {
  const size = sizeOf(files.database)
  const isClean = state === 'closed' && sizeOf(files.companions[0]) === 0
  if (state === 'suspect' || size <= ALWAYS_CHECKED) return 'whole'
  return !isClean && size <= CHECKED_AFTER_CRASH ? 'whole' : 'quick'
}
