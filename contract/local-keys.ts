import { z } from 'zod'
import { Id, MicroDollars, Name, procedure, Timestamp } from './base.ts'
import { AccountType, ModelTier } from './limits.ts'

/** `*` stands for any characters; matching ignores case. A plain id, or `provider/id` where two providers have it. */
const ModelPattern = z.string().trim().min(1).max(120)

/** What a person chooses for a local key, and what regenerating keeps. */
const LocalKeyChoices = z.strictObject({
  name: Name,
  /** Its calls use vault keys of this environment, and of no other. */
  environmentId: Id,
  accountType: AccountType,
  /** Requests a minute: at most the account type's figure, but with `custom`. Null follows the account type. */
  requestsPerMinute: z.number().int().min(1).max(100_000).nullable(),
  /** What a `custom` local key may use; null is every tier, and for other account types their own. */
  modelTiers: z.array(ModelTier).max(3).nullable(),
  /** Which models it may use; null is every model that its vault keys and its account type allow. */
  models: z.array(ModelPattern).min(1).max(200).nullable(),
  /** Tried in this order; null is every vault key of the environment, the oldest first. */
  vaultKeyIds: z.array(Id).min(1).max(100).nullable(),
  /** Whether it may use `/v1/files` and `/v1/uploads`, which act on the provider's account and not on one call. */
  allowsFiles: z.boolean(),
  /** Micro-dollars a calendar month, as for vault keys; null is none. */
  monthlyBudget: MicroDollars.min(0).max(1_000_000_000_000).nullable(),
  expiresAt: Timestamp.max(8_640_000_000_000_000).nullable(),
})

export const NewLocalKey = LocalKeyChoices.partial().required({ name: true, environmentId: true, accountType: true })
export type NewLocalKey = z.infer<typeof NewLocalKey>

/** Only what is given changes. */
export const LocalKeyChanges = LocalKeyChoices.partial()
export type LocalKeyChanges = z.infer<typeof LocalKeyChanges>

/** A key that Keydeck issued for its gateway. Its text is shown once; only a hash of it is kept. */
export const LocalKey = LocalKeyChoices.extend({
  id: Id,
  /** Of one that is revoked, the environment may be gone. */
  environmentId: Id,
  /** As chosen, without those that are deleted. Empty where none is left: it then has no model. */
  vaultKeyIds: z.array(Id).max(100).nullable(),
  /** As in `kd_••••x7Qa`. */
  mask: z.string(),
  /** What really applies now: the account type's figure or its own. Null is unlimited. */
  effectiveRequestsPerMinute: z.number().int().positive().nullable(),
  status: z.enum(['active', 'expired', 'revoked']),
  createdAt: Timestamp,
  regeneratedAt: Timestamp.nullable(),
  revokedAt: Timestamp.nullable(),
  lastUsedAt: Timestamp.nullable(),
  /** The user agent of its last call. */
  lastClient: z.string().nullable(),
  /** Requests that count against its limit at this moment. */
  usedThisMinute: z.number().int().nonnegative(),
  spentThisMonth: MicroDollars,
  /** The last 30 days, from the roll-ups. */
  calls30d: z.number().int(),
  tokens30d: z.number().int(),
  cost30d: MicroDollars,
})
export type LocalKey = z.infer<typeof LocalKey>

/** The only answer that carries a local key's text. `ticket` lets the core copy it for some minutes. */
export const IssuedLocalKey = z.object({ key: LocalKey, ticket: Id, shownOnce: z.string() })
export type IssuedLocalKey = z.infer<typeof IssuedLocalKey>

/** A model that clients of a local key can name, as `/v1/models` lists it. */
export const LocalKeyModel = z.object({
  /** What a client sends: the plain id, or `provider/id` where a provider before it has that id too. */
  id: z.string(),
  providerName: z.string(),
  /** The vault key that a call for it would use first. */
  keyId: Id,
  tier: ModelTier,
})
export type LocalKeyModel = z.infer<typeof LocalKeyModel>

const byId = z.strictObject({ id: Id })

export const localKeys = {
  list: procedure.output(z.array(LocalKey)),
  /** How many local keys the list is without, because their records are damaged. Their texts are refused. */
  unreadable: procedure.output(z.number().int().nonnegative()),
  create: procedure.input(NewLocalKey).output(IssuedLocalKey),
  update: procedure.input(z.strictObject({ id: Id, changes: LocalKeyChanges })).output(LocalKey),
  /** A new text with the same configuration and history; the old one is refused from this moment. */
  regenerate: procedure.input(byId).output(IssuedLocalKey),
  /** Refused from this moment; open streams end. Final: a revoked local key is never active again. */
  revoke: procedure.input(byId).output(LocalKey),
  /** Out of use at once; `restore` brings it back until the undo window ends. Its calls stay on record. */
  delete: procedure.input(byId).output(z.object({ undoUntil: Timestamp })),
  restore: procedure.input(byId).output(LocalKey),
  /** What its clients can use now, from the model lists of its vault keys. */
  models: procedure.input(byId).output(z.array(LocalKeyModel)),
}
