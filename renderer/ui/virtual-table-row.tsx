import { memo } from 'react'
import { classNames } from '../lib/class-names.ts'
import { ui } from '../strings/en/ui.ts'
import type { VirtualColumn } from './virtual-table-model.ts'

interface TableRowProps<Row> {
  id: string
  rowId: string
  row: Row
  name: string
  columns: readonly VirtualColumn<Row>[]
  /** Pixels from the top of the body. */
  start: number
  rowIndex: number
  /** Its details are shown beside the table. */
  isCurrent: boolean
  /** Chosen among many; null where nothing can be. */
  isChosen: boolean | null
  isActive: boolean
  spine: string | undefined
  className: string | undefined
  /** The same at every draw. */
  onChoose: (rowId: string, isRange: boolean) => void
}

function Row<Row>(props: TableRowProps<Row>) {
  const { id, rowId, row, columns, start, rowIndex, isCurrent, isChosen, isActive, spine, className } = props
  const before = isChosen === null ? 0 : 1
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={rowIndex}
      aria-selected={isChosen ?? isCurrent}
      aria-current={isChosen !== null && isCurrent ? 'true' : undefined}
      data-current={isCurrent || undefined}
      data-active={isActive || undefined}
      data-env={spine}
      data-spine={spine ? '' : undefined}
      className={classNames('grid-row', className)}
      style={{ transform: `translateY(${start}px)` }}
    >
      {isChosen === null ? null : (
        <div role="gridcell" className="check-cell">
          <input
            type="checkbox"
            className="check"
            tabIndex={-1}
            aria-label={ui.chooseRow(props.name)}
            checked={isChosen}
            // The grid keeps the focus, so that its keys go on working.
            onMouseDown={(event) => event.preventDefault()}
            onClick={(event) => props.onChoose(rowId, event.shiftKey)}
            onChange={ignore}
          />
        </div>
      )}
      {columns.map((column, index) => (
        <div key={column.id} role="gridcell" className={cellClass(column, row, Boolean(spine) && index + before === 0)}>
          {column.cell(row)}
        </div>
      ))}
    </div>
  )
}

const tints = { soft: 'text-fg-2', quiet: 'text-fg-3' }

/** None where there is nothing to say: an empty one is written into every cell of a table. */
function cellClass<Row>(column: VirtualColumn<Row>, row: Row, isSpine: boolean): string | undefined {
  const tone = column.tone?.(row)
  return classNames(column.align === 'end' && 'num', isSpine && 'spine-cell', tone && tints[tone]) || undefined
}

/** The click tells, with its Shift key. */
function ignore(): void {}

/** One row of a `VirtualTable`. Drawn again only when something of its own changed. */
export const TableRow = memo(Row) as typeof Row
