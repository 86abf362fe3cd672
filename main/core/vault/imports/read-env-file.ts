import { constants, type Stats } from 'node:fs'
import { type FileHandle, lstat, open, realpath } from 'node:fs/promises'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { KeydeckError } from '../../keydeck-error.ts'

/** Why a file is not read. The page has a sentence for each. */
export type FileRefusal =
  | 'not_absolute'
  | 'not_found'
  | 'not_a_file'
  | 'link_loop'
  | 'unreadable'
  | 'too_large'
  | 'empty'
  | 'utf_16'
  | 'binary'

/** A file as it was read, whole. */
export interface ReadFile {
  /** Where it really lies: every link followed. */
  path: string
  bytes: Buffer
  stats: Stats
}

/** A `.env` file has a few lines; what is larger is something else. */
export const LARGEST_FILE = 1_024 * 1_024

/** Made up by the system at each reading, other processes' secrets among them. */
const SYSTEM_FOLDERS = /^\/(?:proc|sys|dev)(?:\/|$)/
/** Windows opens devices under such names. */
const DEVICE_NAME = /^[\\/]{2}[.?][\\/]/

/** Reads a small text file whole. A link is followed to the file behind it; nothing else than a plain file is opened. */
export async function readEnvFile(typed: string): Promise<ReadFile> {
  const file = await readPlainFile(await resolvePath(typed))
  if (file.bytes.length === 0) throw refuseFile('empty')
  refuseUnreadableText(file.bytes)
  return file
}

/** The file at a path without links, whatever it holds. */
export async function readPlainFile(path: string): Promise<ReadFile> {
  try {
    // Looked at first: opening some devices does something already.
    refuseOtherKinds(await lstat(path))
    // Without O_NONBLOCK, a pipe that took the file's place meanwhile would hold us for ever.
    const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
    const file = await open(path, flags)
    try {
      const stats = await file.stat()
      refuseOtherKinds(stats)
      return { path, stats, bytes: await readAtMost(file, LARGEST_FILE) }
    } finally {
      await file.close()
    }
  } catch (error) {
    throw asRefusal(error)
  }
}

/** INVALID for the path, with the reason. */
export const refuseFile = (reason: FileRefusal) => new KeydeckError('INVALID', { field: 'path', reason })

async function resolvePath(typed: string): Promise<string> {
  const path = typed === '~' || /^~[\\/]/.test(typed) ? join(homedir(), typed.slice(1)) : typed
  if (!isAbsolute(path) || path.includes('\0') || DEVICE_NAME.test(path)) throw refuseFile('not_absolute')
  const real = await realpath(path).catch((error: unknown) => {
    throw asRefusal(error)
  })
  if (SYSTEM_FOLDERS.test(real)) throw refuseFile('not_a_file')
  return real
}

function refuseOtherKinds(stats: Stats): void {
  if (!stats.isFile()) throw refuseFile('not_a_file')
  if (stats.size > LARGEST_FILE) throw refuseFile('too_large')
}

/** A file may grow while it is read. */
async function readAtMost(file: FileHandle, most: number): Promise<Buffer> {
  const buffer = Buffer.alloc(most + 1)
  let length = 0
  while (length <= most) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length)
    if (bytesRead === 0) break
    length += bytesRead
  }
  if (length > most) throw refuseFile('too_large')
  return buffer.subarray(0, length)
}

function refuseUnreadableText(bytes: Buffer): void {
  const [first, second] = bytes
  const hasMark = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  if (hasMark) throw refuseFile('utf_16')
  // Every other byte of plain text in UTF-16 is a zero; what else has zeros is no text.
  const zeros = bytes.reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0)
  if (zeros > 0) throw refuseFile(zeros * 3 > bytes.length ? 'utf_16' : 'binary')
  const controls = bytes.reduce((count, byte) => count + (isControl(byte) ? 1 : 0), 0)
  if (controls * 20 > bytes.length) throw refuseFile('binary')
}

const isControl = (byte: number) => byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d)

const REFUSALS: Readonly<Record<string, FileRefusal>> = {
  ENOENT: 'not_found',
  ENOTDIR: 'not_found',
  ENAMETOOLONG: 'not_found',
  ELOOP: 'link_loop',
  ENXIO: 'not_a_file',
  EISDIR: 'not_a_file',
}

function asRefusal(error: unknown): KeydeckError {
  if (error instanceof KeydeckError) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return refuseFile(REFUSALS[code] ?? 'unreadable')
}
