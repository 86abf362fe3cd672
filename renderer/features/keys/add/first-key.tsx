import { Cpu, Link2 } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import type { Provider } from '../../../../contract/providers.ts'
import { useAddProvider } from '../../../lib/use-add-provider.ts'
import type { Environment } from '../../../lib/use-environments.ts'
import { useSecretStore } from '../../../lib/use-secret-store.ts'
import { keys } from '../../../strings/en/keys.ts'
import { keysAdd as words } from '../../../strings/en/keys-add.ts'
import { providerForm } from '../../../strings/en/provider-form.ts'
import { Button } from '../../../ui/button.tsx'
import { DeckArt } from '../../../ui/deck-art.tsx'
import { EnvironmentMark } from '../../../ui/environment-mark.tsx'
import { ProviderFields } from '../../../ui/provider-fields.tsx'
import { AddKeySubmit, StoredWhere } from './add-key-actions.tsx'
import { AddKeyFields } from './add-key-fields.tsx'
import { type Added, useAddKey } from './use-add-key.ts'

interface FirstKeyProps {
  providers: readonly Provider[]
  environments: readonly Environment[]
  environmentId: string | null
  onAdded: (added: Added) => void
}

/** The page without a key: what a key is, and the form itself, open. */
export function FirstKey({ providers, environments, environmentId, onAdded }: FirstKeyProps) {
  const formId = useId()
  const form = useAddKey({ providers, environments, environmentId, onAdded })
  const [isProvider, setIsProvider] = useState(false)
  const first = useRef<HTMLInputElement>(null)
  const provider = useAddProvider((added) => {
    form.change({ providerId: added.id })
    setIsProvider(false)
  })
  const store = useSecretStore()
  const local = providers.filter((one) => !one.needsKey && one.preset !== 'custom')
  const { secret } = form
  useEffect(() => {
    if (isProvider) first.current?.focus()
    else secret.current?.focus()
  }, [isProvider, secret])
  const choose = (one: Provider) => {
    setIsProvider(false)
    form.change({ providerId: one.id })
  }
  return (
    <div className="first-key">
      <div className="first-key__words">
        <DeckArt />
        <h2>{keys.empty.title}</h2>
        <p>{keys.empty.text(keys.empty.place[store?.kind ?? 'none'])}</p>
        <ul className="first-key__ways">
          {local.map((one) => (
            <li key={one.id}>
              <button type="button" onClick={() => choose(one)}>
                <Cpu className="i" aria-hidden="true" />
                {keys.empty.local(one.name)}
              </button>
            </li>
          ))}
          <li>
            <button type="button" onClick={() => setIsProvider(true)}>
              <Link2 className="i" aria-hidden="true" />
              {keys.empty.custom}
            </button>
          </li>
        </ul>
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
    </div>
  )
}
