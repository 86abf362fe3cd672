import { type ReactNode, useCallback, useMemo, useState } from 'react'

/** A column of a `VirtualTable`. */
export interface VirtualColumn<Row> {
  id: string
  /** The column's head. Empty for one that needs none. */
  head: string
  /** A track of a CSS grid: `84px`, `minmax(160px, 1fr)`. */
  width: string
  align?: 'start' | 'end'
  /** Makes the column sortable. Null goes last, whichever way it is sorted. */
  sortValue?: (row: Row) => string | number | null
  /** The first click sorts from the greatest down, as fits figures. */
  descendingFirst?: boolean
  /** Leaves a table that is narrower than this. Pixels. */
  from?: number
  cell: (row: Row) => ReactNode
  /** Sets the whole cell back: `soft` is what stands beside the main thing, `quiet` is nothing to look at. */
  tone?: (row: Row) => 'soft' | 'quiet' | undefined
}

/** A row's group: rows of one group stand together below its heading. */
export interface RowGroup {
  id: string
  label: ReactNode
  /** At the right of the heading. */
  end?: ReactNode
}

/** What is drawn, from the top: headings and rows. */
export type TableLine<Row> = { kind: 'group'; group: RowGroup } | { kind: 'row'; row: Row; id: string }

/** Made once: `localeCompare` with options looks its rules up at every comparison. */
const collator = new Intl.Collator(undefined, { numeric: true })

/** The direction of one sorted column. */
export interface Sort {
  columnId: string
  descending: boolean
}

export interface TableModelInput<Row> {
  rows: readonly Row[]
  columns: readonly VirtualColumn<Row>[]
  /** Keep it stable between renders. */
  rowId: (row: Row) => string
  groupOf?: ((row: Row) => RowGroup) | undefined
  initialSort?: Sort | undefined
}

/** Sorts and groups. A column's third turn gives the rows back as they came. */
export function useTableModel<Row extends object>(input: TableModelInput<Row>) {
  const { rows, columns, rowId, groupOf, initialSort } = input
  const [sort, setSort] = useState<Sort | null>(initialSort ?? null)
  const sorted = useMemo(() => sortRows(rows, columns, sort), [rows, columns, sort])
  const lines = useMemo(() => toLines(sorted, rows, rowId, groupOf), [sorted, rows, rowId, groupOf])
  const toggleSort = useCallback(
    (columnId: string) => {
      const first = columns.find(({ id }) => id === columnId)?.descendingFirst ?? false
      setSort((now) => {
        if (now?.columnId !== columnId) return { columnId, descending: first }
        return now.descending === first ? { columnId, descending: !first } : null
      })
    },
    [columns],
  )
  return { lines, sort, toggleSort }
}

/** Rows that are equal stay in their order, whichever way it is sorted. */
function sortRows<Row>(rows: readonly Row[], columns: readonly VirtualColumn<Row>[], sort: Sort | null) {
  const sortValue = sort && columns.find(({ id }) => id === sort.columnId)?.sortValue
  if (!sortValue) return rows
  const direction = sort.descending ? -1 : 1
  const keyed = rows.map((row) => ({ row, value: sortValue(row) }))
  keyed.sort((a, b) => {
    if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null)
    return direction * compare(a.value, b.value)
  })
  return keyed.map(({ row }) => row)
}

function compare(a: string | number, b: string | number): number {
  return typeof a === 'string' && typeof b === 'string' ? collator.compare(a, b) : Number(a) - Number(b)
}

function toLines<Row>(
  sorted: readonly Row[],
  rows: readonly Row[],
  rowId: (row: Row) => string,
  groupOf: ((row: Row) => RowGroup) | undefined,
): TableLine<Row>[] {
  const toLine = (row: Row): TableLine<Row> => ({ kind: 'row', row, id: rowId(row) })
  if (!groupOf) return sorted.map(toLine)
  const groups = new Map<string, TableLine<Row>[]>()
  for (const row of rows) {
    const group = groupOf(row)
    if (!groups.has(group.id)) groups.set(group.id, [{ kind: 'group', group }])
  }
  for (const row of sorted) groups.get(groupOf(row).id)?.push(toLine(row))
  return [...groups.values()].flat()
}
