import { closeSync, copyFileSync, fsyncSync, openSync, renameSync } from 'node:fs'
import { basename } from 'node:path'
import type { Clock, Log } from '../ports.ts'
import { type Backup, listBackups } from './backups.ts'
import { inspectDatabase } from './inspect-database.ts'
import type { ProfileFiles } from './profile-files.ts'
import { setAside } from './set-aside.ts'
import { syncFolder } from './write-whole.ts'

/** What recovery did, for the person. */
export interface StorageNotice {
  kind: 'restored' | 'reset'
  detail: string
}

export interface RecoveryOptions {
  files: ProfileFiles
  migrations: readonly string[]
  clock: Clock
  log: Log
  /** What was wrong, to end a sentence that begins with "The database". */
  trouble: string
}

const UNTOUCHED = 'Secrets in the secret store were not touched'

/**
 * Sets a broken database aside, whole, and puts the newest good backup in its place; none good, and Keydeck starts empty.
 * Nothing is ever deleted here.
 */
export function recover(options: RecoveryOptions): StorageNotice {
  const { files, migrations, log, trouble } = options
  // A log left behind would be played into whatever takes the database's place.
  const kept = setAside([files.database, ...files.companions], options.clock.now())
  const where = kept ? ` What was there is kept in ${kept}.` : ''
  const backup = newestGood(files, migrations)
  if (!backup) {
    log.error('storage.reset', {})
    const detail = `The database ${trouble}, and no good backup was found. Keydeck starts with an empty one.${where} ${UNTOUCHED}, but their keys must be added again.`
    return { kind: 'reset', detail }
  }
  putInPlace(backup, files)
  log.error('storage.restored', { backup: basename(backup.path) })
  const missing = 'Keys, conversations, settings and calls that were added or changed after that are missing.'
  const detail = `The database ${trouble}. Keydeck went back to its backup of ${moment(backup.at)}. ${missing}${where} ${UNTOUCHED}; a key that is no longer listed must be added again.`
  return { kind: 'restored', detail }
}

/** Moves a log away that belongs to another database. The file itself is whole; only what its own log held is missing. */
export function removeWrongLog(files: ProfileFiles, clock: Clock, log: Log): StorageNotice {
  const kept = setAside(files.companions, clock.now())
  log.error('storage.wrong-log', {})
  const detail = `The log beside the database (${basename(files.companions[0])}) belonged to another one and was moved to ${kept}. The database is whole, but what was saved last may be missing. ${UNTOUCHED}.`
  return { kind: 'restored', detail }
}

function newestGood(files: ProfileFiles, migrations: readonly string[]): Backup | undefined {
  return listBackups(files.backups).find(({ path }) => {
    return inspectDatabase(path, { migrations, depth: 'whole' }).kind === 'good'
  })
}

function putInPlace(backup: Backup, files: ProfileFiles): void {
  const temporary = `${files.database}.tmp`
  copyFileSync(backup.path, temporary)
  const file = openSync(temporary, 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(temporary, files.database)
  syncFolder(files.folder)
}

/** `2026-11-23 05:41`, in the person's own time. */
function moment(at: number): string {
  return new Date(at).toLocaleString('sv-SE', { dateStyle: 'short', timeStyle: 'short' })
}
