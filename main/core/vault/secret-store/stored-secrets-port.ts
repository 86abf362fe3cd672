import type { SecretStoreKind } from '../../../../contract/secret-store.ts'
import type { SecretRef } from './secret-store.ts'

/** What the database says of the secrets in the store. The changes are made inside the caller's transaction. */
export interface StoredSecrets {
  /** Every item that a row names, whatever state the row is in: one that was left out would be lost in a move. */
  list(): readonly SecretRef[]
  /** What people call the keys that these items belong to. */
  namesOf(ids: readonly string[]): string[]
  /** All that lay in `from` lies in `to` from now on. */
  markMoved(from: SecretStoreKind, to: SecretStoreKind): void
  /** The store that was chosen after memory took over these items. */
  leaveMemory(ids: Iterable<string>, to: SecretStoreKind): void
}
