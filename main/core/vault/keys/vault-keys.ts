import type {
  AddedKey,
  CheckResult,
  KeyActivity,
  KeyChanges,
  ModelList,
  NewKey,
  VaultKey,
} from '../../../../contract/keys.ts'
import type { KeyChecks } from '../key-checks.ts'
import type { ModelLists } from '../model-lists.ts'
import type { KeyLife } from './create-keys.ts'
import type { KeyParts } from './key-parts.ts'

/** What a page may do with keys. */
export interface VaultKeys {
  list(): VaultKey[]
  unreadable(): number
  activity(): KeyActivity[]
  add(input: NewKey & { secret?: string | undefined }): Promise<AddedKey>
  addFromClipboard(input: NewKey): Promise<AddedKey>
  check(id: string): Promise<CheckResult>
  delete(id: string): { undoUntil: number }
  restore(id: string): VaultKey
  models(id: string, refresh: boolean): Promise<ModelList>
  update(id: string, changes: KeyChanges, overrideReason?: string): VaultKey
  revoke(id: string, removeSecret: boolean): VaultKey
  reactivate(id: string): VaultKey
  readonly regenerate: {
    start(id: string, secret: string, overrideReason?: string): Promise<VaultKey>
    startFromClipboard(id: string, overrideReason?: string): Promise<VaultKey>
    test(id: string): Promise<VaultKey>
    swap(id: string, anyway: boolean): VaultKey
    undo(id: string): VaultKey
    cancel(id: string): VaultKey
    confirmRevoked(id: string): VaultKey
  }
}

/** The acts behind one surface, for `rpc/`. */
export function vaultKeys(
  life: KeyLife,
  { records, audit }: Pick<KeyParts, 'records' | 'audit'>,
  checks: KeyChecks,
  models: ModelLists,
): VaultKeys {
  const { listing, adding, changing, revoking, deleting, regenerating } = life
  return {
    list: () => listing.list(),
    unreadable: () => listing.unreadable(),
    activity: () => listing.activity(),
    add: (input) => adding.add(input),
    addFromClipboard: (input) => adding.addFromClipboard(input),
    async check(id) {
      const { result } = await checks.check(id)
      const record = records.find(id)
      // The models are asked for now and then by themselves; only the person's own check is an act.
      if (record) audit.record('key_checked', record, { detail: checkDetail(result) })
      return result
    },
    delete: (id) => deleting.delete(id),
    restore: (id) => deleting.restore(id),
    models: (id, refresh) => models.get(id, refresh),
    update: (id, changes, overrideReason) => changing.update(id, changes, overrideReason),
    revoke: (id, removeSecret) => revoking.revoke(id, removeSecret),
    reactivate: (id) => revoking.reactivate(id),
    regenerate: {
      start: (id, secret, overrideReason) => regenerating.start(id, secret, overrideReason),
      startFromClipboard: (id, overrideReason) => regenerating.startFromClipboard(id, overrideReason),
      test: (id) => regenerating.test(id),
      swap: (id, anyway) => regenerating.swap(id, anyway),
      undo: (id) => regenerating.undo(id),
      cancel: (id) => regenerating.cancel(id),
      confirmRevoked: (id) => regenerating.confirmRevoked(id),
    },
  }
}

/** What a check found, in codes. */
export function checkDetail(result: CheckResult): Record<string, string> {
  return { result: result.error?.code ?? 'ok', ...(result.status === null ? {} : { status: String(result.status) }) }
}
