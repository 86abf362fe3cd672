/** Why the ledger could not take a call. */
export type LedgerTrouble = 'disk-full' | 'unwritable' | 'refused' | 'closed'

const WORDS: Record<LedgerTrouble, string> = {
  'disk-full':
    'The disk is full, so this call is not in the ledger yet. Keydeck keeps it in memory and tries again; free some space.',
  unwritable:
    'The ledger could not be written, so this call is not in it yet. Keydeck keeps it in memory and tries again.',
  refused: 'The ledger refused this call, because a part of it is not what a call may hold.',
  closed: 'The ledger is closed, so this call is not in it.',
}

/** What `record` rejects with. The call itself is done; only its row is missing. */
export class LedgerError extends Error {
  readonly trouble: LedgerTrouble

  constructor(trouble: LedgerTrouble, cause?: unknown) {
    super(WORDS[trouble], { cause })
    this.name = 'LedgerError'
    this.trouble = trouble
  }
}

/** SQLite's own code for an error, or the error's name. Safe to log: neither holds input. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}

/** Tells a full disk and an unwritable file, where a later try can succeed, from a call that no try will get in. */
export function troubleOf(error: unknown): Exclude<LedgerTrouble, 'closed'> {
  const cause = causeOf(error)
  if (cause === 'SQLITE_FULL' || cause === 'ENOSPC') return 'disk-full'
  if (cause.startsWith('SQLITE_CONSTRAINT') || cause === 'SQLITE_MISMATCH' || cause === 'SQLITE_TOOBIG')
    return 'refused'
  if (error instanceof Error && 'code' in error) return 'unwritable'
  // better-sqlite3 throws a plain TypeError both for a closed database and for a value that it can't bind.
  if (error instanceof TypeError && /not open/.test(error.message)) return 'unwritable'
  return 'refused'
}
