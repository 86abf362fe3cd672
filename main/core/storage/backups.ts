import { chmodSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '../ports.ts'
import type { CopyResult } from './copy-database.ts'
import { launchCopy } from './launch-copy.ts'
import { syncFolder } from './write-whole.ts'

const KEPT = 3
const NAME = /^keydeck-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z(-before-schema-\d+)?\.db$/

/** One backup: a whole database in one file. */
export interface Backup {
  path: string
  /** Milliseconds since 1970. */
  at: number
  /** Made before a migration; kept apart from the daily ones. */
  isBeforeMigration: boolean
}

/** The backups that there are, newest first. Whether they are good is not known until they are looked at. */
export function listBackups(folder: string): Backup[] {
  return readdirSync(folder)
    .flatMap((name) => {
      const match = NAME.exec(name)
      if (!match) return []
      const [, year, month, day, hour, minute, second, ms, migration] = match
      const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`)
      return Number.isNaN(at) ? [] : [{ path: join(folder, name), at, isBeforeMigration: migration !== undefined }]
    })
    .toSorted((one, other) => other.at - one.at)
}

export interface BackupJob {
  database: string
  folder: string
  now: number
  migrations: readonly string[]
  log: Log
  /** The schema that a migration is about to make. */
  beforeSchema?: number
  /** Old backups stay when something was wrong with this profile: they may be the better ones. */
  mayPrune: boolean
}

/** Makes a backup under a passing name, checks it, and only then lets it count; the others stay until it does. */
export async function makeBackup(job: BackupJob): Promise<CopyResult> {
  const stamp = new Date(job.now).toISOString().replaceAll(/[-:.]/g, '')
  const path = join(job.folder, `keydeck-${stamp}${job.beforeSchema ? `-before-schema-${job.beforeSchema}` : ''}.db`)
  const temporary = `${path}.tmp`
  const copied = await launchCopy({ from: job.database, to: temporary, migrations: job.migrations })
  const result = copied.kind === 'good' ? accept(temporary, path, job) : copied
  for (const end of ['', '-journal', '-wal', '-shm']) rmSync(`${temporary}${end}`, { force: true, recursive: true })
  if (result.kind === 'good') job.log.info('storage.backup', { result: 'good' })
  else job.log.error('storage.backup', { result: result.kind, code: result.kind === 'failed' ? result.code : null })
  return result
}

function accept(temporary: string, path: string, { folder, mayPrune }: BackupJob): CopyResult {
  try {
    chmodSync(temporary, 0o600)
    renameSync(temporary, path)
    syncFolder(folder)
    if (mayPrune) prune(folder)
    return { kind: 'good' }
  } catch (error) {
    return { kind: 'failed', code: error instanceof Error && 'code' in error ? String(error.code) : 'unknown' }
  }
}

/** Keeps the three newest and the last one before a migration. Runs only right after a backup was found good. */
function prune(folder: string): void {
  const backups = listBackups(folder)
  const daily = backups.filter(({ isBeforeMigration }) => !isBeforeMigration).slice(KEPT)
  const migrations = backups.filter(({ isBeforeMigration }) => isBeforeMigration).slice(1)
  for (const { path } of [...daily, ...migrations]) rmSync(path, { force: true })
}
