import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Radar, Square } from 'lucide-react'
import { useState } from 'react'
import type { VaultKey } from '../../../contract/keys.ts'
import type { Provider } from '../../../contract/providers.ts'
import { orpc } from '../../lib/client.ts'
import { formatMoment } from '../../lib/format.ts'
import { knownError, wordsOf } from '../../lib/known-error.ts'
import { useEnvironments } from '../../lib/use-environments.ts'
import { providers } from '../../strings/en/providers.ts'
import { Button } from '../../ui/button.tsx'
import { Combobox } from '../../ui/combobox.tsx'
import { EnvironmentMark } from '../../ui/environment-mark.tsx'
import { Field } from '../../ui/field.tsx'
import { GuardDialog } from '../../ui/guard-dialog.tsx'
import { SelectBox } from '../../ui/select-box.tsx'
import { ProbeResults } from './probe-results.tsx'
import { features, type ProbeRun, useProbe } from './use-probe.ts'

const words = providers.probe

interface ProbeTabProps {
  provider: Provider
  keys: readonly VaultKey[]
  /** Whether its button is the view's one brass button. */
  isPrimary: boolean
}

/** Finds out what the provider's endpoint can do, with a key and a model of the person's choice. */
export function ProbeTab({ provider, keys, isPrimary }: ProbeTabProps) {
  const usable = keys.filter((key) => key.status === 'active')
  const [chosenId, setChosenId] = useState<string | null>(null)
  const key = usable.find((one) => one.id === chosenId) ?? usable[0]
  if (!key) {
    return (
      <div className="provider__part">
        <p>{words.noKey}</p>
        <p>
          <Link to="/keys">{words.addKey}</Link>
        </p>
      </div>
    )
  }
  return (
    <div className="provider__part">
      <ProbeForm key={provider.id} {...{ keys: usable, chosen: key, isPrimary }} onChoose={setChosenId} />
    </div>
  )
}

interface ProbeFormProps {
  keys: readonly VaultKey[]
  chosen: VaultKey
  isPrimary: boolean
  onChoose: (id: string) => void
}

function ProbeForm({ keys, chosen, isPrimary, onChoose }: ProbeFormProps) {
  const environments = useEnvironments()
  const [typed, setTyped] = useState<string | null>(null)
  const [isGuarded, setIsGuarded] = useState(false)
  const { run, start, stop } = useProbe()
  const input = { keyId: chosen.id }
  const kept = useQuery(orpc.providers.capabilities.queryOptions({ input })).data ?? null
  const list = useQuery(orpc.keys.models.queryOptions({ input: { id: chosen.id, refresh: false } })).data
  const model = typed ?? kept?.model ?? list?.models.find(({ allowed }) => allowed)?.id ?? ''
  const environment = environments.find((one) => one.id === chosen.environmentId)
  const mine = run?.keyId === chosen.id ? run : null
  const isRunning = run?.state === 'running'

  const probe = () =>
    start(chosen.id, model.trim()).catch((error: unknown) => {
      // The page's own list can be behind: the core forgets a yes when the secret store is locked.
      if (knownError(error)?.reason === 'guard_unconfirmed') setIsGuarded(true)
    })
  const ask = () => (environment?.confirmed === false ? setIsGuarded(true) : void probe())

  return (
    <>
      <div className="form__grid">
        <Field label={words.key} forButton>
          <SelectBox
            value={chosen.id}
            disabled={isRunning}
            onValueChange={onChoose}
            options={keys.map((key) => {
              const place = environments.find((one) => one.id === key.environmentId)
              return {
                value: key.id,
                text: key.name,
                content: (
                  <>
                    <span className="trunc">{key.name}</span>
                    {place ? <EnvironmentMark name={place.name} colour={place.colour} shape={place.shape} /> : null}
                  </>
                ),
              }
            })}
          />
        </Field>
        <Field label={words.model}>
          <Combobox
            mono
            value={model}
            onValueChange={setTyped}
            disabled={isRunning}
            options={(list?.models ?? []).map((one) => ({ value: one.id, note: providers.tiers.names[one.tier] }))}
            placeholder={words.modelPlaceholder}
          />
        </Field>
      </div>
      <div className="probe__start">
        <p className="hint">{words.before}</p>
        {isRunning ? (
          <Button icon={<Square className="i i--14" />} onClick={stop}>
            {words.stop}
          </Button>
        ) : (
          <Button
            variant={isPrimary ? 'primary' : 'default'}
            icon={<Radar className="i" />}
            disabled={model.trim() === ''}
            onClick={ask}
          >
            {kept ? words.again : words.run}
          </Button>
        )}
      </div>
      <p className="hint" role="status">
        {saying(mine) ?? (kept ? words.asOf(formatMoment(kept.at), kept.model) : words.never)}
      </p>
      <ProbeResults results={mine && mine.state !== 'done' ? [...mine.results.values()] : (kept?.results ?? [])} />
      {isGuarded && environment ? (
        <GuardDialog
          environment={environment}
          keyName={chosen.name}
          confirm={words.confirm}
          onCancel={() => setIsGuarded(false)}
          onConfirm={() => {
            setIsGuarded(false)
            void probe()
          }}
        >
          <p>{words.before}</p>
        </GuardDialog>
      ) : null}
    </>
  )
}

/** How a run in this window stands; null where there is none, or where it is what is kept. */
function saying(run: ProbeRun | null): string | null {
  if (!run || run.state === 'done') return null
  const done = [...run.results.values()].filter(({ state }) => state !== 'running').length
  if (run.state === 'running') return words.progress(done, features.length)
  if (run.state === 'ended') return words.ended
  if (run.state === 'stopped') return words.stopped(done, features.length)
  return words.failed(wordsOf(run.failure))
}
