import type { ReactNode } from 'react'
import { classNames } from '../../../lib/class-names.ts'

/** A column of what came through the gateway. */
export interface TrafficColumn {
  head: string
  /** Sets its width, and where it has to go for want of room. */
  className?: string
  /** Of figures, at the right. */
  isFigure?: boolean
}

interface TrafficTableProps {
  'aria-label': string
  columns: readonly TrafficColumn[]
  /** Its rows, of a cell a column. */
  children: ReactNode
}

/** The frame and the heads of a table of what came through the gateway. */
export function TrafficTable({ columns, children, ...naming }: TrafficTableProps) {
  return (
    <table className="tbl traffic-table" {...naming}>
      <colgroup>
        {columns.map(({ head, className }) => (
          <col key={head} className={className} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {columns.map(({ head, className, isFigure }) => (
            <th key={head} scope="col" className={classNames(isFigure && 'num', className)}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  )
}
