import { CircleStop, Plus, Zap } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import { keys as words } from '../../strings/en/keys.ts'
import { keysTable } from '../../strings/en/keys-table.ts'
import { Button } from '../../ui/button.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import type { Many } from './many/use-many.ts'
import { keyFilter } from './table/view-state.ts'

interface VaultHeadProps {
  count: string
  search: string
  searchField: RefObject<HTMLInputElement | null>
  onLeaveSearch: () => void
  menu: ReactNode
  many: Many
  onCheckAll: () => void
  canCheck: boolean
  onAdd: () => void
}

/** The head of the keys page. While something is done to many keys, the button that checks all is the one that stops it. */
export function VaultHead(props: VaultHeadProps) {
  const { count, search, searchField, onLeaveSearch, menu, many, onCheckAll, canCheck, onAdd } = props
  return (
    <PageHead
      title={words.title}
      count={count}
      actions={
        <>
          {menu}
          {many.running ? (
            <Button icon={<CircleStop className="i" />} onClick={many.stop}>
              {keysTable.progress.stop}
              <span className="text-fg-3" role="status">
                {many.running}
              </span>
            </Button>
          ) : (
            <Button icon={<Zap className="i" />} disabled={!canCheck} onClick={onCheckAll}>
              {words.check.all}
            </Button>
          )}
          <Button variant="primary" icon={<Plus className="i" />} shortcut="n" onClick={onAdd}>
            {words.add.button}
          </Button>
        </>
      }
    >
      <SearchField
        field={searchField}
        value={search}
        onValueChange={keyFilter.search}
        words={keysTable}
        onLeave={onLeaveSearch}
      />
    </PageHead>
  )
}
