import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useId, useRef, useState } from 'react'
import { ContextMenu } from './context-menu.tsx'
import type { MenuEntry } from './menu-entries.tsx'
import { TableHead } from './virtual-table-head.tsx'
import { type RowGroup, type Sort, useTableModel, type VirtualColumn } from './virtual-table-model.ts'
import { TableRow } from './virtual-table-row.tsx'

export interface VirtualTableProps<Row extends object> {
  /** Keep it stable between renders, as from a query. Groups stand in the order in which their first row comes here. */
  rows: readonly Row[]
  /** Keep it stable between renders: at module level, or in `useMemo`. */
  columns: readonly VirtualColumn<Row>[]
  rowId: (row: Row) => string
  'aria-label': string
  selectedId?: string | null
  /** Called by a click, and as the arrows move. */
  onSelect?: (row: Row) => void
  /** Called by Enter and by a double click. */
  onOpen?: (row: Row) => void
  groupOf?: (row: Row) => RowGroup
  /** The colour's name for the row's spine. */
  spineOf?: (row: Row) => string
  rowClass?: (row: Row) => string | undefined
  menuOf?: (row: Row) => readonly MenuEntry[]
  initialSort?: Sort
  /** In place of rows while there are none. */
  empty?: ReactNode
}

const rowHeight = 30

/** A dense table that draws only what is in sight. One tab stop: arrows, Home, End and Page keys move, Enter opens. */
export function VirtualTable<Row extends object>(props: VirtualTableProps<Row>) {
  const { rows, rowId, groupOf, initialSort, selectedId = null, onSelect, onOpen, empty } = props
  const { lines, columns, sort, toggleSort } = useTableModel({
    rows,
    columns: props.columns,
    rowId,
    groupOf,
    initialSort,
  })
  const scroll = useRef<HTMLDivElement>(null)
  const baseId = useId()
  const [movedId, setMovedId] = useState<string | null>(null)
  const [menuIndex, setMenuIndex] = useState<number | null>(null)
  const wantedId = selectedId ?? movedId
  const firstRow = lines.findIndex((line) => line.kind === 'row')
  const wanted = lines.findIndex((line) => line.kind === 'row' && line.id === wantedId)
  const active = wanted === -1 ? firstRow : wanted

  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    paddingStart: 0,
    scrollPaddingStart: 28,
    getItemKey: (index) => {
      const line = lines[index]
      if (!line) return index
      return line.kind === 'row' ? line.id : `group ${line.group.id}`
    },
    rangeExtractor: useCallback(
      (range: Parameters<typeof defaultRangeExtractor>[0]) => {
        const shown = defaultRangeExtractor(range)
        if (active < 0 || shown.includes(active)) return shown
        return [...shown, active].toSorted((a, b) => a - b)
      },
      [active],
    ),
  })

  const isKnown = wanted !== -1
  useEffect(() => {
    if (isKnown) virtualizer.scrollToIndex(wanted, { align: 'auto' })
  }, [virtualizer, wanted, isKnown])

  const choose = (index: number) => {
    const line = lines[index]
    if (line?.kind !== 'row') return
    setMovedId(line.id)
    onSelect?.(line.row)
  }

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? rowHeight) / rowHeight) - 2)
    const next = {
      ArrowDown: () => rowFrom(lines, isKnown ? active + 1 : active, 1),
      ArrowUp: () => rowFrom(lines, active - 1, -1),
      Home: () => rowFrom(lines, 0, 1),
      End: () => rowFrom(lines, lines.length - 1, -1),
      PageDown: () => rowFrom(lines, Math.min(lines.length - 1, active + page), -1),
      PageUp: () => rowFrom(lines, Math.max(0, active - page), 1),
    }[event.key]
    if (next) {
      event.preventDefault()
      choose(next())
      return
    }
    const line = lines[active]
    if (line?.kind !== 'row') return
    if (event.key === 'Enter') {
      event.preventDefault()
      onOpen?.(line.row)
    } else if (event.key === ' ') {
      event.preventDefault()
      choose(active)
    }
  }

  const tracks = columns.map((column) => column.width).join(' ')
  const menuLine = lines[menuIndex ?? active]
  const table = (
    <div
      className="grid-table"
      onContextMenuCapture={(event) => {
        const index = lineUnder(event.target)
        // The menu key speaks of the row that is active, not of what is under a pointer.
        setMenuIndex(lines[index]?.kind === 'row' ? index : null)
      }}
    >
      <div
        ref={scroll}
        className="grid-scroll"
        role="grid"
        tabIndex={0}
        aria-label={props['aria-label']}
        aria-rowcount={lines.length + 1}
        aria-colcount={columns.length}
        aria-activedescendant={active >= 0 ? `${baseId}-${active}` : undefined}
        onKeyDown={onKeyDown}
        onClick={(event) => choose(lineUnder(event.target))}
        onDoubleClick={(event) => {
          const line = lines[lineUnder(event.target)]
          if (line?.kind === 'row') onOpen?.(line.row)
        }}
      >
        <TableHead
          columns={columns}
          tracks={tracks}
          sort={sort}
          onSort={toggleSort}
          hasSpine={Boolean(props.spineOf)}
        />
        <div className="grid-body" role="rowgroup" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const line = lines[item.index]
            if (!line) return null
            if (line.kind === 'group') {
              return (
                <div
                  key={item.key}
                  className="grid-row grid-row--group"
                  role="row"
                  aria-rowindex={item.index + 2}
                  style={{ transform: `translateY(${item.start}px)`, gridTemplateColumns: '1fr' }}
                >
                  <div className="grid-group" role="gridcell" aria-colspan={columns.length}>
                    {line.group.label}
                    {line.group.end ? <span className="grid-group__end">{line.group.end}</span> : null}
                  </div>
                </div>
              )
            }
            return (
              <TableRow
                key={item.key}
                id={`${baseId}-${item.index}`}
                row={line.row}
                columns={columns}
                rowIndex={item.index + 2}
                isSelected={line.id === selectedId}
                isActive={item.index === active}
                spine={props.spineOf?.(line.row)}
                className={props.rowClass?.(line.row)}
                tracks={tracks}
                start={item.start}
              />
            )
          })}
        </div>
        {lines.length === 0 ? empty : null}
      </div>
    </div>
  )
  if (!props.menuOf) return table
  const entries = menuLine?.kind === 'row' ? props.menuOf(menuLine.row) : []
  return <ContextMenu entries={entries}>{table}</ContextMenu>
}

/** The line that was clicked; -1 on a control inside a row, whose click is its own. */
function lineUnder(target: EventTarget): number {
  if (!(target instanceof Element) || target.closest('button, a, input')) return -1
  return Number(target.closest('[role="row"]')?.getAttribute('aria-rowindex') ?? 1) - 2
}

function rowFrom(lines: readonly { kind: 'group' | 'row' }[], start: number, step: 1 | -1): number {
  for (let index = start; index >= 0 && index < lines.length; index += step) {
    if (lines[index]?.kind === 'row') return index
  }
  return -1
}
