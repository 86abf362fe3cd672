import { CircleStop, Plus, Zap } from 'lucide-react'
import { memo, type ReactNode, type RefObject } from 'react'
import { keys as words } from '../../strings/en/keys.ts'
import { keysTable } from '../../strings/en/keys-table.ts'
import { Button } from '../../ui/button.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { keyFilter } from './table/view-state.ts'

interface VaultHeadProps {
  count: string
  search: string
  searchField: RefObject<HTMLInputElement | null>
  onLeaveSearch: () => void
  menu: ReactNode
  /** How far it is with what is done to many keys. */
  running: string | null
  canCheck: boolean
  /** Keep them stable between draws. */
  on: HeadActions
}

interface HeadActions {
  checkAll: () => void
  stop: () => void
  add: () => void
}

/** The head of the keys page. */
export function VaultHead(props: VaultHeadProps) {
  const { count, search, searchField, onLeaveSearch, menu, running, canCheck, on } = props
  return (
    <PageHead
      title={words.title}
      count={count}
      actions={
        <>
          {menu}
          <Actions running={running} canCheck={canCheck} on={on} />
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

/** While something is done to many keys, the button that checks all is the one that stops it. Not drawn at a key stroke. */
const Actions = memo(function Actions({ running, canCheck, on }: Pick<VaultHeadProps, 'running' | 'canCheck' | 'on'>) {
  return (
    <>
      {running ? (
        <Button icon={<CircleStop className="i" />} onClick={on.stop}>
          {keysTable.progress.stop}
          <span className="text-fg-3" role="status">
            {running}
          </span>
        </Button>
      ) : (
        <Button icon={<Zap className="i" />} disabled={!canCheck} onClick={on.checkAll}>
          {words.check.all}
        </Button>
      )}
      <Button variant="primary" icon={<Plus className="i" />} shortcut="n" onClick={on.add}>
        {words.add.button}
      </Button>
    </>
  )
})
