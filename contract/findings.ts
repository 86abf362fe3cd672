import { z } from 'zod'
import { Id, procedure, Timestamp } from './base.ts'

/** What the rules of good practice (`YUNXIN-KEYS.md`, Practices) say of the vault now. */
export const FindingKind = z.enum([
  'rotation_due',
  'rotation_soon',
  'expired',
  'expiring',
  'never_used',
  'long_unused',
  'same_secret_two_environments',
  'one_key_for_everything',
  'regeneration_unfinished',
  'old_secret_kept',
  'env_line_unconfirmed',
])
export type FindingKind = z.infer<typeof FindingKind>

export const Finding = z.object({
  /** The same as long as the matter is the same: a dismissed finding stays away. */
  id: z.string(),
  kind: FindingKind,
  level: z.enum(['now', 'soon', 'note']),
  /** The keys that it is about, the one to act on first. */
  keyIds: z.array(Id),
  /** When it falls due or fell due; of what goes on, since when it does: the last call, the new secret. Null without a date. */
  at: Timestamp.nullable(),
})
export type Finding = z.infer<typeof Finding>

export const findings = {
  list: procedure.output(z.array(Finding)),
  /** The person knows and wants it so. */
  dismiss: procedure.input(z.strictObject({ id: z.string().min(1).max(200) })).output(z.array(Finding)),
  /** Undoes a dismissal. */
  restore: procedure.input(z.strictObject({ id: z.string().min(1).max(200) })).output(z.array(Finding)),
}
