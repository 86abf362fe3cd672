import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import {
  type CSSProperties,
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react'
import { ContextMenu } from './context-menu.tsx'
import type { MenuEntry } from './menu-entries.tsx'
import { useTableCursor } from './use-table-cursor.ts'
import { useTableFrame } from './use-table-frame.ts'
import { lineUnder, rowAt, rowHeight, useTableInput } from './use-table-input.ts'
import { type TableKeysHelp, useTableKeys } from './use-table-keys.ts'
import { headId, TableHead } from './virtual-table-head.tsx'
import { type RowGroup, type Sort, useTableModel, type VirtualColumn } from './virtual-table-model.ts'
import { TableRow } from './virtual-table-row.tsx'
import { shareChosen, type TableSelection, useRowSelection } from './virtual-table-selection.ts'

export interface VirtualTableProps<Row extends object> {
  /** Keep it stable between renders, as from a query. Groups stand in the order in which their first row comes here. */
  rows: readonly Row[]
  /** Keep it stable between renders: at module level, or in `useMemo`. */
  columns: readonly VirtualColumn<Row>[]
  rowId: (row: Row) => string
  'aria-label': string
  /** The row whose details are shown beside the table. */
  selectedId?: string | null
  /** Called by a press, and as the arrows move; where rows can be chosen, the arrows show only while a row is shown. */
  onSelect?: (row: Row) => void
  /** Told the row that the keys went to, whether it is shown or not; null while there is none. Keep it stable. */
  onActive?: (row: Row | null) => void
  /** Called by Enter and by a double click. */
  onOpen?: (row: Row) => void
  /** Lets rows be chosen for something that is done to many: boxes, Space, Shift with a press or the arrows, Ctrl or Cmd+A. */
  selection?: TableSelection
  /** A row's name, which letters that are typed find and its box is called by. */
  nameOf?: (row: Row) => string
  groupOf?: (row: Row) => RowGroup
  /** The colour's name for the row's spine. */
  spineOf?: (row: Row) => string
  rowClass?: (row: Row) => string | undefined
  menuOf?: (row: Row) => readonly MenuEntry[]
  initialSort?: Sort
  /** Lists the table's keys in the keyboard help. Keep it stable between renders. */
  keyboard?: TableKeysHelp
  /** In place of rows while there are none. */
  empty?: ReactNode
  /** The part that takes the focus. */
  gridRef?: RefObject<HTMLDivElement | null>
}

const checkTrack = '34px'

/**
 * A dense table that draws only what is in sight. One tab stop: arrows, Home, End and Page keys move, upwards into the
 * heads, where Enter sorts; Enter opens a row; letters find a name.
 */
export function VirtualTable<Row extends object>(props: VirtualTableProps<Row>) {
  const {
    rows,
    rowId,
    groupOf,
    initialSort,
    selectedId = null,
    onSelect,
    onActive,
    onOpen,
    selection,
    nameOf,
    empty,
  } = props
  const ownRef = useRef<HTMLDivElement>(null)
  const scroll = props.gridRef ?? ownRef
  const { frame, shown: columns } = useTableFrame(props['aria-label'], props.columns, scroll)
  const { lines, sort, toggleSort } = useTableModel({ rows, columns: props.columns, rowId, groupOf, initialSort })
  const baseId = useId()
  const [menuIndex, setMenuIndex] = useState<number | null>(null)
  const cursor = useTableCursor(lines, selectedId)
  const { active, isKnown, head } = cursor
  const activeLine = isKnown ? lines[active] : undefined
  const activeRow = activeLine?.kind === 'row' ? activeLine.row : null
  useEffect(() => {
    onActive?.(activeRow)
  }, [onActive, activeRow])
  const choosing = useRowSelection(lines, selection)
  useTableKeys(props.keyboard, selection !== undefined)

  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    initialRect: { width: 0, height: frame.height },
    overscan: 3,
    scrollPaddingStart: 28,
    getItemKey: (index) => {
      const line = lines[index]
      if (!line) return index
      return line.kind === 'row' ? line.id : `group ${line.group.id}`
    },
    rangeExtractor: useCallback(
      (range: Parameters<typeof defaultRangeExtractor>[0]) => {
        const shown = defaultRangeExtractor(range)
        if (active < 0 || active >= range.count || shown.includes(active)) return shown
        return [...shown, active].toSorted((a, b) => a - b)
      },
      [active],
    ),
  })

  useEffect(() => {
    if (isKnown) virtualizer.scrollToIndex(active, { align: 'auto' })
  }, [virtualizer, active, isKnown])

  const { onKeyDown, onClick, onChoose } = useTableInput({
    lines,
    columns,
    cursor,
    choosing,
    selection,
    nameOf,
    hasDetails: selectedId !== null,
    onSelect,
    onOpen,
    toggleSort,
    scroll,
  })
  const widths = [...(selection ? [checkTrack] : []), ...columns.map((column) => column.width)].join(' ')
  // Said once for all rows, which take it over.
  const tracks: CSSProperties & { '--grid-tracks': string } = { '--grid-tracks': widths }
  const chosen = selection ? shareChosen(lines, selection.ids) : null
  const activeId = active < 0 ? undefined : `${baseId}-${active}`
  const table = (
    <div
      className="grid-table"
      onContextMenuCapture={(event) => {
        const index = lineUnder(event.target)
        // The menu key speaks of the row that is active, not of what is under a pointer.
        setMenuIndex(rowAt(lines, index) ? index : null)
      }}
    >
      <div
        ref={scroll}
        className="grid-scroll"
        role="grid"
        tabIndex={0}
        aria-label={props['aria-label']}
        aria-rowcount={lines.length + 1}
        aria-multiselectable={selection ? true : undefined}
        aria-activedescendant={head === null ? activeId : headId(baseId, head)}
        data-in-head={head !== null}
        style={tracks}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onDoubleClick={(event) => {
          const line = rowAt(lines, lineUnder(event.target))
          if (line) onOpen?.(line.row)
        }}
        onBlur={() => cursor.setHead(null)}
      >
        <TableHead
          baseId={baseId}
          columns={columns}
          sort={sort}
          onSort={toggleSort}
          active={head}
          chosen={chosen}
          onChooseAll={choosing.toggleAll}
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
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  <div className="grid-group" role="gridcell" aria-colspan={columns.length + (selection ? 1 : 0)}>
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
                rowId={line.id}
                row={line.row}
                name={nameOf?.(line.row) ?? line.id}
                columns={columns}
                rowIndex={item.index + 2}
                isCurrent={line.id === selectedId}
                isChosen={selection ? selection.ids.has(line.id) : null}
                isActive={item.index === active}
                spine={props.spineOf?.(line.row)}
                className={props.rowClass?.(line.row)}
                start={item.start}
                onChoose={onChoose}
              />
            )
          })}
        </div>
        {lines.length === 0 ? empty : null}
      </div>
    </div>
  )
  if (!props.menuOf) return table
  const menuRow = rowAt(lines, menuIndex ?? active)
  return <ContextMenu entries={menuRow ? props.menuOf(menuRow.row) : []}>{table}</ContextMenu>
}
