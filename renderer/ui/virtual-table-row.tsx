import type { ComponentPropsWithRef } from 'react'
import { classNames } from '../lib/class-names.ts'
import type { VirtualColumn } from './virtual-table-model.ts'

interface TableRowProps<Row> extends Omit<ComponentPropsWithRef<'div'>, 'className'> {
  row: Row
  columns: readonly VirtualColumn<Row>[]
  rowIndex: number
  isSelected: boolean
  isActive: boolean
  spine: string | undefined
  className: string | undefined
}

/** One row of a `VirtualTable`. */
export function TableRow<Row>(props: TableRowProps<Row>) {
  const { row, columns, rowIndex, isSelected, isActive, spine, className, ...rest } = props
  return (
    <div
      {...rest}
      role="row"
      aria-rowindex={rowIndex}
      aria-selected={isSelected}
      data-active={isActive}
      data-env={spine}
      data-spine={spine ? '' : undefined}
      className={classNames('grid-row', className)}
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
