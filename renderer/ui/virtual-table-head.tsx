import { ChevronDown, ChevronUp } from 'lucide-react'
import { classNames } from '../lib/class-names.ts'
import { ui } from '../strings/en/ui.ts'
import type { Sort, VirtualColumn } from './virtual-table-model.ts'

interface TableHeadProps<Row> {
  columns: readonly VirtualColumn<Row>[]
  tracks: string
  sort: Sort | null
  onSort: (columnId: string) => void
  hasSpine: boolean
}

/** The heads of a `VirtualTable`; those that sort are buttons. */
export function TableHead<Row>({ columns, tracks, sort, onSort, hasSpine }: TableHeadProps<Row>) {
  return (
    <div role="rowgroup" className="grid-heads">
      <div role="row" className="grid-head" aria-rowindex={1} style={{ gridTemplateColumns: tracks }}>
        {columns.map((column, index) => {
          const isSorted = sort?.columnId === column.id
          const direction = isSorted ? (sort.descending ? 'descending' : 'ascending') : 'none'
          return (
            <div
              key={column.id}
              role="columnheader"
              aria-colindex={index + 1}
              aria-sort={column.sortValue ? direction : undefined}
              className={classNames(column.align === 'end' && 'num', hasSpine && index === 0 && 'spine-cell')}
            >
              {column.sortValue ? (
                <button
                  type="button"
                  className="grid-sort"
                  tabIndex={-1}
                  title={ui.sortBy(column.head)}
                  onClick={() => onSort(column.id)}
                >
                  {column.head}
                  {isSorted ? <SortArrow descending={sort.descending} /> : null}
                </button>
              ) : (
                column.head
              )}
            </div>
          )
        })}
      </div>
    </div>
  )
}

function SortArrow({ descending }: { descending: boolean }) {
  return descending ? <ChevronDown className="i i--12" /> : <ChevronUp className="i i--12" />
}
