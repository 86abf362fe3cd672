import { useState } from 'react'
import type { LocalKey, LocalKeyChanges } from '../../../../contract/local-keys.ts'
import { client, orpc, queryClient } from '../../../lib/client.ts'
import type { EditOutcome } from '../../../ui/edit-row.tsx'
import { refusalWords } from '../refusal-words.ts'

/** A part of a local key that is changed in its place. */
export type LocalKeyField = keyof LocalKeyChanges

/** Changes one local key, a field at a time. */
export interface LocalKeyEdit {
  outcome: EditOutcome<LocalKeyField> | null
  /** True once the core took it. */
  save: (field: LocalKeyField, changes: LocalKeyChanges) => Promise<boolean>
  /** Says at a field what is wrong with what was typed. */
  refuse: (field: LocalKeyField, text: string) => void
  forget: () => void
}

/** Saves at once, says so quietly, and can take it back. */
export function useLocalKeyEdit(key: LocalKey): LocalKeyEdit {
  const [outcome, setOutcome] = useState<EditOutcome<LocalKeyField> | null>(null)
  const send = async (field: LocalKeyField, changes: LocalKeyChanges, isUndo: boolean): Promise<boolean> => {
    const before = valuesBefore(key, changes)
    setOutcome({ field, kind: 'saving' })
    try {
      const saved = await client.gateway.localKeys.update({ id: key.id, changes })
      queryClient.setQueryData(orpc.gateway.localKeys.list.queryKey(), (list) =>
        list?.map((one) => (one.id === saved.id ? saved : one)),
      )
      setOutcome({ field, kind: 'saved', undo: isUndo ? null : () => void send(field, before, true) })
      return true
    } catch (error) {
      setOutcome({ field, kind: 'refused', text: refusalWords(error) })
      return false
    }
  }
  return {
    outcome,
    save: (field, changes) => send(field, changes, false),
    refuse: (field, text) => setOutcome({ field, kind: 'refused', text }),
    forget: () => setOutcome(null),
  }
}

/** What the changed fields held: with an account type, its own limits go along. */
function valuesBefore(key: LocalKey, changes: LocalKeyChanges): LocalKeyChanges {
  const names = Object.keys(changes) as LocalKeyField[]
  const limits = names.includes('accountType') ? (['requestsPerMinute', 'modelTiers'] as const) : []
  return Object.fromEntries([...names, ...limits].map((name) => [name, key[name]]))
}
