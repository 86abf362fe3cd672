import { constants } from 'node:fs'
import { access, type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { KeydeckError } from '../../keydeck-error.ts'
import { syncFolder } from '../../storage/write-whole.ts'
import { type ReadFile, readPlainFile } from './read-env-file.ts'

/** A file's next content, and what it must hold until then. */
export interface Rewrite {
  path: string
  /** Null where there is no file yet. */
  before: ReadFile | null
  after: Buffer
  /** In the same folder; the caller clears it up where a crash left it. */
  temporary: string
}

/**
 * Replaces a file in one step: after a crash it holds the old bytes or the new ones. Its mode stays, its owner where
 * the system allows that. Refuses where something else changed the file meanwhile, or where it has a second name.
 */
export async function rewriteFile({ path, before, after, temporary }: Rewrite): Promise<void> {
  // A second name would go on holding the old bytes.
  if (before && before.stats.nlink > 1) throw new KeydeckError('CONFLICT', { reason: 'file_has_links' })
  try {
    await rm(temporary, { force: true })
    const flags = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0)
    const file = await open(temporary, flags, 0o600)
    try {
      await file.writeFile(after)
      if (before) await keepAccess(file, before.stats)
      await file.sync()
    } finally {
      await file.close()
    }
    await refuseChanged(path, before)
    await rename(temporary, path)
    syncFolder(dirname(path))
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw error instanceof KeydeckError ? error : refuseWriting()
  }
}

/** Throws where the folder takes no new file: known before anything else is done. */
export async function refuseReadOnly(path: string): Promise<void> {
  await access(dirname(path), constants.W_OK).catch(() => {
    throw refuseWriting()
  })
}

/** The error of a file that is no longer the one that was read. */
export const fileChanged = () => new KeydeckError('CONFLICT', { reason: 'file_changed' })

const refuseWriting = () => new KeydeckError('INVALID', { field: 'path', reason: 'not_writable' })

async function keepAccess(file: FileHandle, { uid, gid, mode }: ReadFile['stats']): Promise<void> {
  const own = await file.stat()
  // Only an administrator may give a file away; where we can't, it is ours, with the same mode.
  if (own.uid !== uid || own.gid !== gid) await file.chown(uid, gid).catch(() => undefined)
  await file.chmod(mode & 0o7777)
}

async function refuseChanged(path: string, before: ReadFile | null): Promise<void> {
  const now = await readPlainFile(path).catch(() => null)
  const isSame = before ? now?.bytes.equals(before.bytes) : now === null
  if (!isSame) throw fileChanged()
}
