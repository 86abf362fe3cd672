import { z } from 'zod'
import { Id, procedure, Timestamp } from './base.ts'

/** Who acted: the person through a page or the command line, a client of the gateway, or Keydeck by itself. */
export const AuditActor = z.enum(['person', 'cli', 'gateway', 'keydeck'])
export type AuditActor = z.infer<typeof AuditActor>

/** What was done, or refused. The page has a sentence for each. */
export const AuditAction = z.enum([
  'key_added',
  'key_imported',
  'key_changed',
  'key_moved',
  'key_deleted',
  'key_restored',
  'key_removed',
  'key_revoked',
  'key_reactivated',
  'secret_entered',
  'secret_swapped',
  'secret_swap_undone',
  'secret_swap_cancelled',
  'old_secret_removed',
  'key_checked',
  'key_probed',
  'key_exported',
  'env_line_removed',
  'env_line_put_back',
  'add_refused',
  'change_refused',
  'call_refused',
  'environment_added',
  'environment_changed',
  'environment_removed',
  'environment_confirmed',
  'provider_added',
  'provider_changed',
  'provider_removed',
  'store_chosen',
  'store_moved',
  'store_locked',
  'store_unlocked',
  'passphrase_changed',
  'gateway_started',
  'gateway_stopped',
  'gateway_changed',
  'local_key_created',
  'local_key_changed',
  'local_key_regenerated',
  'local_key_revoked',
  'local_key_deleted',
  'local_key_restored',
])
export type AuditAction = z.infer<typeof AuditAction>

/** One thing that happened, with the names of that moment. Append-only; nothing in it can hold a secret. */
export const AuditRow = z.object({
  id: z.number().int().positive(),
  at: Timestamp,
  actor: AuditActor,
  action: AuditAction,
  /** Null for what concerns no key: an environment, a provider, the secret store. */
  keyId: Id.nullable(),
  /** Of the key, or of the environment, provider or store. */
  subject: z.string(),
  keyMask: z.string(),
  environmentName: z.string(),
  providerName: z.string(),
  /** Names of changed fields, a refusal's code, a file's name: ids, codes and figures, as `field=value` pairs. */
  detail: z.record(z.string(), z.string()),
  /** How often the same refusal came in a row; the row stands for all of them. */
  count: z.number().int().positive(),
  lastAt: Timestamp,
})
export type AuditRow = z.infer<typeof AuditRow>

export const audit = {
  /** Newest first. `before` is the id of the last row seen. */
  list: procedure
    .input(
      z.strictObject({
        keyId: Id.optional(),
        /** Only these; without it, all. */
        actions: z.array(AuditAction).min(1).max(50).optional(),
        before: z.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional(),
        limit: z.number().int().min(1).max(200).default(50),
      }),
    )
    .output(z.object({ rows: z.array(AuditRow), more: z.boolean() })),
  /** Every row, oldest first, as the text of a file. */
  export: procedure
    .input(z.strictObject({ keyId: Id.optional(), format: z.enum(['csv', 'json']) }))
    .output(z.object({ fileName: z.string(), content: z.string() })),
}
