import { memo } from 'react'
import { classNames } from '../lib/class-names.ts'
import type { VirtualColumn } from './virtual-table-model.ts'

interface TableRowProps<Row> {
  id: string
  row: Row
  columns: readonly VirtualColumn<Row>[]
  /** Tracks of the CSS grid. */
  tracks: string
  /** Pixels from the top of the body. */
  start: number
  rowIndex: number
  isSelected: boolean
  isActive: boolean
  spine: string | undefined
  className: string | undefined
}

function Row<Row>(props: TableRowProps<Row>) {
  const { id, row, columns, tracks, start, rowIndex, isSelected, isActive, spine, className } = props
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={rowIndex}
      aria-selected={isSelected}
      data-active={isActive}
      data-env={spine}
      data-spine={spine ? '' : undefined}
      className={classNames('grid-row', className)}
      style={{ transform: `translateY(${start}px)`, gridTemplateColumns: tracks }}
    >
      {columns.map((column, index) => (
        <div
          key={column.id}
          role="gridcell"
          aria-colindex={index + 1}
          className={classNames(column.align === 'end' && 'num', spine && index === 0 && 'spine-cell')}
        >
          {column.cell(row)}
        </div>
      ))}
    </div>
  )
}

/** One row of a `VirtualTable`. Drawn again only when something of its own changed. */
export const TableRow = memo(Row) as typeof Row
