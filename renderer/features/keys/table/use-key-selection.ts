import { useMemo, useState } from 'react'
import type { TableSelection } from '../../../ui/virtual-table-selection.ts'
import type { KeyRow } from '../types.ts'

const nothing: ReadonlySet<string> = new Set()

/** The keys that are selected. One that leaves sight is let go: what is done to many is done to what one sees. */
export function useKeySelection(shown: readonly KeyRow[]) {
  const [ids, setIds] = useState(nothing)
  const chosen = useMemo(() => (ids.size === 0 ? [] : shown.filter((row) => ids.has(row.key.id))), [shown, ids])
  if (chosen.length !== ids.size) setIds(new Set(chosen.map((row) => row.key.id)))
  const selection = useMemo((): TableSelection => ({ ids, onChange: setIds }), [ids])
  return { selection, chosen, clear: () => setIds(nothing) }
}
