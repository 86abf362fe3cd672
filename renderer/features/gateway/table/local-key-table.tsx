import { Link } from '@tanstack/react-router'
import { Plus, RefreshCw, ShieldBan, Trash2 } from 'lucide-react'
import { memo, type RefObject } from 'react'
import type { Environment } from '../../../lib/use-environments.ts'
import { gateway } from '../../../strings/en/gateway.ts'
import { localKeys as words } from '../../../strings/en/local-keys.ts'
import { Button } from '../../../ui/button.tsx'
import { DeckArt } from '../../../ui/deck-art.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import type { MenuEntry } from '../../../ui/menu-entries.tsx'
import { VirtualTable } from '../../../ui/virtual-table.tsx'
import type { LocalKeyRow } from '../types.ts'
import { localKeyColumns } from './local-key-columns.tsx'

/** What a row can ask for. */
export interface LocalKeyTableActions {
  select: (id: string) => void
  focus: (id: string) => void
  regenerate: (row: LocalKeyRow) => void
  revoke: (row: LocalKeyRow) => void
  remove: (row: LocalKeyRow) => void
  create: () => void
  clearSearch: () => void
}

interface LocalKeyTableProps {
  rows: readonly LocalKeyRow[]
  /** Whether there are local keys beside those. */
  hasOthers: boolean
  search: string
  environment: Environment | null
  hasVaultKeys: boolean
  selectedId: string | null
  /** Keep it stable between draws. */
  on: LocalKeyTableActions
  gridRef: RefObject<HTMLDivElement | null>
}

/** Every local key with its limit, use and state. */
export const LocalKeyTable = memo(function LocalKeyTable(props: LocalKeyTableProps) {
  const { rows, selectedId, on, gridRef } = props
  if (!props.hasOthers) return <NoLocalKey hasVaultKeys={props.hasVaultKeys} on={on} />
  return (
    <VirtualTable
      aria-label={words.table}
      rows={rows}
      columns={localKeyColumns}
      rowId={idOf}
      nameOf={nameOf}
      selectedId={selectedId}
      onSelect={(row) => on.select(row.key.id)}
      onOpen={(row) => on.focus(row.key.id)}
      spineOf={colourOf}
      rowClass={classOf}
      initialSort={{ columnId: 'used', descending: true }}
      gridRef={gridRef}
      empty={<NoneHere {...props} />}
      menuOf={(row) => menuOf(row, on)}
      keyboard={keyboard}
    />
  )
})

function NoLocalKey({ hasVaultKeys, on }: Pick<LocalKeyTableProps, 'hasVaultKeys' | 'on'>) {
  const { empty } = gateway
  return (
    <EmptyState
      art={<DeckArt />}
      title={empty.title}
      text={empty.text}
      actions={
        hasVaultKeys ? (
          <Button icon={<Plus className="i" />} onClick={on.create}>
            {empty.action}
          </Button>
        ) : (
          <>
            <span className="hint self-center">{empty.noVaultKey}</span>
            <Link to="/keys" className="btn">
              {empty.toKeys}
            </Link>
          </>
        )
      }
    />
  )
}

function NoneHere({ search, environment, on }: LocalKeyTableProps) {
  const { empty } = gateway
  if (search.trim() !== '' || !environment) {
    return (
      <EmptyState
        title={empty.noMatch(search.trim())}
        text={empty.noMatchText}
        actions={<Button onClick={on.clearSearch}>{empty.clear}</Button>}
      />
    )
  }
  return (
    <EmptyState
      title={empty.environment(environment.name)}
      text={empty.environmentText}
      actions={<Button onClick={on.create}>{empty.action}</Button>}
    />
  )
}

const keyboard = { group: words.title, words: words.keyboard }
const idOf = (row: LocalKeyRow) => row.key.id
const nameOf = (row: LocalKeyRow) => row.key.name
const colourOf = (row: LocalKeyRow) => row.environment?.colour ?? 'slate'
const classOf = (row: LocalKeyRow) => (row.key.status === 'revoked' ? 'is-revoked' : undefined)

function menuOf(row: LocalKeyRow, on: LocalKeyTableActions): MenuEntry[] {
  const remove: MenuEntry = {
    id: 'delete',
    text: words.panel.remove,
    icon: <Trash2 className="i" />,
    shortcut: 'delete',
    danger: true,
    onSelect: () => on.remove(row),
  }
  if (row.key.status === 'revoked') return [remove]
  return [
    {
      id: 'regenerate',
      text: words.panel.regenerate,
      icon: <RefreshCw className="i" />,
      shortcut: 'r',
      disabled: row.key.status !== 'active',
      onSelect: () => on.regenerate(row),
    },
    { id: 'rule', separator: true },
    {
      id: 'revoke',
      text: words.panel.revoke,
      icon: <ShieldBan className="i" />,
      danger: true,
      onSelect: () => on.revoke(row),
    },
    remove,
  ]
}
