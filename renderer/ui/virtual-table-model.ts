import {
  type ColumnDef,
  createSortedRowModel,
  rowSortingFeature,
  type SortFn,
  type SortingState,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { type ReactNode, useMemo, useState } from 'react'

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

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() })
type Features = typeof features

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
  rowId: (row: Row) => string
  groupOf?: ((row: Row) => RowGroup) | undefined
  initialSort?: Sort | undefined
}

/** Sorts with TanStack Table, and groups. */
export function useTableModel<Row extends object>(input: TableModelInput<Row>) {
  const { rows, columns, rowId, groupOf, initialSort } = input
  const [sorting, setSorting] = useState<SortingState>(
    initialSort ? [{ id: initialSort.columnId, desc: initialSort.descending }] : [],
  )
  const definitions = useMemo(() => columns.map((column) => toDefinition(column)), [columns])
  const data = useMemo(() => [...rows], [rows])
  const table = useTable({
    features,
    data,
    columns: definitions,
    getRowId: rowId,
    state: { sorting },
    onSortingChange: setSorting,
    enableMultiSort: false,
  })
  const sorted = table.getRowModel().rows
  const lines = useMemo(() => toLines(sorted, data, groupOf), [sorted, data, groupOf])
  const [current] = sorting
  return {
    lines,
    sort: current ? { columnId: current.id, descending: current.desc } : null,
    toggleSort: (columnId: string) => table.getColumn(columnId)?.toggleSorting(),
  }
}

function toDefinition<Row extends object>(column: VirtualColumn<Row>): ColumnDef<Features, Row> {
  const { sortValue } = column
  const compare: SortFn<Features, Row> = (first, second) => {
    if (!sortValue) return 0
    const a = sortValue(first.original)
    const b = sortValue(second.original)
    if (a === null || b === null) return 0
    return typeof a === 'string' && typeof b === 'string' ? collator.compare(a, b) : Number(a) - Number(b)
  }
  return {
    id: column.id,
    accessorFn: (row) => sortValue?.(row) ?? undefined,
    sortFn: compare,
    sortUndefined: 'last',
    sortDescFirst: column.descendingFirst ?? false,
    enableSorting: sortValue !== undefined,
  }
}

function toLines<Row>(
  rows: readonly { id: string; original: Row }[],
  unsorted: readonly Row[],
  groupOf: ((row: Row) => RowGroup) | undefined,
): TableLine<Row>[] {
  if (!groupOf) return rows.map((row) => ({ kind: 'row', row: row.original, id: row.id }))
  const groups = new Map<string, TableLine<Row>[]>()
  for (const row of unsorted) {
    const group = groupOf(row)
    if (!groups.has(group.id)) groups.set(group.id, [{ kind: 'group', group }])
  }
  for (const row of rows) {
    groups.get(groupOf(row.original).id)?.push({ kind: 'row', row: row.original, id: row.id })
  }
  return [...groups.values()].flat()
}
