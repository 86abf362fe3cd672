import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { StorageError } from './storage-error.ts'
import { writeWhole } from './write-whole.ts'

/** Where the parts of a profile's database lie. */
export interface ProfileFiles {
  folder: string
  database: string
  /** What SQLite keeps beside the database, and what belongs to it. */
  companions: [log: string, index: string]
  backups: string
  state: string
}

/** `open` while a core has the database; `suspect` when a check found damage while it ran; null at a first start. */
export type ProfileState = 'open' | 'closed' | 'suspect' | null

export function profileFiles(folder: string): ProfileFiles {
  const database = join(folder, 'keydeck.db')
  return {
    folder,
    database,
    companions: [`${database}-wal`, `${database}-shm`],
    backups: join(folder, 'backups'),
    state: join(folder, 'keydeck.state'),
  }
}

/** Makes the folders, closes them and the database to others, and sweeps away what an interrupted backup left. */
export function prepareFolders(files: ProfileFiles): void {
  for (const folder of [files.folder, files.backups]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    if ((statSync(folder).mode & 0o077) !== 0) chmodSync(folder, 0o700)
  }
  for (const path of [files.database, ...files.companions]) {
    const facts = lstatSync(path, { throwIfNoEntry: false })
    if (!facts) continue
    if (!facts.isFile()) {
      const advice = 'To keep the database elsewhere, move the whole folder and name it with --data or KEYDECK_DATA.'
      throw new StorageError('linked', `${path} is a link or not a file; Keydeck opens only the file itself. ${advice}`)
    }
    if ((facts.mode & 0o777) !== 0o600) chmodSync(path, 0o600)
  }
  for (const folder of [files.folder, files.backups]) {
    for (const name of readdirSync(folder)) {
      if (/^keydeck.*\.tmp(?:-wal|-shm|-journal)?$/.test(name)) rmSync(join(folder, name), { force: true })
    }
  }
}

export function readState(files: ProfileFiles): ProfileState {
  try {
    const text = readFileSync(files.state, 'utf8').trim()
    // Whatever else stands there, a core has been here before.
    return text === 'closed' || text === 'suspect' ? text : 'open'
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

export function writeState(files: ProfileFiles, state: NonNullable<ProfileState>): void {
  writeWhole(files.state, `${state}\n`)
}

/** The size of a file, 0 where there is none. */
export function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
