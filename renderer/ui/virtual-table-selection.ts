import { useRef } from 'react'
import type { TableLine } from './virtual-table-model.ts'

/** The rows that are chosen for something that is done to many. */
export interface TableSelection {
  ids: ReadonlySet<string>
  onChange: (ids: ReadonlySet<string>) => void
}

/** The ways to choose rows: one, a range from the last one, all. */
export interface RowSelection {
  /** A range would begin here. */
  startAt: (id: string) => void
  toggle: (id: string) => void
  /** From the last row that was chosen, or else `from`, to this one; a range that shrinks lets go again. */
  extendTo: (id: string, from: string) => void
  all: () => void
  toggleAll: () => void
}

/** Does to the selection what the person did to the table. */
export function useRowSelection<Row>(
  lines: readonly TableLine<Row>[],
  selection: TableSelection | undefined,
): RowSelection {
  /** Where a range begins, and what was chosen before it. */
  const anchor = useRef<{ id: string; base: ReadonlySet<string> } | null>(null)
  const rowIds = () => lines.flatMap((line) => (line.kind === 'row' ? [line.id] : []))

  return {
    startAt(id: string) {
      if (selection) anchor.current = { id, base: selection.ids }
    },
    toggle(id: string) {
      if (!selection) return
      const next = new Set(selection.ids)
      if (!next.delete(id)) next.add(id)
      anchor.current = { id, base: next }
      selection.onChange(next)
    },
    extendTo(id: string, from: string) {
      if (!selection) return
      const ids = rowIds()
      anchor.current ??= { id: from, base: selection.ids }
      const start = ids.indexOf(anchor.current.id)
      const end = ids.indexOf(id)
      if (end === -1) return
      const range = start === -1 ? [id] : ids.slice(Math.min(start, end), Math.max(start, end) + 1)
      selection.onChange(new Set([...anchor.current.base, ...range]))
    },
    all: () => selection?.onChange(new Set(rowIds())),
    toggleAll: () => {
      if (!selection) return
      const ids = rowIds()
      selection.onChange(ids.every((id) => selection.ids.has(id)) ? new Set() : new Set(ids))
    },
  }
}

/** How much of the table is chosen, as its first head shows it. */
export function shareChosen<Row>(lines: readonly TableLine<Row>[], ids: ReadonlySet<string>): 'none' | 'some' | 'all' {
  if (ids.size === 0) return 'none'
  let rows = 0
  let chosen = 0
  for (const line of lines) {
    if (line.kind !== 'row') continue
    rows += 1
    if (ids.has(line.id)) chosen += 1
  }
  if (chosen === 0) return 'none'
  return chosen === rows ? 'all' : 'some'
}
