import { getRouteApi } from '@tanstack/react-router'
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { keepLast } from '../../lib/keep-last.ts'
import { lazyPart, prefetchParts } from '../../lib/lazy-part.ts'
import type { Environment } from '../../lib/use-environments.ts'
import { useStable } from '../../lib/use-stable.ts'
import { keys as words } from '../../strings/en/keys.ts'
import { LeftOut } from '../../ui/left-out.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { useToast } from '../../ui/toast.tsx'
import { addedWords } from './add/added-words.ts'
import type { Added } from './add/use-add-key.ts'
import { DeckRow } from './deck-row.tsx'
import type { KeysDialogName } from './keys-dialogs.ts'
import { checkJob, deleteJob } from './many/jobs.ts'
import { useMany } from './many/use-many.ts'
import { MoreMenu } from './more-menu.tsx'
import { useReactivate } from './revoke/use-reactivate.ts'
import { FilterBar } from './table/filter-bar.tsx'
import { filterKeys } from './table/filter-keys.ts'
import { GroupSelect, useKeysGroup } from './table/group-select.tsx'
import { type ManyDialogName, SelectionBar } from './table/selection-bar.tsx'
import { useKeySelection } from './table/use-key-selection.ts'
import { keyFilter, useKeyFilter } from './table/view-state.ts'
import type { KeyRow } from './types.ts'
import { useKeyActions } from './use-key-actions.ts'
import type { KeysData } from './use-keys-data.ts'
import { useVaultKeys } from './use-vault-keys.ts'
import { type OpenDialog, VaultDialogs } from './vault-dialogs.tsx'
import { VaultHead } from './vault-head.tsx'

const route = getRouteApi('/keys')
const FirstKey = lazyPart(async () => (await import('./add/first-key.tsx')).FirstKey)
const KeyTable = lazyPart(async () => (await import('./table/key-table.tsx')).KeyTable)
const KeyPanel = lazyPart(async () => (await import('./panel/key-panel.tsx')).KeyPanel)

const rowsIn = keepLast((rows: readonly KeyRow[], current: Environment | null) =>
  current ? rows.filter((row) => row.environment.id === current.id) : rows,
)

interface VaultProps {
  data: KeysData
  /** The environment that the frame shows; null is all of them. */
  current: Environment | null
  onEnvironment: (id: string | null) => void
}

/** The keys page once its keys are there. */
export function Vault({ data, current, onEnvironment }: VaultProps) {
  const { rows, environments, providers } = data
  const selectedId = route.useSearch().key ?? null
  const navigate = route.useNavigate()
  const actions = useKeyActions()
  const reactivate = useReactivate()
  const many = useMany()
  const toast = useToast()
  const group = useKeysGroup()
  const filter = useKeyFilter()
  const [dialog, setDialog] = useState<OpenDialog | null>(null)
  const [focusId, setFocusId] = useState<string | null>(null)
  const grid = useRef<HTMLDivElement>(null)
  const searchField = useRef<HTMLInputElement>(null)
  const active = useRef<KeyRow | null>(null)

  const wanted = useDeferredValue(filter)
  const here = rowsIn(rows, current)
  const shown = filterKeys(here, wanted)
  const selected = useMemo(() => rows.find((row) => row.key.id === selectedId), [rows, selectedId])
  // The panel may come a moment after the row: arrows that are held down don't wait for it.
  const inPanel = useDeferredValue(selected)
  const { selection, chosen, clear } = useKeySelection(shown)

  const open = (id: string | null, takesFocus = false) => {
    setFocusId(takesFocus ? id : null)
    void navigate({ search: id ? { key: id } : {}, replace: true })
  }
  const openDialog = (name: KeysDialogName | ManyDialogName | 'add', about: readonly KeyRow[]) => {
    // A panel that is still on its way must not take the focus out of the dialog.
    setFocusId(null)
    setDialog({ name, ids: new Set(about.map((row) => row.key.id)) })
  }
  const close = () => {
    open(null)
    grid.current?.focus()
  }
  const remove = (about: readonly KeyRow[]) => {
    if (about.some((row) => row.key.id === selectedId)) open(null)
    grid.current?.focus()
    const [first, ...others] = about
    if (first && others.length === 0) void actions.remove(first)
    else void many.run(deleteJob(about, many.run))
  }
  const check = (about: readonly KeyRow[]) => {
    const [first, ...others] = about
    if (first && others.length === 0) void actions.check(first.key.id)
    else void many.run(checkJob(about))
  }
  const show = (added: Added, takesFocus: boolean) => {
    open(added.key.id, takesFocus)
    toast({ id: 'keys.added', title: words.add.done(added.key.name), ...addedWords(added) })
    void actions.check(added.key.id)
  }

  const on = useStable({
    select: (id: string) => open(id),
    active: (row: KeyRow | null) => {
      active.current = row
    },
    focus: (id: string) => open(id, true),
    // The form on the empty page goes away with the first key, and the focus with it: to the panel, or to a dialog that
    // was opened as soon as the key stood in the table.
    addedFirst: (added: Added) => show(added, dialog === null),
    added: (added: Added) => {
      setDialog((now) => (now?.name === 'add' ? null : now))
      show(added, false)
    },
    tookFocus: () => setFocusId(null),
    close,
    check: (row: KeyRow) => check([row]),
    ask: (row: KeyRow) => void actions.ask(row),
    regenerate: (row: KeyRow) => openDialog('regenerate', [row]),
    revoke: (row: KeyRow) => openDialog('revoke', [row]),
    reactivate: (row: KeyRow) => void reactivate(row.key),
    exportKey: (row: KeyRow) => openDialog('export', [row]),
    reviewLines: () => openDialog('removedLines', []),
    remove: (row: KeyRow) => remove([row]),
    add: () => openDialog('add', []),
    checkAll: () => check(shown),
    stop: () => many.stop(),
    open: (name: KeysDialogName) => openDialog(name, shown),
    toAudit: () => void navigate({ to: '/audit' }),
    leaveSearch: () => grid.current?.focus(),
    clearFilter: () => {
      keyFilter.clear()
      grid.current?.focus()
    },
    deck: (id: string | null) => onEnvironment(id),
  })

  useVaultKeys({
    hasKeys: rows.length > 0,
    /** What a command is about: the selected keys, else the one in the panel, else the one that the keys are at. */
    about: () => {
      if (chosen.length > 0) return chosen
      if (selected) return [selected]
      return active.current && document.activeElement === grid.current ? [active.current] : []
    },
    check,
    remove,
    ask: on.ask,
    regenerate: on.regenerate,
    openDialog: (name) => openDialog(name, shown),
    toAudit: on.toAudit,
    focusSearch: () => searchField.current?.focus(),
    canLeave: chosen.length > 0 || selected !== undefined,
    leave: () => (chosen.length > 0 ? clear() : close()),
  })
  useEffect(() => prefetchParts([KeyTable, KeyPanel]), [])

  const decks = <DeckRow environments={environments} rows={rows} current={current} onSelect={on.deck} />
  const menu = <MoreMenu isEmpty={rows.length === 0} onOpen={on.open} onAudit={on.toAudit} />
  const leftOut =
    data.unreadable > 0 ? (
      <LeftOut title={words.leftOut(data.unreadable)} text={words.leftOutText(data.unreadable)} />
    ) : null
  const environmentId = current?.id ?? null
  return (
    <>
      {rows.length === 0 ? (
        <div className="page">
          <PageHead title={words.title} count="0" actions={menu} />
          {decks}
          {leftOut}
          <FirstKey {...{ providers, environments, environmentId }} onAdded={on.addedFirst} onUsed={on.focus} />
        </div>
      ) : (
        <div className="split keys">
          <div className="page">
            <VaultHead
              count={words.count(shown.length, rows.length)}
              search={filter.search}
              searchField={searchField}
              onLeaveSearch={on.leaveSearch}
              menu={menu}
              running={many.running}
              canCheck={shown.length > 0}
              on={on}
            />
            {decks}
            <div className="keys-bar">
              {chosen.length > 0 ? (
                <SelectionBar
                  rows={chosen}
                  onCheck={() => check(chosen)}
                  onDelete={() => remove(chosen)}
                  onAsk={(name) => openDialog(name, chosen)}
                  onOpen={(name) => openDialog(name, chosen)}
                  onClear={() => {
                    clear()
                    grid.current?.focus()
                  }}
                />
              ) : (
                <>
                  <FilterBar rows={here} filter={wanted} hasEnvironments={current === null} />
                  <GroupSelect />
                </>
              )}
            </div>
            {leftOut}
            <KeyTable
              rows={shown}
              group={group}
              selectedId={selected ? selected.key.id : null}
              selection={selection}
              on={on}
              filter={wanted}
              environmentName={current?.name ?? ''}
              gridRef={grid}
            />
          </div>
          {inPanel && selected ? (
            <KeyPanel key={inPanel.key.id} row={inPanel} takesFocus={focusId === inPanel.key.id} on={on} />
          ) : null}
        </div>
      )}
      <VaultDialogs {...{ data, dialog, environmentId, many }} onAdded={on.added} onClose={() => setDialog(null)} />
    </>
  )
}
