import { Lock, MessageSquareText, Trash2, Zap } from 'lucide-react'
import { memo, useCallback, useMemo } from 'react'
import { formatMoney } from '../../lib/format.ts'
import { keys as words } from '../../strings/en/keys.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { EnvironmentGlyph } from '../../ui/environment-glyph.tsx'
import { VirtualTable } from '../../ui/virtual-table.tsx'
import type { RowGroup } from '../../ui/virtual-table-model.ts'
import { keyColumns } from './key-columns.tsx'
import type { KeyRow } from './types.ts'

interface KeyTableProps {
  rows: readonly KeyRow[]
  selectedId: string | null
  /** The same at every draw. */
  on: {
    select: (id: string) => void
    /** Enter or a double click. */
    focus: (id: string) => void
    check: (row: KeyRow) => void
    ask: (row: KeyRow) => void
    remove: (row: KeyRow) => void
    add: () => void
    clearFilter: () => void
  }
  filter: string
  environmentName: string
}

/** The keys, grouped by environment. */
export const KeyTable = memo(function KeyTable({ rows, selectedId, on, filter, environmentName }: KeyTableProps) {
  const groups = useMemo(() => groupHeads(rows), [rows])
  const groupOf = useCallback((row: KeyRow) => groups.get(row.environment.id) ?? { id: '', label: '' }, [groups])
  return (
    <VirtualTable
      aria-label={words.table}
      rows={rows}
      columns={keyColumns}
      rowId={idOf}
      selectedId={selectedId}
      onSelect={(row) => on.select(row.key.id)}
      onOpen={(row) => on.focus(row.key.id)}
      groupOf={groupOf}
      spineOf={colourOf}
      rowClass={classOf}
      initialSort={{ columnId: 'cost', descending: true }}
      empty={
        filter ? (
          <EmptyState
            title={words.empty.filter(filter)}
            text={words.empty.filterText}
            actions={<Button onClick={on.clearFilter}>{words.clearFilter}</Button>}
          />
        ) : (
          <EmptyState
            title={words.empty.environment(environmentName)}
            text={words.empty.environmentText}
            actions={<Button onClick={on.add}>{words.add.button}</Button>}
          />
        )
      }
      menuOf={(row) => [
        {
          id: 'check',
          text: words.check.run,
          icon: <Zap className="i" />,
          shortcut: 'c',
          onSelect: () => on.check(row),
        },
        {
          id: 'ask',
          text: words.panel.ask,
          icon: <MessageSquareText className="i" />,
          shortcut: 'p',
          onSelect: () => on.ask(row),
        },
        { id: 'rule', separator: true },
        {
          id: 'delete',
          text: words.panel.remove,
          icon: <Trash2 className="i" />,
          shortcut: 'delete',
          danger: true,
          onSelect: () => on.remove(row),
        },
      ]}
    />
  )
})

const idOf = (row: KeyRow) => row.key.id
const colourOf = (row: KeyRow) => row.environment.colour
const classOf = (row: KeyRow) => (row.key.status === 'revoked' ? 'is-revoked' : undefined)

function groupHeads(rows: readonly KeyRow[]): ReadonlyMap<string, RowGroup> {
  const sums = new Map<string, { row: KeyRow; keys: number; cost: number }>()
  for (const row of rows) {
    const sum = sums.get(row.environment.id) ?? { row, keys: 0, cost: 0 }
    sum.keys += 1
    sum.cost += row.key.cost30d
    sums.set(row.environment.id, sum)
  }
  return new Map(
    [...sums].map(([id, { row, keys, cost }]) => {
      const { name, colour, shape, guarded } = row.environment
      const label = (
        <span className="key-group">
          <EnvironmentGlyph shape={shape} colour={colour} />
          <b>{name}</b>
          <span className="text-fg-3">{words.group.keys(keys)}</span>
          {guarded ? <Lock className="i i--12" aria-label={words.decks.guarded} /> : null}
        </span>
      )
      return [id, { id, label, end: words.group.cost(formatMoney(cost)) }]
    }),
  )
}
