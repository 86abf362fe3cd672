import { Link } from '@tanstack/react-router'
import { Cpu, Pencil, Plus } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import type { VaultKey } from '../../../contract/keys.ts'
import type { Provider } from '../../../contract/providers.ts'
import { providers as words } from '../../strings/en/providers.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Monogram } from '../../ui/monogram.tsx'
import { TextInput } from '../../ui/text-input.tsx'

/** From so many on, a filter helps more than it takes room. */
const many = 15

interface ProviderListProps {
  providers: readonly Provider[]
  keysOf: (providerId: string) => readonly VaultKey[]
  chosenId: string | null
  onAdd: () => void
}

/** The providers as links: one tab stop, arrows move. */
export function ProviderList({ providers, keysOf, chosenId, onAdd }: ProviderListProps) {
  const [filter, setFilter] = useState('')
  const wanted = filter.trim().toLowerCase()
  const shown = providers.filter((one) => `${one.name} ${one.baseUrl}`.toLowerCase().includes(wanted))
  const isChosenShown = shown.some((one) => one.id === chosenId)
  return (
    <nav className="provider-list" aria-label={words.title}>
      <div className="provider-list__head">
        <h2>
          {words.title} <span className="unit">{providers.length}</span>
        </h2>
        <Button size="small" icon={<Plus className="i i--14" />} aria-label={words.add} onClick={onAdd}>
          {words.addShort}
        </Button>
      </div>
      {providers.length > many ? (
        <TextInput
          size="small"
          type="search"
          aria-label={words.filter}
          placeholder={words.filter}
          value={filter}
          onValueChange={setFilter}
        />
      ) : null}
      <div className="provider-list__rows">
        <Link
          to="/settings/$section"
          params={{ section: 'providers' }}
          className="provider-row"
          activeOptions={{ exact: true, includeSearch: true }}
          tabIndex={isChosenShown ? -1 : 0}
          onKeyDown={moveFocus}
        >
          <Cpu className="i" aria-hidden="true" />
          <span className="provider-row__name trunc">{words.overview}</span>
        </Link>
        {shown.map((provider) => (
          <Link
            key={provider.id}
            to="/settings/$section"
            params={{ section: 'providers' }}
            search={{ item: provider.id }}
            className="provider-row"
            tabIndex={provider.id === chosenId ? 0 : -1}
            onKeyDown={moveFocus}
          >
            <Monogram letters={provider.monogram} name={provider.name} />
            <span className="provider-row__text">
              <span className="provider-row__name trunc">{provider.name}</span>
              <span className="provider-row__address trunc">{provider.baseUrl.replace(/^https?:\/\//, '')}</span>
            </span>
            <span className="provider-row__end">
              <KeyCount count={keysOf(provider.id).length} />
              {provider.isEdited ? (
                <>
                  <Chip>{words.edited}</Chip>
                  <span className="provider-row__edited" role="img" aria-label={words.edited}>
                    <Pencil className="i i--12" />
                  </span>
                </>
              ) : null}
              {provider.preset === 'custom' ? <Chip>{words.own}</Chip> : null}
            </span>
          </Link>
        ))}
        {shown.length === 0 ? <p className="provider-list__none">{words.none(filter.trim())}</p> : null}
      </div>
    </nav>
  )
}

function KeyCount({ count }: { count: number }) {
  return (
    <span className={count === 0 ? 'provider-row__none' : undefined}>
      {count === 0 ? words.noKeys : words.keys(count)}
    </span>
  )
}

function moveFocus(event: KeyboardEvent<HTMLAnchorElement>): void {
  const rows = [...(event.currentTarget.parentElement?.querySelectorAll('a') ?? [])]
  const at = rows.indexOf(event.currentTarget)
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key]
  if (next === undefined) return
  event.preventDefault()
  rows[Math.min(rows.length - 1, Math.max(0, next))]?.focus()
}
