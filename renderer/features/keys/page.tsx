import { getRouteApi } from '@tanstack/react-router'
import { ListFilter, Plus, X, Zap } from 'lucide-react'
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { useCommands } from '../../lib/commands.ts'
import { lazyPart, prefetchParts } from '../../lib/lazy-part.ts'
import { useCurrentEnvironment } from '../../lib/use-environments.ts'
import { useShortcut } from '../../lib/use-shortcut.ts'
import { keys as words } from '../../strings/en/keys.ts'
import { ui } from '../../strings/en/ui.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { useToast } from '../../ui/toast.tsx'
import { addedWords } from './add/added-words.ts'
import type { Added } from './add/use-add-key.ts'
import { CheckAllButton } from './check-all-button.tsx'
import { DeckRow } from './deck-row.tsx'
import { filterKeys } from './filter-keys.ts'
import './keys.css'
import './keys-first.css'
import './keys-narrow.css'
import { wordsOf } from '../../lib/known-error.ts'
import { type KeysDialogName, keysDialogs } from './keys-dialogs.ts'
import { MoreMenu } from './more-menu.tsx'
import type { KeyRow } from './types.ts'
import { useKeyActions } from './use-key-actions.ts'
import { useKeysData } from './use-keys-data.ts'
import { useStable } from './use-stable.ts'

const route = getRouteApi('/keys')
const FirstKey = lazyPart(async () => (await import('./add/first-key.tsx')).FirstKey)
const KeyTable = lazyPart(async () => (await import('./key-table.tsx')).KeyTable)
const KeyPanel = lazyPart(async () => (await import('./key-panel.tsx')).KeyPanel)
const AddKeyDialog = lazyPart(async () => (await import('./add/add-key-dialog.tsx')).AddKeyDialog)

/** The vault: environments as decks, keys in a table, one of them in the panel. */
export function KeysPage() {
  const { rows, environments, providers, isReady, error, retry } = useKeysData()
  const { current, select } = useCurrentEnvironment()
  const selectedId = route.useSearch().key ?? null
  const navigate = route.useNavigate()
  const actions = useKeyActions()
  const toast = useToast()
  const [filter, setFilter] = useState('')
  const [isAdding, setIsAdding] = useState(false)
  const [dialog, setDialog] = useState<{ name: KeysDialogName; ids: ReadonlySet<string> } | null>(null)
  const filterField = useRef<HTMLInputElement>(null)
  const firstButton = useRef<HTMLButtonElement>(null)

  const wanted = useDeferredValue(filter)
  const here = useMemo(
    () => (current ? rows.filter((row) => row.environment.id === current.id) : rows),
    [rows, current],
  )
  const shown = useMemo(() => filterKeys(here, wanted), [here, wanted])
  const selected = useMemo(() => rows.find((row) => row.key.id === selectedId), [rows, selectedId])
  const open = (id: string | null) => void navigate({ search: id ? { key: id } : {}, replace: true })

  const onAdded = (added: Added) => {
    setIsAdding(false)
    open(added.key.id)
    toast({ id: 'keys.added', title: words.add.done(added.key.name), ...addedWords(added) })
    void actions.check(added.key.id)
  }
  const remove = (id: string) => {
    const row = rows.find((one) => one.key.id === id)
    if (!row) return
    if (id === selectedId) open(null)
    void actions.remove(row)
  }

  const openDialog = (name: KeysDialogName, about: readonly KeyRow[]) =>
    setDialog({ name, ids: new Set(about.map((row) => row.key.id)) })

  const on = useStable({
    select: (id: string) => open(id),
    focus: (id: string) => {
      open(id)
      firstButton.current?.focus()
    },
    close: () => open(null),
    check: (row: KeyRow) => void actions.check(row.key.id),
    ask: (row: KeyRow) => void actions.ask(row),
    regenerate: (row: KeyRow) => openDialog('regenerate', [row]),
    revoke: (row: KeyRow) => openDialog('revoke', [row]),
    remove: (row: KeyRow) => remove(row.key.id),
    add: () => setIsAdding(true),
    clearFilter: () => setFilter(''),
    deck: (id: string | null) => select(id),
  })

  useEffect(() => (isReady ? prefetchParts([KeyTable, KeyPanel, AddKeyDialog]) : undefined), [isReady])

  const { group } = words.commands
  const canAdd = isReady && rows.length > 0
  useCommands([
    ...(canAdd
      ? [{ id: 'keys.add', title: words.commands.add, icon: Plus, shortcut: 'n', group, run: () => setIsAdding(true) }]
      : []),
    ...(selected
      ? [
          {
            id: 'keys.check',
            title: words.commands.check,
            icon: Zap,
            shortcut: 'c',
            group,
            run: () => void actions.check(selected.key.id),
          },
        ]
      : []),
  ])
  useShortcut('/', () => filterField.current?.focus(), { label: words.commands.filter, group, enabled: canAdd })
  useShortcut('p', () => selected && void actions.ask(selected), {
    label: words.commands.ask,
    group,
    enabled: selected !== undefined,
  })
  useShortcut('delete', () => selected && remove(selected.key.id), {
    label: words.commands.remove,
    group,
    enabled: selected !== undefined,
  })
  useShortcut('escape', () => open(null), { label: words.commands.close, group, enabled: selected !== undefined })

  if (!isReady) return <NotReady error={error} retry={retry} />
  const environmentId = current?.id ?? null
  const decks = <DeckRow environments={environments} rows={rows} current={current} onSelect={on.deck} />
  const menu = <MoreMenu isEmpty={rows.length === 0} onOpen={(name) => openDialog(name, shown)} />
  const OpenDialog = dialog ? keysDialogs[dialog.name] : undefined
  // Outside what changes with the first key: a dialog that brings it must outlive the change.
  const openDialogs = (
    <>
      {isAdding ? (
        <AddKeyDialog {...{ providers, environments, environmentId, onAdded }} onClose={() => setIsAdding(false)} />
      ) : null}
      {OpenDialog && dialog ? (
        <OpenDialog
          {...{ environments, providers, environmentId }}
          rows={rows.filter((row) => dialog.ids.has(row.key.id))}
          all={rows}
          onClose={() => setDialog(null)}
        />
      ) : null}
    </>
  )
  const page =
    rows.length === 0 ? (
      <div className="page">
        <PageHead title={words.title} count="0" actions={menu} />
        {decks}
        <FirstKey {...{ providers, environments, environmentId, onAdded }} />
      </div>
    ) : (
      <div className="split">
        <div className="page">
          <PageHead
            title={words.title}
            count={words.count(shown.length, rows.length)}
            actions={
              <>
                {menu}
                <CheckAllButton ids={shown.map((row) => row.key.id)} />
                <Button variant="primary" icon={<Plus className="i" />} shortcut="n" onClick={() => setIsAdding(true)}>
                  {words.add.button}
                </Button>
              </>
            }
          >
            <TextInput
              ref={filterField}
              type="search"
              className="keys-filter"
              aria-label={words.commands.filter}
              placeholder={words.filter}
              value={filter}
              onValueChange={setFilter}
              onKeyDown={(event) => {
                if (event.key !== 'Escape') return
                event.stopPropagation()
                if (filter === '') event.currentTarget.blur()
                else setFilter('')
              }}
              icon={<ListFilter className="i i--14" aria-hidden="true" />}
              end={
                filter ? (
                  <IconButton
                    label={words.clearFilter}
                    size="small"
                    icon={<X className="i i--12" />}
                    onClick={() => setFilter('')}
                  />
                ) : (
                  <Kbd combo="/" />
                )
              }
            />
          </PageHead>
          {decks}
          <KeyTable
            rows={shown}
            selectedId={selected ? selected.key.id : null}
            on={on}
            filter={wanted}
            environmentName={current?.name ?? ''}
          />
        </div>
        {selected ? <KeyPanel key={selected.key.id} row={selected} firstButton={firstButton} on={on} /> : null}
      </div>
    )
  return (
    <>
      {page}
      {openDialogs}
    </>
  )
}

function NotReady({ error, retry }: { error: unknown; retry: () => void }) {
  if (!error) {
    return (
      <div className="page items-center justify-center">
        <Spinner />
      </div>
    )
  }
  return (
    <div className="page">
      <EmptyState title={words.failed} text={wordsOf(error)} actions={<Button onClick={retry}>{ui.retry}</Button>} />
    </div>
  )
}
