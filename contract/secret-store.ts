import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { procedure, Timestamp } from './base.ts'

export const SecretStoreKind = z.enum(['os-keychain', 'encrypted-file', 'memory'])
export type SecretStoreKind = z.infer<typeof SecretStoreKind>

/**
 * `unchosen`: first start, or the system has no keychain and the person has not chosen another store.
 * `locked`: an unlock is needed. `unavailable`: it can't be reached (no bus, no service, denied, broken file).
 * `timeout`: it does not answer. `mismatch`: it answers, but it is not the store that held these secrets.
 */
export const SecretStoreState = z.enum([
  'checking',
  'unchosen',
  'ready',
  'locked',
  'unavailable',
  'timeout',
  'mismatch',
])
export type SecretStoreState = z.infer<typeof SecretStoreState>

/** Why, as a class: the page has a sentence and a next step for each. */
export const SecretStoreReason = z.enum([
  'none',
  'no_bus',
  'no_service',
  'no_collection',
  'prompt_dismissed',
  'no_answer',
  'denied',
  'replaced',
  'ambiguous',
  'foreign_data',
  'file_missing',
  'file_damaged',
  'file_permissions',
  'wrong_passphrase',
  'passphrase_needed',
  'crashed',
  'unknown',
])
export type SecretStoreReason = z.infer<typeof SecretStoreReason>

export const SecretStoreStatus = z.object({
  /** Null while unchosen. */
  kind: SecretStoreKind.nullable(),
  state: SecretStoreState,
  reason: SecretStoreReason,
  /** What the system calls it: "Secret Service", "macOS Keychain", "Windows Credential Manager", a file's path. */
  place: z.string(),
  /** Whether a system keychain answered the probe, so that the choice can offer it. */
  keychainAvailable: z.boolean(),
  /** When the sentinel was last read back. */
  sentinelReadAt: Timestamp.nullable(),
  /**
   * A move that has not come to its end. Where none is running, a crash or a failure interrupted it: it can go on or be
   * given up. While `copying`, the old store is in charge; while `clearing`, the new one is.
   */
  interruptedMove: z
    .object({ to: SecretStoreKind, phase: z.enum(['copying', 'clearing']), running: z.boolean() })
    .nullable(),
})
export type SecretStoreStatus = z.infer<typeof SecretStoreStatus>

/**
 * One step of a move. `done` and `total` count secrets. `failed` ends it, with the old store still in charge; `done` ends
 * it with the new one, and fewer than `total` where a secret was gone before.
 */
export const StoreMoveProgress = z.object({
  phase: z.enum(['copying', 'verifying', 'clearing', 'done', 'failed']),
  done: z.number().int().nonnegative(),
  total: z.number().int().nonnegative(),
  /** Why it failed or, of one that is `done`, why the old store could not be cleared yet; null otherwise. */
  state: SecretStoreState.nullable(),
  reason: SecretStoreReason.nullable(),
  /** Names of the keys that made it `failed`, since the old store could not hand out their secrets alone. */
  unreadable: z.array(z.string()),
})
export type StoreMoveProgress = z.infer<typeof StoreMoveProgress>

/** What a test of the store found: one item written, read back and deleted. Milliseconds. */
export const StoreTest = z.object({
  ok: z.boolean(),
  writeMs: z.number().nullable(),
  readMs: z.number().nullable(),
  deleteMs: z.number().nullable(),
  state: SecretStoreState,
  reason: SecretStoreReason,
})
export type StoreTest = z.infer<typeof StoreTest>

/** At least 8 characters: short ones fall to a search of the file, and no length rule replaces a good phrase. */
export const Passphrase = z.string().min(8).max(1_024)

const StoreChoice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('os-keychain') }),
  z.strictObject({ kind: z.literal('encrypted-file'), passphrase: Passphrase }),
  z.strictObject({ kind: z.literal('memory') }),
])

export const secretStore = {
  status: procedure.output(SecretStoreStatus),
  choose: procedure.input(StoreChoice).output(SecretStoreStatus),
  /** Opens an encrypted file. */
  unlock: procedure.input(z.strictObject({ passphrase: z.string().min(1).max(1_024) })).output(SecretStoreStatus),
  /** Tries again: after the person unlocked the keychain, started the service, or answered its prompt. */
  retry: procedure.output(SecretStoreStatus),
  /** Writes, reads back and deletes one item of its own. Never touches a key's. */
  test: procedure.output(StoreTest),
  /**
   * Copies every secret to another store, reads each back, makes that store the one in charge, and only then clears the
   * old one. Also resumes an interrupted move. Between the persistent stores only: what lies in memory moves by `choose`.
   */
  move: procedure.input(StoreChoice).output(eventIterator(StoreMoveProgress)),
  /** Gives an interrupted move up: the store in charge stays, and what lies in the other is removed, now or at a later start. */
  giveUpMove: procedure.output(SecretStoreStatus),
  /** Only for an encrypted file. */
  changePassphrase: procedure
    .input(z.strictObject({ current: z.string().min(1).max(1_024), next: Passphrase }))
    .output(SecretStoreStatus),
  /** Forgets the encrypted file's keys until the passphrase is entered again. Calls answer `vault_locked`. */
  lock: procedure.output(SecretStoreStatus),
}
