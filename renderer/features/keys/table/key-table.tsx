import { MessageSquareText, RefreshCw, ShieldBan, Trash2, Zap } from 'lucide-react'
import { memo, type RefObject } from 'react'
import { keys as words } from '../../../strings/en/keys.ts'
import { keysTable } from '../../../strings/en/keys-table.ts'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import type { MenuEntry } from '../../../ui/menu-entries.tsx'
import { VirtualTable } from '../../../ui/virtual-table.tsx'
import type { TableSelection } from '../../../ui/virtual-table-selection.ts'
import type { KeyRow } from '../types.ts'
import { isFiltering, type KeyFilter } from './filter-keys.ts'
import { columnsFor } from './key-columns.tsx'
import { groupsOf, type KeysGroup } from './key-groups.tsx'

/** What the table asks of the page. The same functions at every draw. */
export interface KeyTableActions {
  select: (id: string) => void
  /** The row that the keys went to; null while there is none. */
  active: (row: KeyRow | null) => void
  /** Enter or a double click. */
  focus: (id: string) => void
  check: (row: KeyRow) => void
  ask: (row: KeyRow) => void
  regenerate: (row: KeyRow) => void
  revoke: (row: KeyRow) => void
  remove: (row: KeyRow) => void
  add: () => void
  clearFilter: () => void
}

interface KeyTableProps {
  rows: readonly KeyRow[]
  group: KeysGroup
  selectedId: string | null
  selection: TableSelection
  on: KeyTableActions
  filter: KeyFilter
  environmentName: string
  gridRef: RefObject<HTMLDivElement | null>
}

/** The keys in sight, grouped. */
export const KeyTable = memo(function KeyTable(props: KeyTableProps) {
  const { rows, group, selectedId, selection, on, filter, environmentName, gridRef } = props
  const groupOf = groupsOf(rows, group)
  return (
    <VirtualTable
      aria-label={words.table}
      rows={rows}
      columns={columnsFor(group)}
      rowId={idOf}
      nameOf={nameOf}
      selectedId={selectedId}
      selection={selection}
      onSelect={(row) => on.select(row.key.id)}
      onActive={on.active}
      onOpen={(row) => on.focus(row.key.id)}
      {...(groupOf ? { groupOf } : {})}
      spineOf={colourOf}
      rowClass={classOf}
      initialSort={{ columnId: 'cost', descending: true }}
      gridRef={gridRef}
      empty={isFiltering(filter) ? <NoMatch filter={filter} on={on} /> : <NoKeys name={environmentName} on={on} />}
      menuOf={(row) => menuOf(row, on)}
      keyboard={keyboard}
    />
  )
})

function NoMatch({ filter, on }: { filter: KeyFilter; on: KeyTableActions }) {
  const search = filter.search.trim()
  return (
    <EmptyState
      title={search ? keysTable.empty.search(search) : keysTable.empty.nothing}
      text={keysTable.empty.text}
      actions={<Button onClick={on.clearFilter}>{keysTable.empty.clear}</Button>}
    />
  )
}

function NoKeys({ name, on }: { name: string; on: KeyTableActions }) {
  return (
    <EmptyState
      title={words.empty.environment(name)}
      text={words.empty.environmentText}
      actions={<Button onClick={on.add}>{words.add.button}</Button>}
    />
  )
}

const keyboard = { group: words.commands.group, words: keysTable.keyboard }
const idOf = (row: KeyRow) => row.key.id
const nameOf = (row: KeyRow) => row.key.name
const colourOf = (row: KeyRow) => row.environment.colour
const classOf = (row: KeyRow) => (row.key.status === 'revoked' ? 'is-revoked' : undefined)

function menuOf(row: KeyRow, on: KeyTableActions): MenuEntry[] {
  const isActive = row.key.status === 'active'
  return [
    { id: 'check', text: words.check.run, icon: <Zap className="i" />, shortcut: 'c', onSelect: () => on.check(row) },
    {
      id: 'ask',
      text: words.panel.ask,
      icon: <MessageSquareText className="i" />,
      shortcut: 'p',
      disabled: !isActive,
      onSelect: () => on.ask(row),
    },
    {
      id: 'regenerate',
      text: words.panel.regenerate,
      icon: <RefreshCw className="i" />,
      shortcut: 'r',
      onSelect: () => on.regenerate(row),
    },
    { id: 'rule', separator: true },
    ...(isActive
      ? [
          {
            id: 'revoke',
            text: words.panel.revoke,
            icon: <ShieldBan className="i" />,
            danger: true,
            onSelect: () => on.revoke(row),
          },
        ]
      : []),
    {
      id: 'delete',
      text: words.panel.remove,
      icon: <Trash2 className="i" />,
      shortcut: 'delete',
      danger: true,
      onSelect: () => on.remove(row),
    },
  ]
}
