import { type KeyboardEvent, type MouseEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import type { TableCursor } from './use-table-cursor.ts'
import { createTypeahead, lineAfterKey, lineByName } from './virtual-table-keys.ts'
import type { TableLine, VirtualColumn } from './virtual-table-model.ts'
import type { RowSelection, TableSelection } from './virtual-table-selection.ts'

/** Of every line, in pixels. */
export const rowHeight = 30

interface TableInput<Row> {
  lines: readonly TableLine<Row>[]
  columns: readonly VirtualColumn<Row>[]
  cursor: TableCursor
  choosing: RowSelection
  selection: TableSelection | undefined
  nameOf: ((row: Row) => string) | undefined
  /** A row's details are shown beside the table. */
  hasDetails: boolean
  onSelect: ((row: Row) => void) | undefined
  onOpen: ((row: Row) => void) | undefined
  toggleSort: (columnId: string) => void
  scroll: RefObject<HTMLDivElement | null>
}

/** What keys and presses do in a table: move, choose, sort, open. */
export function useTableInput<Row>(input: TableInput<Row>) {
  const { lines, columns, choosing, selection, nameOf, hasDetails, onSelect, onOpen, toggleSort, scroll } = input
  const { active, isKnown, head, setHead, moveTo } = input.cursor
  const [typeahead] = useState(createTypeahead)

  const go = (index: number, by: 'press' | 'arrows') => {
    const line = rowAt(lines, index)
    if (!line) return
    const isShown = by === 'press' || !selection || hasDetails
    moveTo(index, line.id, isShown)
    if (isShown) onSelect?.(line.row)
  }
  const extendTo = (index: number) => {
    const line = rowAt(lines, index)
    if (!line) return
    choosing.extendTo(line.id, rowAt(lines, active)?.id ?? line.id)
    moveTo(index, line.id, false)
  }

  const onHeadKey = (event: KeyboardEvent, place: number): boolean => {
    const places = columns.length + (selection ? 1 : 0)
    const column = columns[place - (selection ? 1 : 0)]
    switch (event.key) {
      case 'ArrowLeft':
        setHead(Math.max(0, place - 1))
        return true
      case 'ArrowRight':
        setHead(Math.min(places - 1, place + 1))
        return true
      case 'Home':
        setHead(0)
        return true
      case 'End':
        setHead(places - 1)
        return true
      case 'ArrowDown':
      case 'Escape':
        setHead(null)
        return true
      case 'Enter':
      case ' ':
        if (selection && place === 0) choosing.toggleAll()
        else if (column?.sortValue) toggleSort(column.id)
        return true
      default:
        return false
    }
  }

  const onRowKey = (event: KeyboardEvent): boolean => {
    const typed = nameOf ? typeahead(event.nativeEvent) : null
    if (typed !== null && nameOf) {
      const names = lines.map((line) => (line.kind === 'row' ? nameOf(line.row) : null))
      go(lineByName(names, typed, active), 'arrows')
      return true
    }
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? rowHeight) / rowHeight) - 2)
    // Without a row that the keys went to, the first press goes to the first row, not past it.
    const next = !isKnown && event.key === 'ArrowDown' ? active : lineAfterKey(event.key, lines, active, page)
    if (next !== null) {
      if (next === -1 && event.key === 'ArrowUp' && !event.shiftKey) setHead(0)
      else if (event.shiftKey && selection) extendTo(next)
      else go(next, 'arrows')
      return true
    }
    const line = rowAt(lines, active)
    if (!line) return false
    if (event.key === 'Enter') onOpen?.(line.row)
    else if (event.key === ' ' && selection) {
      choosing.toggle(line.id)
      moveTo(active, line.id, false)
    } else if (event.key === ' ') go(active, 'press')
    else return false
    return true
  }

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target !== event.currentTarget || event.altKey) return
    if (event.ctrlKey || event.metaKey) {
      if (!selection || event.key.toLowerCase() !== 'a' || event.shiftKey) return
      event.preventDefault()
      choosing.all()
    } else if (head === null ? onRowKey(event) : onHeadKey(event, head)) event.preventDefault()
  }

  const onClick = (event: MouseEvent) => {
    const index = lineUnder(event.target)
    const line = rowAt(lines, index)
    if (!line) return
    if (selection && event.shiftKey) return extendTo(index)
    if (selection && (event.ctrlKey || event.metaKey)) {
      choosing.toggle(line.id)
      return moveTo(index, line.id, false)
    }
    choosing.startAt(line.id)
    go(index, 'press')
  }

  const latest = useRef({ lines, choosing, extendTo, moveTo })
  useEffect(() => {
    latest.current = { lines, choosing, extendTo, moveTo }
  })
  const onChoose = useCallback(
    (id: string, isRange: boolean) => {
      const now = latest.current
      const index = now.lines.findIndex((line) => line.kind === 'row' && line.id === id)
      scroll.current?.focus()
      if (isRange) return now.extendTo(index)
      now.choosing.toggle(id)
      now.moveTo(index, id, false)
    },
    [scroll],
  )
  return { onKeyDown, onClick, onChoose }
}

/** The row of a line; null for a heading. */
export function rowAt<Row>(lines: readonly TableLine<Row>[], index: number) {
  const line = lines[index]
  return line?.kind === 'row' ? line : null
}

/** The line that was pressed; -1 on a control inside a row, whose press is its own. */
export function lineUnder(target: EventTarget): number {
  if (!(target instanceof Element) || target.closest('button, a, input')) return -1
  return Number(target.closest('[role="row"]')?.getAttribute('aria-rowindex') ?? 1) - 2
}
