import type { Origin } from '../../../contract/calls.ts'

/** What stands before a call that can cost money. A key check lists models, spends nothing and is not asked. */
export interface Guard {
  /**
   * Throws CONFLICT `guard_unconfirmed` where the key lies in a guarded environment that the person hasn't said yes to
   * since Keydeck started, and NOT_FOUND where there is no such key.
   */
  require(keyId: string, origin: Origin): void
}
