import type { AuditAction } from '../../../../contract/audit.ts'

/** What the audit can be narrowed to, in the order in which it is offered. */
export const auditKinds = [
  'all',
  'keys',
  'secrets',
  'localKeys',
  'gateway',
  'refusals',
  'environments',
  'providers',
  'store',
] as const
export type AuditKind = (typeof auditKinds)[number]

const kinds: Readonly<Record<AuditAction, Exclude<AuditKind, 'all'>>> = {
  key_added: 'keys',
  key_imported: 'keys',
  key_changed: 'keys',
  key_moved: 'keys',
  key_deleted: 'keys',
  key_restored: 'keys',
  key_revoked: 'keys',
  key_reactivated: 'keys',
  key_checked: 'keys',
  key_probed: 'keys',
  key_removed: 'secrets',
  key_exported: 'secrets',
  secret_entered: 'secrets',
  secret_swapped: 'secrets',
  secret_swap_undone: 'secrets',
  secret_swap_cancelled: 'secrets',
  old_secret_removed: 'secrets',
  env_line_removed: 'secrets',
  env_line_put_back: 'secrets',
  add_refused: 'refusals',
  change_refused: 'refusals',
  call_refused: 'refusals',
  environment_added: 'environments',
  environment_changed: 'environments',
  environment_removed: 'environments',
  environment_confirmed: 'environments',
  provider_added: 'providers',
  provider_changed: 'providers',
  provider_removed: 'providers',
  store_chosen: 'store',
  store_moved: 'store',
  store_locked: 'store',
  store_unlocked: 'store',
  passphrase_changed: 'store',
  gateway_started: 'gateway',
  gateway_stopped: 'gateway',
  gateway_changed: 'gateway',
  local_key_created: 'localKeys',
  local_key_changed: 'localKeys',
  local_key_regenerated: 'localKeys',
  local_key_revoked: 'localKeys',
  local_key_deleted: 'localKeys',
  local_key_restored: 'localKeys',
}

/** The acts of a kind; undefined is every act. */
export function actionsOf(kind: AuditKind): readonly AuditAction[] | undefined {
  if (kind === 'all') return undefined
  return (Object.keys(kinds) as AuditAction[]).filter((action) => kinds[action] === kind)
}
