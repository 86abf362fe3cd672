import type { LocalKey, LocalKeyChanges } from '../../../../contract/local-keys.ts'
import { client, orpc, queryClient } from '../../../lib/client.ts'
import { type Edits, keyBefore, useEdits } from '../../../ui/use-edits.ts'
import { refusalWords } from '../refusal-words.ts'

/** A part of a local key that is changed in its place. */
export type LocalKeyField = keyof LocalKeyChanges

/** Saves at once, says so quietly, and can take it back. */
export function useLocalKeyEdit(key: LocalKey): Edits<LocalKeyField, LocalKeyChanges> {
  return useEdits<LocalKeyField, LocalKey, LocalKeyChanges>({
    thing: key,
    before: keyBefore<LocalKeyChanges>,
    async update(changes) {
      const saved = await client.gateway.localKeys.update({ id: key.id, changes })
      queryClient.setQueryData(orpc.gateway.localKeys.list.queryKey(), (list) =>
        list?.map((one) => (one.id === saved.id ? saved : one)),
      )
      return saved
    },
    refused: (error, field) => ({ field, kind: 'refused', text: refusalWords(error) }),
  })
}
