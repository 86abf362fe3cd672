import { z } from 'zod'
import { Id, MicroDollars, Name, procedure, Timestamp } from './base.ts'
import { CallError } from './call-error.ts'
import { RotationDays } from './environments.ts'
import { AccountType, ModelTier } from './limits.ts'

export const CheckResult = z.object({
  at: Timestamp,
  ok: z.boolean(),
  status: z.number().int().nullable(),
  latencyMs: z.number().nullable(),
  models: z.number().int().nullable(),
  error: CallError.nullable(),
})
export type CheckResult = z.infer<typeof CheckResult>

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

/**
 * Why a secret can't be used now. `null` in a record means it can. `origin`: the provider's address changed since the
 * secret was entered, so it must be entered anew.
 */
export const SecretTrouble = z.enum(['missing', 'locked', 'unavailable', 'mismatch', 'origin'])

/** A secret beside the one in use, told by its ends. */
export const SpareSecret = z.object({ prefix: z.string(), last4: z.string(), since: Timestamp })
export type SpareSecret = z.infer<typeof SpareSecret>

/** A new secret that waits to be swapped in: stored, not yet used by any call but its own test. */
export const PendingSecret = SpareSecret.extend({
  /** What was stripped or noticed when it was entered. */
  notes: z.array(EntryNote),
  /** Of the test call with it; null until there was one. */
  check: CheckResult.nullable(),
})
export type PendingSecret = z.infer<typeof PendingSecret>

/** When a key is to be regenerated, by its own period or its environment's. `none`: neither has one, or it is revoked. */
export const Rotation = z.object({
  state: z.enum(['none', 'ok', 'soon', 'due']),
  everyDays: RotationDays.nullable(),
  dueAt: Timestamp.nullable(),
})
export type Rotation = z.infer<typeof Rotation>

/** A vault key's record. No field ever holds the secret; `last4` is all of it that leaves the store. */
export const VaultKey = z.object({
  id: Id,
  name: Name,
  providerId: Id,
  environmentId: Id,
  accountType: AccountType,
  /** Requests a minute; null is unlimited. Filled from the account type, or the person's own with `custom`. */
  requestsPerMinute: z.number().int().positive().nullable(),
  /** What a `custom` account may use; null is every tier, and for other account types their own. */
  modelTiers: z.array(ModelTier).nullable(),
  /** False for a provider that needs none, and where a revoke removed it. */
  hasSecret: z.boolean(),
  /** The prefix of the provider and the last 4 characters, as in `yx-••••f456`. */
  prefix: z.string(),
  last4: z.string(),
  /** First 8 hex digits of the HMAC of the secret, to recognise the same secret in two records. */
  fingerprint: z.string(),
  tags: z.array(z.string().max(40)).max(20),
  notes: z.string().max(2_000),
  /** Why the same secret may lie in two environments. */
  overrideReason: z.string().nullable(),
  createdAt: Timestamp,
  rotatedAt: Timestamp.nullable(),
  /** The key's own period; null follows the environment. */
  rotateAfterDays: RotationDays.nullable(),
  rotation: Rotation,
  expiresAt: Timestamp.nullable(),
  lastUsedAt: Timestamp.nullable(),
  lastCheck: CheckResult.nullable(),
  status: z.enum(['active', 'revoked']),
  revokedAt: Timestamp.nullable(),
  monthlyBudget: MicroDollars.nullable(),
  trouble: SecretTrouble.nullable(),
  /** A regeneration under way. */
  pending: PendingSecret.nullable(),
  /** The secret before the last regeneration, kept for undo until the person says it is revoked at the provider. */
  previous: SpareSecret.nullable(),
  /** The last 30 days, from the roll-ups. */
  calls30d: z.number().int(),
  cost30d: MicroDollars,
})
export type VaultKey = z.infer<typeof VaultKey>

/** Calls of one key on each of the last 30 UTC days, the oldest first and today last. A key without calls has none. */
export const KeyActivity = z.object({ keyId: Id, daily: z.array(z.number().int().nonnegative()).length(30) })
export type KeyActivity = z.infer<typeof KeyActivity>

const Tags = z.array(z.string().trim().min(1).max(40)).max(20)

/** Why a warning was overridden: kept with the record. */
export const OverrideReason = z.string().trim().min(1).max(200)

export const NewKey = z.strictObject({
  name: Name,
  providerId: Id,
  environmentId: Id,
  accountType: AccountType,
  requestsPerMinute: z.number().int().min(1).max(100_000).nullable().optional(),
  tags: Tags.default([]),
  notes: z.string().max(2_000).default(''),
  /** Said yes to a warning, such as the same secret in two environments; the reason is kept. */
  overrideReason: OverrideReason.optional(),
})
export type NewKey = z.infer<typeof NewKey>

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

/** Only what is given changes. Another `environmentId` moves the key, with its usage and history. */
export const KeyChanges = z
  .strictObject({
    name: Name,
    environmentId: Id,
    accountType: AccountType,
    requestsPerMinute: z.number().int().min(1).max(100_000).nullable(),
    modelTiers: z.array(ModelTier).max(3).nullable(),
    tags: Tags,
    notes: z.string().max(2_000),
    rotateAfterDays: RotationDays.nullable(),
    expiresAt: Timestamp.max(8_640_000_000_000_000).nullable(),
    monthlyBudget: MicroDollars.min(0).max(1_000_000_000_000).nullable(),
  })
  .partial()
export type KeyChanges = z.infer<typeof KeyChanges>

/** A new secret for a key that exists: guided, resumable, and undone with one step until the old one is let go. */
const regenerate = {
  /** Stores the new secret beside the one in use, and tests it with one call. A pending one is replaced. */
  start: procedure
    .input(z.strictObject({ id: Id, secret: PastedSecret, overrideReason: OverrideReason.optional() }))
    .output(VaultKey),
  startFromClipboard: procedure
    .input(z.strictObject({ id: Id, overrideReason: OverrideReason.optional() }))
    .output(VaultKey),
  /** Tests the pending secret again. */
  test: procedure.input(z.strictObject({ id: Id })).output(VaultKey),
  /** From now on calls use the new secret; the old one stays for undo. A test that failed needs `anyway`. */
  swap: procedure.input(z.strictObject({ id: Id, anyway: z.boolean().default(false) })).output(VaultKey),
  /** Back to the old secret; the new one is removed. */
  undo: procedure.input(z.strictObject({ id: Id })).output(VaultKey),
  /** Gives the pending secret up and removes it. */
  cancel: procedure.input(z.strictObject({ id: Id })).output(VaultKey),
  /** The person revoked the old one at the provider: it is removed for good. */
  confirmRevoked: procedure.input(z.strictObject({ id: Id })).output(VaultKey),
}

export const keys = {
  list: procedure.output(z.array(VaultKey)),
  /** How many keys the list is without, because their records are damaged. */
  unreadable: procedure.output(z.number().int().nonnegative()),
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
  /** Another environment where the same secret lies already is refused; the same secret in a third asks for a reason. */
  update: procedure
    .input(z.strictObject({ id: Id, changes: KeyChanges, overrideReason: OverrideReason.optional() }))
    .output(VaultKey),
  /** Refused everywhere from this moment, calls under way included. With `removeSecret` its secrets leave the store. */
  revoke: procedure.input(z.strictObject({ id: Id, removeSecret: z.boolean() })).output(VaultKey),
  /** Takes a revoke back, where the secret is still there. */
  reactivate: procedure.input(z.strictObject({ id: Id })).output(VaultKey),
  regenerate,
  models: procedure.input(z.strictObject({ id: Id, refresh: z.boolean().default(false) })).output(ModelList),
}

/** How long a deleted key can be restored before its secret leaves the store. Milliseconds. */
export const DELETE_UNDO_MS = 30_000
