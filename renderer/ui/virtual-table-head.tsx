import { ChevronDown, ChevronUp } from 'lucide-react'
import { classNames } from '../lib/class-names.ts'
import { ui } from '../strings/en/ui.ts'
import type { Sort, VirtualColumn } from './virtual-table-model.ts'

interface TableHeadProps<Row> {
  baseId: string
  columns: readonly VirtualColumn<Row>[]
  sort: Sort | null
  onSort: (columnId: string) => void
  /** The place that the arrow keys went to; null while they are among the rows. */
  active: number | null
  /** How many of the rows are chosen; null where none can be. */
  chosen: 'none' | 'some' | 'all' | null
  onChooseAll: () => void
  hasSpine: boolean
}

/** The heads of a `VirtualTable`; those that sort are buttons. */
export function TableHead<Row>(props: TableHeadProps<Row>) {
  const { baseId, columns, sort, onSort, active, chosen, onChooseAll, hasSpine } = props
  const before = chosen === null ? 0 : 1
  return (
    <div role="rowgroup" className="grid-heads">
      <div role="row" className="grid-head" aria-rowindex={1}>
        {chosen === null ? null : (
          <div id={headId(baseId, 0)} role="columnheader" data-active={active === 0} className="check-cell">
            <input
              ref={(box) => {
                if (box) box.indeterminate = chosen === 'some'
              }}
              type="checkbox"
              className="check"
              tabIndex={-1}
              aria-label={ui.chooseAll}
              checked={chosen === 'all'}
              onMouseDown={(event) => event.preventDefault()}
              onChange={onChooseAll}
            />
          </div>
        )}
        {columns.map((column, index) => {
          const place = index + before
          const isSorted = sort?.columnId === column.id
          const direction = isSorted ? (sort.descending ? 'descending' : 'ascending') : 'none'
          return (
            <div
              key={column.id}
              id={headId(baseId, place)}
              role="columnheader"
              aria-sort={column.sortValue ? direction : undefined}
              data-active={active === place}
              className={classNames(column.align === 'end' && 'num', hasSpine && place === 0 && 'spine-cell')}
            >
              {column.sortValue ? (
                <button
                  type="button"
                  className="grid-sort"
                  tabIndex={-1}
                  title={ui.sortBy(column.head)}
                  onMouseDown={(event) => event.preventDefault()}
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

/** The id of a head, for `aria-activedescendant`. */
export function headId(baseId: string, place: number): string {
  return `${baseId}-head-${place}`
}

function SortArrow({ descending }: { descending: boolean }) {
  return descending ? <ChevronDown className="i i--12" /> : <ChevronUp className="i i--12" />
}
