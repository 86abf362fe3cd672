import { useState } from 'react'
import { useStable } from '../lib/use-stable.ts'
import { ui } from '../strings/en/ui.ts'
import type { EditOutcome } from './edit-row.tsx'

/** Changes one thing, a field at a time. */
export interface Edits<Field extends string, Changes, Asking = never> {
  outcome: EditOutcome<Field> | Asking | null
  /** True once the core took it. */
  save: (field: Field, changes: Changes, reason?: string) => Promise<boolean>
  /** Says at a field what is wrong with what was typed. */
  refuse: (field: Field, text: string) => void
  forget: () => void
}

interface EditsOf<Field extends string, Thing, Changes, Asking> {
  /** As it is now, whoever changed it. */
  thing: Thing
  /** Answers with the thing as it then is. */
  update: (changes: Changes, reason: string | undefined) => Promise<Thing>
  /** What to say of a refusal. */
  refused: (error: unknown, field: Field, changes: Changes) => EditOutcome<Field> | Asking
  /** What puts a change back. */
  before: (thing: Thing, changes: Changes) => Changes
  /** The reason that goes with putting it back. */
  undoReason?: string | undefined
}

/** Saves at once, says so quietly, and can take it back while nobody changed the same since. */
export function useEdits<
  Field extends string,
  Thing extends object,
  Changes extends { [Name in keyof Thing]?: Thing[Name] | undefined },
  Asking = never,
>(of: EditsOf<Field, Thing, Changes, Asking>): Edits<Field, Changes, Asking> {
  const [outcome, setOutcome] = useState<EditOutcome<Field> | Asking | null>(null)
  const send = async (field: Field, changes: Changes, reason: string | undefined, isUndo: boolean) => {
    const back = of.before(of.thing, changes)
    setOutcome({ field, kind: 'saving' })
    try {
      const saved = await of.update(changes, reason)
      setOutcome({ field, kind: 'saved', undo: isUndo ? null : () => on.undo(field, changes, back, saved) })
      return true
    } catch (error) {
      setOutcome(of.refused(error, field, changes))
      return false
    }
  }
  const on = useStable({
    undo(field: Field, changes: Changes, back: Changes, saved: Thing) {
      const names = Object.keys(changes) as (keyof Thing)[]
      const isOurs = names.every((name) => JSON.stringify(of.thing[name]) === JSON.stringify(saved[name]))
      if (isOurs) void send(field, back, of.undoReason, true)
      else setOutcome({ field, kind: 'refused', text: ui.edit.changedSince })
    },
  })
  return {
    outcome,
    save: (field, changes, reason) => send(field, changes, reason, false),
    refuse: (field, text) => setOutcome({ field, kind: 'refused', text }),
    forget: () => setOutcome(null),
  }
}

type Limited = { accountType?: unknown; requestsPerMinute?: unknown; modelTiers?: unknown }

/** What the changed fields of a key held: with an account type, its own limits go along. */
export function keyBefore<Changes extends Limited>(key: Required<Changes>, changes: Changes): Changes {
  const names = Object.keys(changes) as (keyof Changes)[]
  const limits = 'accountType' in changes ? (['requestsPerMinute', 'modelTiers'] as const) : []
  return Object.fromEntries([...names, ...limits].map((name) => [name, key[name]])) as Changes
}
