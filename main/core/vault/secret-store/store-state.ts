import { z } from 'zod'
import { SecretStoreKind } from '../../../../contract/secret-store.ts'

/** A store that outlives Keydeck: only between these is anything moved. */
export const PersistentKind = SecretStoreKind.exclude(['memory'])
export type PersistentKind = z.infer<typeof PersistentKind>

const StoreStateRecord = z.object({
  /** Names this install's items in the keychain and its file; made once. */
  installId: z.string().min(1),
  /** Null until a store was chosen. */
  kind: SecretStoreKind.nullable(),
  /** SHA-256 of the sentinel, in base64url; null until one was written. */
  sentinelHash: z.string().nullable(),
  /** The encrypted file's newest known generation: an older file is an old copy. */
  generation: z.int().nonnegative(),
  /** A move that has begun: `items` may lie in `to` as well. `kind` is in charge until the move ends. */
  move: z
    .object({ to: PersistentKind, items: z.array(z.string()) })
    .nullable()
    .default(null),
  /**
   * What still has to be removed from a store that is not in charge: the one that a move left, or the target of one that
   * was given up. `told`: the person is shown that it waits.
   */
  leftovers: z
    .object({ in: PersistentKind, items: z.array(z.string()), told: z.boolean() })
    .nullable()
    .default(null),
})

/** What the database keeps about the secret store, so that a later start can tell whether it is still the same one. */
export type StoreStateRecord = Readonly<z.infer<typeof StoreStateRecord>>

/** Where that record lies. */
export interface StoreState {
  load(): StoreStateRecord | null
  /** Returns once it is durable. What `along` writes is in the same transaction: both are there, or neither. */
  save(record: StoreStateRecord, along?: () => void): void
}

/** Keeps the record among the facts of this installation. A record that can't be read throws: a new one would orphan every secret. */
export function createStoreState(
  facts: { get(name: string): unknown; set(name: string, value: unknown): void },
  database: { write<Result>(work: () => Result): Result },
): StoreState {
  return {
    load() {
      const value = facts.get('secret-store')
      return value === undefined ? null : StoreStateRecord.parse(value)
    },
    save: (record, along) =>
      database.write(() => {
        facts.set('secret-store', record)
        along?.()
      }),
  }
}
