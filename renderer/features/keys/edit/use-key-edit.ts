import type { KeyChanges, VaultKey } from '../../../../contract/keys.ts'
import { client, orpc, queryClient } from '../../../lib/client.ts'
import { type Edits, keyBefore, useEdits } from '../../../ui/use-edits.ts'
import { asksForReason, refusalWords } from '../refusal-words.ts'

/** A part of a key that is changed in its place. */
export type EditField =
  | 'name'
  | 'environment'
  | 'account'
  | 'perMinute'
  | 'tiers'
  | 'period'
  | 'expires'
  | 'budget'
  | 'tags'
  | 'notes'

/** A reason would let it through. */
interface Asking {
  field: EditField
  kind: 'asking'
  changes: KeyChanges
}

/** Changes one key, a field at a time. */
export type KeyEdit = Edits<EditField, KeyChanges, Asking>

/** Saves at once, says so quietly, and can take it back. */
export function useKeyEdit(key: VaultKey): KeyEdit {
  return useEdits<EditField, VaultKey, KeyChanges, Asking>({
    thing: key,
    before: keyBefore<KeyChanges>,
    undoReason: key.overrideReason ?? undefined,
    async update(changes, overrideReason) {
      const saved = await client.keys.update({ id: key.id, changes, ...(overrideReason ? { overrideReason } : {}) })
      queryClient.setQueryData(orpc.keys.list.queryKey(), (list) =>
        list?.map((one) => (one.id === saved.id ? saved : one)),
      )
      return saved
    },
    refused: (error, field, changes) =>
      asksForReason(error) ? { field, kind: 'asking', changes } : { field, kind: 'refused', text: refusalWords(error) },
  })
}
