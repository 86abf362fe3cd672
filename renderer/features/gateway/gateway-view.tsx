import { getRouteApi } from '@tanstack/react-router'
import { Plug, Plus } from 'lucide-react'
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import type { IssuedLocalKey } from '../../../contract/local-keys.ts'
import { prefetchParts } from '../../lib/lazy-part.ts'
import type { Environment } from '../../lib/use-environments.ts'
import { useMediaQuery } from '../../lib/use-media-query.ts'
import { useStable } from '../../lib/use-stable.ts'
import { gateway as words } from '../../strings/en/gateway.ts'
import { Button } from '../../ui/button.tsx'
import { LeftOut } from '../../ui/left-out.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { ConnectPanel } from './connect/connect-panel.tsx'
import { FlowCard } from './flow/flow-card.tsx'
import { GatewayDialogs, gatewayDialogs, type OpenDialog } from './gateway-dialogs.tsx'
import { GatewayBar } from './head/gateway-bar.tsx'
import { GatewayMatters } from './head/gateway-matters.tsx'
import { LocalKeyPanel } from './panel/local-key-panel.tsx'
import { filterLocalKeys } from './table/filter-local-keys.ts'
import { LocalKeyTable } from './table/local-key-table.tsx'
import { Traffic } from './traffic/traffic.tsx'
import type { LocalKeyRow } from './types.ts'
import { useDeleteLocalKey } from './use-delete-local-key.ts'
import type { GatewayData } from './use-gateway-data.ts'
import { useGatewayKeys } from './use-gateway-keys.ts'

const route = getRouteApi('/gateway')

interface GatewayViewProps {
  data: GatewayData
  /** The environment that the frame shows; null is all of them. */
  current: Environment | null
}

/** The gateway page once it is known. Beside it stands a local key, or how to connect a tool. */
export function GatewayView({ data, current }: GatewayViewProps) {
  const { gateway, rows, environments, vaultKeys } = data
  const address = route.useSearch()
  const navigate = route.useNavigate()
  const remove = useDeleteLocalKey()
  const [search, setSearch] = useState('')
  const [dialog, setDialog] = useState<OpenDialog | null>(null)
  const [issued, setIssued] = useState<IssuedLocalKey | null>(null)
  /** The key whose text the snippets are filled in with, until the page is left. */
  const [filledIn, setFilledIn] = useState<IssuedLocalKey | null>(null)
  const [focusId, setFocusId] = useState<string | null>(null)
  const hasRoom = useMediaQuery('(min-width: 1240px)')
  const grid = useRef<HTMLDivElement>(null)
  const searchField = useRef<HTMLInputElement>(null)
  const newKey = useRef<HTMLButtonElement>(null)

  const wanted = useDeferredValue(search)
  const here = useMemo(
    () => (current ? rows.filter((row) => row.key.environmentId === current.id) : rows),
    [rows, current],
  )
  const shown = useMemo(() => filterLocalKeys(here, wanted), [here, wanted])
  const selected = rows.find((row) => row.key.id === address.key)
  const isConnecting = !selected && (address.connect !== undefined || hasRoom)

  const open = (id: string | null) => void navigate({ search: id ? { key: id } : {}, replace: true })
  const connect = () => void navigate({ search: { connect: address.connect ?? '' }, replace: true })
  const on = useStable({
    select: (id: string) => open(id),
    focus: (id: string) => {
      open(id)
      setFocusId(id)
    },
    tookFocus: () => setFocusId(null),
    close: () => {
      open(null)
      grid.current?.focus()
    },
    regenerate: (row: LocalKeyRow) => setDialog({ name: 'regenerate', about: row }),
    revoke: (row: LocalKeyRow) => setDialog({ name: 'revoke', about: row }),
    remove: (row: LocalKeyRow) => {
      open(null)
      // The table goes with its last row.
      if (shown.length > 1) grid.current?.focus()
      else newKey.current?.focus()
      void remove(row.key)
    },
    create: () => setDialog({ name: 'create' }),
    connect,
    clearSearch: () => {
      setSearch('')
      grid.current?.focus()
    },
  })
  const isAskedForNew = address.new !== undefined
  useEffect(() => {
    if (!isAskedForNew) return
    on.create()
    void navigate({ search: {}, replace: true })
  }, [isAskedForNew, navigate, on])
  useEffect(() => prefetchParts(Object.values(gatewayDialogs)), [])
  useGatewayKeys({
    selected,
    on,
    focusSearch: () => searchField.current?.focus(),
    canLeave: Boolean(selected) || (isConnecting && !hasRoom),
  })

  return (
    <div className="split gateway">
      <div className="page">
        <PageHead
          title={words.title}
          count={words.about}
          actions={
            <>
              {hasRoom && !selected ? null : (
                <Button icon={<Plug className="i" />} aria-pressed={isConnecting} onClick={on.connect}>
                  {words.connect.open}
                </Button>
              )}
              <Button ref={newKey} variant="primary" icon={<Plus className="i" />} shortcut="n" onClick={on.create}>
                {words.keys.new}
              </Button>
            </>
          }
        />
        <div className="gateway__body">
          <GatewayBar gateway={gateway} />
          <GatewayMatters gateway={gateway} rows={rows} environments={environments} />
          <FlowCard data={data} current={current} onOpen={on.select} />
          <section className="local-keys" aria-label={words.keys.title}>
            <header className="local-keys__head">
              <h2>{words.keys.title}</h2>
              <span className="head__count">{words.keys.count(shown.length, rows.length)}</span>
              {rows.length > 0 ? (
                <SearchField
                  field={searchField}
                  value={search}
                  onValueChange={setSearch}
                  words={words.keys}
                  onLeave={() => grid.current?.focus()}
                />
              ) : null}
            </header>
            {data.unreadable > 0 ? (
              <LeftOut title={words.keys.leftOut(data.unreadable)} text={words.keys.leftOutText(data.unreadable)} />
            ) : null}
            <LocalKeyTable
              rows={shown}
              hasOthers={rows.length > 0}
              search={wanted}
              environment={current}
              hasVaultKeys={vaultKeys.length > 0}
              selectedId={selected ? selected.key.id : null}
              on={on}
              gridRef={grid}
            />
          </section>
          <Traffic rows={rows} environments={environments} onOpen={on.select} />
        </div>
      </div>
      {selected ? (
        <LocalKeyPanel
          key={selected.key.id}
          row={selected}
          vaultKeys={vaultKeys}
          environments={environments}
          takesFocus={focusId === selected.key.id}
          on={on}
        />
      ) : null}
      {isConnecting ? (
        <ConnectPanel
          data={data}
          current={current}
          toolId={address.connect}
          onTool={(id) => void navigate({ search: { connect: id }, replace: true })}
          onClose={hasRoom ? null : on.close}
          issued={filledIn}
          onIssued={setFilledIn}
        />
      ) : null}
      <GatewayDialogs
        dialog={dialog}
        data={data}
        current={current}
        issued={issued}
        onClose={() => setDialog(null)}
        onIssued={(next) => {
          setDialog(null)
          setIssued(next)
        }}
        onStored={(id) => {
          setIssued(null)
          on.focus(id)
        }}
        onRevoked={(id) => {
          setDialog(null)
          on.focus(id)
        }}
        onConnect={(next) => {
          setIssued(null)
          setFilledIn(next)
          on.connect()
        }}
      />
    </div>
  )
}
