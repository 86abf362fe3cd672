import { useState } from 'react'
import type { KeyChanges, VaultKey } from '../../../../contract/keys.ts'
import { client, orpc, queryClient } from '../../../lib/client.ts'
import type { EditOutcome } from '../../../ui/edit-row.tsx'
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

/** How the last change went. */
export type KeyEditOutcome =
  | EditOutcome<EditField>
  /** A reason would let it through. */
  | { field: EditField; kind: 'asking'; changes: KeyChanges }

/** Changes one key, a field at a time. */
export interface KeyEdit {
  outcome: KeyEditOutcome | null
  /** True once the core took it. */
  save: (field: EditField, changes: KeyChanges, overrideReason?: string) => Promise<boolean>
  /** Says at a field what is wrong with what was typed. */
  refuse: (field: EditField, text: string) => void
  forget: () => void
}

/** Saves at once, says so quietly, and can take it back. */
export function useKeyEdit(key: VaultKey): KeyEdit {
  const [outcome, setOutcome] = useState<KeyEditOutcome | null>(null)

  const send = async (field: EditField, changes: KeyChanges, overrideReason: string | undefined, isUndo: boolean) => {
    const before = valuesBefore(key, changes)
    setOutcome({ field, kind: 'saving' })
    try {
      const saved = await client.keys.update({ id: key.id, changes, ...(overrideReason ? { overrideReason } : {}) })
      queryClient.setQueryData(orpc.keys.list.queryKey(), (list) =>
        list?.map((one) => (one.id === saved.id ? saved : one)),
      )
      const undo = isUndo ? null : () => void send(field, before, key.overrideReason ?? undefined, true)
      setOutcome({ field, kind: 'saved', undo })
      return true
    } catch (error) {
      const isAsking = asksForReason(error)
      setOutcome(isAsking ? { field, kind: 'asking', changes } : { field, kind: 'refused', text: refusalWords(error) })
      return false
    }
  }

  return {
    outcome,
    save: (field, changes, overrideReason) => send(field, changes, overrideReason, false),
    refuse: (field, text) => setOutcome({ field, kind: 'refused', text }),
    forget: () => setOutcome(null),
  }
}

/** What the changed fields held: with an account type, its own limits go along. */
function valuesBefore(key: VaultKey, changes: KeyChanges): KeyChanges {
  const names = Object.keys(changes) as (keyof KeyChanges)[]
  const limits = names.includes('accountType') ? (['requestsPerMinute', 'modelTiers'] as const) : []
  return Object.fromEntries([...names, ...limits].map((name) => [name, key[name]]))
}
