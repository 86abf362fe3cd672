import { z } from 'zod'
import { SecretStoreKind } from '../../../../contract/secret-store.ts'

const StoreStateRecord = z.object({
  /** Names this install's items in the keychain and its file; made once. */
  installId: z.string().min(1),
  /** Null until a store was chosen. */
  kind: SecretStoreKind.nullable(),
  /** SHA-256 of the sentinel, in base64url; null until one was written. */
  sentinelHash: z.string().nullable(),
  /** The encrypted file's newest known generation: an older file is an old copy. */
  generation: z.int().nonnegative(),
})

/** What the database keeps about the secret store, so that a later start can tell whether it is still the same one. */
export type StoreStateRecord = Readonly<z.infer<typeof StoreStateRecord>>

/** Where that record lies. `save` returns once it is durable. */
export interface StoreState {
  load(): StoreStateRecord | null
  save(record: StoreStateRecord): void
}

/** Keeps the record among the facts of this installation. A record that can't be read throws: a new one would orphan every secret. */
export function createStoreState(facts: {
  get(name: string): unknown
  set(name: string, value: unknown): void
}): StoreState {
  return {
    load() {
      const value = facts.get('secret-store')
      return value === undefined ? null : StoreStateRecord.parse(value)
    },
    save: (record) => facts.set('secret-store', record),
  }
}
