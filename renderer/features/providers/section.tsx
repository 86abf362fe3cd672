import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { wordsOf } from '../../lib/known-error.ts'
import { lazyPart } from '../../lib/lazy-part.ts'
import { providers as words } from '../../strings/en/providers.ts'
import { ui } from '../../strings/en/ui.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { useToast } from '../../ui/toast.tsx'
import { Overview } from './overview.tsx'
import { ProviderEditor } from './provider-editor.tsx'
import { ProviderList } from './provider-list.tsx'
import { useProvidersData } from './use-providers-data.ts'
import './probe.css'
import './provider-list.css'
import './providers.css'
import './rows.css'

const route = getRouteApi('/settings/$section')
const here = { to: '/settings/$section', params: { section: 'providers' } } as const
const NewProviderDialog = lazyPart(async () => (await import('./new-provider-dialog.tsx')).NewProviderDialog)

/** Every provider at the left; the form of the one in the address beside them, or what runs on this machine. */
export function ProvidersSection() {
  const { providers, keysOf, isReady, error, retry } = useProvidersData()
  const { item } = route.useSearch()
  const navigate = useNavigate()
  const toast = useToast()
  const [isAdding, setIsAdding] = useState(false)
  const open = (id: string) => void navigate({ ...here, search: { item: id } })
  const chosen = providers.find((provider) => provider.id === item)

  if (!isReady) {
    if (!error) return <Spinner />
    return (
      <EmptyState title={words.failed} text={wordsOf(error)} actions={<Button onClick={retry}>{ui.retry}</Button>} />
    )
  }
  return (
    <div className="providers">
      <ProviderList providers={providers} keysOf={keysOf} chosenId={item ?? null} onAdd={() => setIsAdding(true)} />
      <div className="providers__main">
        {chosen ? (
          <ProviderEditor
            key={chosen.id}
            provider={chosen}
            keys={keysOf(chosen.id)}
            onGone={() => void navigate({ ...here, search: {}, ignoreBlocker: true })}
          />
        ) : item ? (
          <EmptyState title={words.gone} text={words.goneText} />
        ) : (
          <Overview />
        )}
      </div>
      {isAdding ? (
        <NewProviderDialog
          onClose={() => setIsAdding(false)}
          onAdded={(provider) => {
            setIsAdding(false)
            open(provider.id)
            toast({ id: 'provider.added', title: words.added(provider.name), text: words.addedText })
          }}
        />
      ) : null}
    </div>
  )
}
