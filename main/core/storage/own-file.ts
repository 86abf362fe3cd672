import { chmodSync, closeSync, constants, fstatSync, lstatSync, openSync } from 'node:fs'

const { O_CREAT, O_NOFOLLOW, O_RDWR } = constants

/**
 * Opens a file of Keydeck's own to read and write it, for this person only, and makes it where there is none. A link there
 * would lead what is written elsewhere: it throws for one, and for whatever else is no file.
 */
export function openOwnFile(path: string): number {
  const facts = lstatSync(path, { throwIfNoEntry: false })
  if (facts?.isFile() && (facts.mode & 0o777) !== 0o600) chmodSync(path, 0o600)
  // Not for appending: Windows lets nobody empty such a file.
  const file = openSync(path, O_RDWR | O_CREAT | (O_NOFOLLOW ?? 0), 0o600)
  if (fstatSync(file).isFile()) return file
  closeSync(file)
  throw Object.assign(new Error(`${path} is not a file.`), { code: 'not a file' })
}
