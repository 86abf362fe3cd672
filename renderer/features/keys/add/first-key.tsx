import { Link2 } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import type { Provider } from '../../../../contract/providers.ts'
import { offerFocus } from '../../../lib/focus.ts'
import { useAddProvider } from '../../../lib/use-add-provider.ts'
import type { Environment } from '../../../lib/use-environments.ts'
import { useSecretStore } from '../../../lib/use-secret-store.ts'
import { keys } from '../../../strings/en/keys.ts'
import { keysAdd as words } from '../../../strings/en/keys-add.ts'
import { localServers } from '../../../strings/en/local-servers.ts'
import { providerForm } from '../../../strings/en/provider-form.ts'
import { Button } from '../../../ui/button.tsx'
import { DeckArt } from '../../../ui/deck-art.tsx'
import { EnvironmentMark } from '../../../ui/environment-mark.tsx'
import { LocalServers } from '../../../ui/local-servers.tsx'
import { ProviderFields } from '../../../ui/provider-fields.tsx'
import { AddKeySubmit, StoredWhere } from './add-key-actions.tsx'
import { AddKeyFields } from './add-key-fields.tsx'
import { type Added, useAddKey } from './use-add-key.ts'

interface FirstKeyProps {
  providers: readonly Provider[]
  environments: readonly Environment[]
  environmentId: string | null
  onAdded: (added: Added) => void
  /** A model server of this machine has a key now. */
  onUsed: (keyId: string) => void
}

/** The page without a key: what a key is, the form itself, open, and the model servers that need none. */
export function FirstKey({ providers, environments, environmentId, onAdded, onUsed }: FirstKeyProps) {
  const formId = useId()
  const form = useAddKey({ providers, environments, environmentId, onAdded })
  const [isProvider, setIsProvider] = useState(false)
  const first = useRef<HTMLInputElement>(null)
  const provider = useAddProvider((added) => {
    form.change({ providerId: added.id })
    setIsProvider(false)
  })
  const store = useSecretStore()
  const { secret } = form
  const hasCome = useRef(false)
  useEffect(() => {
    const field = isProvider ? first.current : secret.current
    // It comes when the keys were asked for: a menu may be open by then.
    if (hasCome.current) field?.focus()
    else offerFocus(field)
    hasCome.current = true
  }, [isProvider, secret])
  return (
    <div className="first-key">
      <div className="first-key__words">
        <DeckArt />
        <h2>{keys.empty.title}</h2>
        <p>{keys.empty.text(keys.empty.place[store?.kind ?? 'none'])}</p>
        <button type="button" className="first-key__way" onClick={() => setIsProvider(true)}>
          <Link2 className="i" aria-hidden="true" />
          {keys.empty.custom}
        </button>
      </div>
      <section className="card first-key__card spined" data-env={form.environment?.colour}>
        <header className="first-key__head">
          <h2>{isProvider ? providerForm.title : words.title}</h2>
          {form.environment && !isProvider ? (
            <EnvironmentMark
              name={form.environment.name}
              colour={form.environment.colour}
              shape={form.environment.shape}
            />
          ) : null}
        </header>
        {isProvider ? (
          <ProviderFields formId={`${formId}-provider`} form={provider} first={first} />
        ) : (
          <AddKeyFields
            formId={formId}
            form={form}
            providers={providers}
            environments={environments}
            onCustomProvider={() => setIsProvider(true)}
          />
        )}
        <footer className="first-key__foot">
          {isProvider ? (
            <>
              <Button onClick={() => setIsProvider(false)}>{providerForm.back}</Button>
              <Button
                type="submit"
                form={`${formId}-provider`}
                variant="primary"
                shortcut="enter"
                busy={provider.isBusy}
              >
                {providerForm.submit}
              </Button>
            </>
          ) : (
            <>
              <span className="hint">
                <StoredWhere form={form} />
              </span>
              <AddKeySubmit form={form} formId={formId} />
            </>
          )}
        </footer>
      </section>
      <section className="first-key__local">
        <h3>{localServers.title}</h3>
        <p className="hint">{localServers.text}</p>
        <LocalServers environment={form.environment} onUsed={onUsed} />
      </section>
    </div>
  )
}
