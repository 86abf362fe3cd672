import type { Clock, Log } from '../ports.ts'
import { listBackups, makeBackup } from './backups.ts'
import type { Database } from './database.ts'
import { type ProfileFiles, sizeOf, writeState } from './profile-files.ts'

const DAY = 24 * 3_600_000
const LOOK_EVERY = 3_600_000
const FIRST_LOOK = 60_000
/** A bigger database is backed up daily, not at each close: a person who quits shouldn't wait. */
const QUICK_SIZE = 256 * 1024 * 1024

export interface BackupSchedule {
  /** Makes a backup now, when something changed since the last; false when it failed. */
  backUp(): Promise<boolean>
  /** No more backups after this one. */
  close(): Promise<void>
}

export interface ScheduleOptions {
  database: Database
  files: ProfileFiles
  migrations: readonly string[]
  clock: Clock
  log: Log
  mayPrune: boolean
}

/** A backup a day and one at close. Looks every hour, because a machine that sleeps misses a timer of a day. */
export function scheduleBackups(options: ScheduleOptions): BackupSchedule {
  const { database, files, migrations, clock, log, mayPrune } = options
  const changes = () => Number(database.get('SELECT total_changes() AS changes')?.['changes'] ?? 0)
  const age = () =>
    clock.now() - (listBackups(files.backups).find(({ isBeforeMigration }) => !isBeforeMigration)?.at ?? 0)
  let saved = -1
  let running: Promise<boolean> = Promise.resolve(true)
  let cancel = () => {}

  const run = async () => {
    const at = changes()
    if (at === saved) return true
    const job = { database: database.path, folder: files.backups, now: clock.now(), migrations, log, mayPrune }
    const result = await makeBackup(job)
    if (result.kind === 'good') saved = at
    // The copy is broken although nothing failed, so the database is: the next start looks at every page.
    if (result.kind === 'damaged') writeState(files, 'suspect')
    return result.kind === 'good'
  }
  const backUp = () => {
    running = running.then(run).catch((error: unknown) => {
      log.error('storage.backup-broke', { kind: error instanceof Error ? error.name : 'unknown' })
      return false
    })
    return running
  }
  const look = () => {
    if (age() >= DAY || age() < 0) void backUp()
    cancel = clock.after(LOOK_EVERY, look)
  }
  cancel = clock.after(FIRST_LOOK, look)

  return {
    backUp,
    async close() {
      cancel()
      await running
      if (sizeOf(files.database) <= QUICK_SIZE || age() >= DAY) await backUp()
    },
  }
}
