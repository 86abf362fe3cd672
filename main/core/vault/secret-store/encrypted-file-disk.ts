import { constants } from 'node:fs'
import { lstat, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { SecretStoreReason } from '../../../../contract/secret-store.ts'
import { SecretStoreError } from './secret-store.ts'

const largestFile = 16 * 1_024 * 1_024
const onWindows = process.platform === 'win32'

/** Reads the file if it is a plain one that only this user can reach, and says which version of it that was. */
export async function readPrivateFile(path: string): Promise<Buffer> {
  try {
    // Without O_NONBLOCK, opening a pipe put in the file's place would wait for ever.
    const file = await open(path, constants.O_RDONLY | noFollow | (constants.O_NONBLOCK ?? 0))
    try {
      const stat = await file.stat()
      if (!stat.isFile() || !isPrivate(stat.uid, stat.mode)) throw unavailable('file_permissions')
      if (stat.size === 0 || stat.size > largestFile) throw unavailable('file_damaged')
      return await file.readFile()
    } finally {
      await file.close()
    }
  } catch (error) {
    throw asStoreError(error)
  }
}

/** Changes whenever the file does. */
export async function fileStamp(path: string): Promise<string> {
  try {
    const { ino, size, mtimeNs, ctimeNs } = await lstat(path, { bigint: true })
    return [ino, size, mtimeNs, ctimeNs].join(':')
  } catch (error) {
    throw asStoreError(error)
  }
}

/** Replaces the file in one step: whoever reads it, even after a crash, finds the old bytes or the new ones. */
export async function writePrivateFile(path: string, bytes: Buffer): Promise<void> {
  const temporary = `${path}.tmp`
  try {
    await makePrivateFolder(dirname(path))
    await rm(temporary, { force: true })
    const file = await open(temporary, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | noFollow, 0o600)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
    await syncFolder(dirname(path))
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw asStoreError(error)
  }
}

/** Moves a file that can't be used out of the way, so that nothing is ever overwritten. Resolves where there is none. */
export async function setFileAside(path: string, suffix: string): Promise<void> {
  try {
    await rename(path, `${path}.${suffix}`)
    await syncFolder(dirname(path))
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw asStoreError(error)
  }
}

/** Deletes the file and what an interrupted write left beside it. Resolves once no crash can bring them back. */
export async function removeFile(path: string): Promise<void> {
  try {
    await rm(path, { force: true })
    await rm(`${path}.tmp`, { force: true })
    await syncFolder(dirname(path))
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw asStoreError(error)
  }
}

async function makePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const stat = await lstat(folder)
  if (!stat.isDirectory() || !isPrivate(stat.uid, stat.mode)) throw unavailable('file_permissions')
}

async function syncFolder(folder: string): Promise<void> {
  // Windows has no way to open a folder, and its rename is durable by journal.
  if (onWindows) return
  const handle = await open(folder, constants.O_RDONLY)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const noFollow = constants.O_NOFOLLOW ?? 0

function isPrivate(owner: number, mode: number): boolean {
  return onWindows || (owner === process.getuid?.() && (mode & 0o077) === 0)
}

const unavailable = (reason: SecretStoreReason, cause?: unknown) =>
  new SecretStoreError('unavailable', reason, { cause })

const errorCode = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '')

function asStoreError(error: unknown): SecretStoreError {
  if (error instanceof SecretStoreError) return error
  const code = errorCode(error)
  if (code === 'ENOENT') return unavailable('file_missing', error)
  if (['ELOOP', 'EACCES', 'EPERM', 'EROFS', 'EISDIR', 'ENOTDIR', 'ENXIO', 'EEXIST'].includes(code))
    return unavailable('file_permissions', error)
  return unavailable('unknown', error)
}
