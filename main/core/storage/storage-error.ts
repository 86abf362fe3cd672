import { SqliteError } from 'better-sqlite3'

/** Why a profile's database can't be opened. Nothing was changed: neither of these is a reason to start anew. */
export type StorageErrorCode = 'newer' | 'foreign' | 'linked' | 'no-access' | 'busy' | 'no-space' | 'migration'

/** The database can't be opened. The message is for the person, in both hosts. */
export class StorageError extends Error {
  readonly code: StorageErrorCode

  constructor(code: StorageErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StorageError'
    this.code = code
  }
}

/** Whether SQLite says that the file itself is broken, in contrast to a disk, a lock or a permission. */
export function isDamage(error: unknown): error is Error {
  return error instanceof SqliteError && /^SQLITE_(?:NOTADB|CORRUPT|FORMAT)/.test(error.code)
}

/** What a failure of the system means for the person, or the error as it was. */
export function explained(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || error instanceof StorageError) return error
  const code = 'code' in error ? String(error.code) : ''
  const options = { cause: error }
  if (/^SQLITE_(?:CANTOPEN|READONLY|PERM|AUTH)|^(?:EACCES|EPERM|EROFS)$/.test(code)) {
    return new StorageError(
      'no-access',
      `Keydeck may not read and write ${path} (${code}). Give your account access to it and its folder.`,
      options,
    )
  }
  if (/^SQLITE_(?:BUSY|LOCKED)/.test(code)) {
    return new StorageError('busy', `Another program holds ${path} locked. Close it and start Keydeck again.`, options)
  }
  if (/^SQLITE_(?:FULL|IOERR)|^(?:ENOSPC|EDQUOT|EFBIG|EIO)$/.test(code)) {
    return new StorageError(
      'no-space',
      `The disk with ${path} is full or does not answer (${code}). Free some space and start Keydeck again.`,
      options,
    )
  }
  return error
}
