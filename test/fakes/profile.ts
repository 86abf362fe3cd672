import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStorage, type Storage } from '../../main/core/storage/open-storage.ts'
import { createMemoryLog } from './log.ts'
import { ManualClock } from './manual-clock.ts'

/** Three small migrations, as a database of some earlier Keydeck would have had. */
export const sampleMigrations = [
  'CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;',
  'CREATE TABLE pair (name TEXT PRIMARY KEY NOT NULL, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;',
  'ALTER TABLE note ADD COLUMN length INTEGER NOT NULL DEFAULT 0; UPDATE note SET length = length(text);',
]

/** A profile's folder with the real storage in it. */
export function createProfile(migrations: readonly string[] = sampleMigrations) {
  const folder = mkdtempSync(join(tmpdir(), 'keydeck-profile-'))
  const clock = new ManualClock()
  const log = createMemoryLog()
  const opened: Storage[] = []
  return {
    folder,
    clock,
    log,
    path: (...parts: string[]) => join(folder, ...parts),
    async open(change: { migrations?: readonly string[] } = {}) {
      const storage = await openStorage({ folder, clock, log, migrations, ...change })
      opened.push(storage)
      return storage
    },
    dispose() {
      for (const { database } of opened) database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
