import { z } from 'zod'
import { Id, MicroDollars, Name, procedure, Timestamp } from './base.ts'
import { CallError } from './call-error.ts'
import { AccountType, ModelTier } from './providers.ts'

export const CheckResult = z.object({
  at: Timestamp,
  ok: z.boolean(),
  status: z.number().int().nullable(),
  latencyMs: z.number().nullable(),
  models: z.number().int().nullable(),
  error: CallError.nullable(),
})
export type CheckResult = z.infer<typeof CheckResult>

/** Why a secret can't be used now. `null` in a record means it can. */
export const SecretTrouble = z.enum(['missing', 'locked', 'unavailable', 'mismatch'])

/** A vault key's record. No field ever holds the secret; `last4` is all of it that leaves the store. */
export const VaultKey = z.object({
  id: Id,
  name: Name,
  providerId: Id,
  environmentId: Id,
  accountType: AccountType,
  /** Requests a minute; null is unlimited. Filled from the account type, or the person's own with `custom`. */
  requestsPerMinute: z.number().int().positive().nullable(),
  /** The prefix of the provider and the last 4 characters, as in `yx-••••f456`. */
  prefix: z.string(),
  last4: z.string(),
  /** First 8 hex digits of the HMAC of the secret, to recognise the same secret in two records. */
  fingerprint: z.string(),
  tags: z.array(z.string().max(40)).max(20),
  notes: z.string().max(2_000),
  createdAt: Timestamp,
  rotatedAt: Timestamp.nullable(),
  rotateAfterDays: z.number().int().positive().nullable(),
  expiresAt: Timestamp.nullable(),
  lastUsedAt: Timestamp.nullable(),
  lastCheck: CheckResult.nullable(),
  status: z.enum(['active', 'revoked']),
  monthlyBudget: MicroDollars.nullable(),
  trouble: SecretTrouble.nullable(),
  /** The last 30 days, from the roll-ups. */
  calls30d: z.number().int(),
  cost30d: MicroDollars,
})
export type VaultKey = z.infer<typeof VaultKey>

/** Calls of one key on each of the last 30 UTC days, the oldest first and today last. A key without calls has none. */
export const KeyActivity = z.object({ keyId: Id, daily: z.array(z.number().int().nonnegative()).length(30) })
export type KeyActivity = z.infer<typeof KeyActivity>

export const NewKey = z.strictObject({
  name: Name,
  providerId: Id,
  environmentId: Id,
  accountType: AccountType,
  requestsPerMinute: z.number().int().min(1).max(100_000).nullable().optional(),
  tags: z.array(z.string().trim().min(1).max(40)).max(20).default([]),
  notes: z.string().max(2_000).default(''),
  /** Said yes to a warning, such as the same secret in two environments; the reason is kept. */
  overrideReason: z.string().trim().min(1).max(200).optional(),
})
export type NewKey = z.infer<typeof NewKey>

/** What was stripped or noticed at entry, said to the person: nothing here carries the secret. */
export const EntryNote = z.enum([
  'trimmed',
  'bearer_removed',
  'assignment_removed',
  'quotes_removed',
  'newlines_removed',
  'prefix_unexpected',
])
export type EntryNote = z.infer<typeof EntryNote>

export const AddedKey = z.object({ key: VaultKey, notes: z.array(EntryNote) })
export type AddedKey = z.infer<typeof AddedKey>

/**
 * A pasted value as it came, up to 8,000 characters so that a whole line fits; the vault strips it and refuses what is
 * not a key. Larger than the 1,200-character limit on secrets, so that the refusal can say why.
 */
export const PastedSecret = z.string().min(1).max(8_000)

export const Model = z.object({
  id: z.string(),
  tier: ModelTier,
  /** Whether the key's account type may use it. */
  allowed: z.boolean(),
})
export type Model = z.infer<typeof Model>

export const ModelList = z.object({
  models: z.array(Model),
  /** When the list was fetched; null where it never was. */
  fetchedAt: Timestamp.nullable(),
  /** Why the last attempt failed. The last good list stays. */
  error: CallError.nullable(),
})
export type ModelList = z.infer<typeof ModelList>

export const keys = {
  list: procedure.output(z.array(VaultKey)),
  /** What each key did on each of the last 30 days. Apart from the list, so that a call makes only this stale. */
  activity: procedure.output(z.array(KeyActivity)),
  /** The secret may be left out for a provider that needs no key. */
  add: procedure.input(NewKey.extend({ secret: PastedSecret.optional() })).output(AddedKey),
  /** The main process reads the clipboard, so that the page never holds the secret. */
  addFromClipboard: procedure.input(NewKey).output(AddedKey),
  check: procedure.input(z.strictObject({ id: Id })).output(CheckResult),
  /** Takes the key out of use at once; `restore` brings it back until the undo window (see `DELETE_UNDO_MS`) ends. */
  delete: procedure.input(z.strictObject({ id: Id })).output(z.object({ undoUntil: Timestamp })),
  restore: procedure.input(z.strictObject({ id: Id })).output(VaultKey),
  models: procedure.input(z.strictObject({ id: Id, refresh: z.boolean().default(false) })).output(ModelList),
}

/** How long a deleted key can be restored before its secret leaves the store. Milliseconds. */
export const DELETE_UNDO_MS = 30_000
