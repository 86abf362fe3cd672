import { useEffect, useRef, useState } from 'react'
import { rowFrom, rowNear } from './virtual-table-keys.ts'
import type { TableLine } from './virtual-table-model.ts'

/** Where the keys are: at a line, and perhaps in a head above the lines. */
export interface TableCursor {
  /** The line; -1 in a table without rows. */
  active: number
  /** Whether it was brought there: the first row is active without that. */
  isKnown: boolean
  /** The place among the heads; null while the keys are among the rows. */
  head: number | null
  setHead: (place: number | null) => void
  moveTo: (index: number, id: string, isAnnounced: boolean) => void
}

/**
 * Keeps the active line: the one that the keys or a press went to last, or that the page chose since. Where that row
 * went away, the one that took its place.
 */
export function useTableCursor<Row>(lines: readonly TableLine<Row>[], selectedId: string | null): TableCursor {
  const [moved, setMoved] = useState<{ id: string; index: number } | null>(null)
  const [head, setHead] = useState<number | null>(null)
  /** What was asked of the page, and comes back as its choice a moment later, when the keys may be further already. */
  const asked = useRef<string[]>([])
  useEffect(() => {
    if (selectedId === null) return
    const place = asked.current.indexOf(selectedId)
    asked.current.splice(0, place + 1)
    if (place === -1) setMoved({ id: selectedId, index: -1 })
  }, [selectedId])

  const wantedId = moved?.id ?? selectedId
  const wanted = wantedId === null ? -1 : lines.findIndex((line) => line.kind === 'row' && line.id === wantedId)
  const near = moved && moved.index !== -1 && wanted === -1 ? rowNear(lines, moved.index) : -1
  const known = wanted === -1 ? near : wanted
  const line = lines[known]
  if (moved && line?.kind === 'row' && (line.id !== moved.id || known !== moved.index)) {
    setMoved({ id: line.id, index: known })
  }
  return {
    active: known === -1 ? rowFrom(lines, 0, 1) : known,
    isKnown: known !== -1,
    head,
    setHead,
    moveTo(index, id, isAnnounced) {
      setHead(null)
      setMoved({ id, index })
      if (isAnnounced && id !== selectedId) asked.current.push(id)
    },
  }
}
