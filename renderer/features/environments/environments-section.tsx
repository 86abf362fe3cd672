import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { orpc } from '../../lib/client.ts'
import { type Environment, useEnvironments } from '../../lib/use-environments.ts'
import { useShortcut } from '../../lib/use-shortcut.ts'
import { environments as words } from '../../strings/en/environments.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { AddDialog } from './add-dialog.tsx'
import { EnvironmentRow } from './environment-row.tsx'
import './environments.css'
import { RemoveDialog } from './remove-dialog.tsx'
import { useEnvironmentChanges } from './use-environment-changes.ts'
import { useKeptFocus } from './use-kept-focus.ts'

type Asking = { what: 'add' } | { what: 'remove'; environment: Environment } | null

/** The environments in their order: added, renamed, recoloured, guarded, moved and removed here. */
export function EnvironmentsSection() {
  const environments = useEnvironments()
  const keysIn = useKeyCounts()
  const { update, rename, move: shift } = useEnvironmentChanges()
  const [openId, setOpenId] = useState<string | null>(null)
  const [asking, setAsking] = useState<Asking>(null)
  const [announcement, setAnnouncement] = useState('')
  const list = useRef<HTMLUListElement>(null)
  const keepFocus = useKeptFocus(list, environments.map(({ id }) => id).join(' '))

  const move = (environment: Environment, by: -1 | 1) => {
    keepFocus(environment.id)
    const place = shift(environment, by)
    if (place !== null) setAnnouncement(words.row.moved(environment.name, place, environments.length))
  }
  const moveFocused = (by: -1 | 1) => {
    const row = document.activeElement?.closest<HTMLElement>('[data-environment]')
    const environment = environments.find(({ id }) => id === row?.dataset['environment'])
    if (environment) move(environment, by)
  }
  const { group, up, down } = words.shortcuts
  useShortcut('alt+arrowup', () => moveFocused(-1), { label: up, group, inText: true })
  useShortcut('alt+arrowdown', () => moveFocused(1), { label: down, group, inText: true })

  const focusRow = (id: string | undefined) =>
    list.current?.querySelector<HTMLElement>(`[data-environment="${id}"] [data-part="toggle"]`)?.focus()
  const afterRemoval = ({ id }: Environment) => {
    setAsking(null)
    const at = environments.findIndex((environment) => environment.id === id)
    // The dialog gives the focus back to a button that is gone.
    requestAnimationFrame(() => focusRow((environments[at + 1] ?? environments[at - 1])?.id))
  }

  return (
    <>
      <Card
        title={words.section}
        end={
          <Button size="small" icon={<Plus className="i i--14" />} onClick={() => setAsking({ what: 'add' })}>
            {words.add}
          </Button>
        }
        bare
      >
        <p className="hint envs-about">{words.about}</p>
        <ul className="envlist" ref={list}>
          {environments.map((environment, place) => (
            <EnvironmentRow
              key={environment.id}
              environment={environment}
              keys={keysIn(environment.id)}
              isOpen={openId === environment.id}
              isFirst={place === 0}
              isLast={place === environments.length - 1}
              onToggle={() => setOpenId(openId === environment.id ? null : environment.id)}
              onMove={(by) => move(environment, by)}
              onChange={(changes) => update(environment, changes)}
              onRename={(name) => rename(environment, name)}
              onRemove={() => setAsking({ what: 'remove', environment })}
            />
          ))}
        </ul>
        <p className="sr-only" aria-live="polite">
          {announcement}
        </p>
      </Card>
      {asking?.what === 'add' ? (
        <AddDialog
          present={environments}
          onClose={() => setAsking(null)}
          onAdded={({ name }) => {
            setAsking(null)
            const count = environments.length + 1
            setAnnouncement(words.row.moved(name, count, count))
          }}
        />
      ) : null}
      {asking?.what === 'remove' ? (
        <RemoveDialog
          environment={asking.environment}
          others={environments.filter(({ id }) => id !== asking.environment.id)}
          keys={keysIn(asking.environment.id)}
          onClose={() => setAsking(null)}
          onRemoved={() => afterRemoval(asking.environment)}
        />
      ) : null}
    </>
  )
}

/** How many keys lie in each environment. */
function useKeyCounts(): (environmentId: string) => number {
  const { data: keys } = useQuery(orpc.keys.list.queryOptions())
  const counts = useMemo(() => Map.groupBy(keys ?? [], (key) => key.environmentId), [keys])
  return (environmentId) => counts.get(environmentId)?.length ?? 0
}
