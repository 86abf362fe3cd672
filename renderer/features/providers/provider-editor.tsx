import { type FormEvent, useId, useState } from 'react'
import type { VaultKey } from '../../../contract/keys.ts'
import type { Provider } from '../../../contract/providers.ts'
import { providers as words } from '../../strings/en/providers.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Monogram } from '../../ui/monogram.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { ConnectionTab } from './connection-tab.tsx'
import type { DraftField } from './draft.ts'
import { LeaveGuard } from './leave-guard.tsx'
import { fieldOf, type Mistakes } from './mistakes.ts'
import { MoveDialog } from './move-dialog.tsx'
import { PricesTab } from './prices-tab.tsx'
import { ProbeTab } from './probe-tab.tsx'
import { RemoveButton } from './remove-button.tsx'
import { ResetButton } from './reset-button.tsx'
import { TiersTab } from './tiers-tab.tsx'
import { useProviderForm } from './use-provider-form.ts'

interface ProviderEditorProps {
  provider: Provider
  keys: readonly VaultKey[]
  /** It was removed. */
  onGone: () => void
}

type Tab = 'connection' | 'tiers' | 'prices' | 'probe'

const tabOf = (field: DraftField | 'form'): Tab =>
  field === 'tierRules' ? 'tiers' : field === 'prices' ? 'prices' : 'connection'

/** The form of one provider, in tabs over one draft, with its save bar always at the same place. */
export function ProviderEditor({ provider, keys, onGone }: ProviderEditorProps) {
  const formId = useId()
  const form = useProviderForm(provider, keys)
  const [tab, setTab] = useState<Tab>('connection')
  const { draft, mistakes, changed } = form
  const isDirty = changed.length > 0
  const names = changed.map((field) => words.form.names[field]).join(', ')

  const save = async (isMoveAllowed?: boolean) => {
    const found = await form.save(isMoveAllowed)
    const [place] = Object.keys(found)
    if (place !== undefined && place !== 'form') setTab(tabOf(fieldOf(place)))
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void save()
  }
  const note = (which: Tab, count: number) => {
    const wrong = mistakesOn(mistakes, which)
    return wrong > 0 ? words.toMend(wrong) : count > 0 ? String(count) : undefined
  }
  return (
    <form className="provider" aria-label={provider.name} onSubmit={onSubmit} id={formId} noValidate>
      <header className="provider__head">
        <Monogram letters={provider.monogram} name={provider.name} size="large" />
        <div className="provider__title">
          <h2 className="trunc">{provider.name}</h2>
          <code className="trunc sel">{provider.baseUrl}</code>
        </div>
        {provider.isEdited ? <Chip>{words.edited}</Chip> : null}
        <span className="provider__acts">
          {provider.preset === 'custom' ? (
            <RemoveButton provider={provider} keys={keys} onGone={onGone} />
          ) : (
            <ResetButton provider={provider} keys={keys} onReset={form.discard} />
          )}
        </span>
      </header>
      <div className="provider__tabs">
        <Tabs<Tab>
          aria-label={words.tabs.label}
          value={tab}
          onValueChange={setTab}
          tabs={[
            {
              value: 'connection',
              text: words.tabs.connection,
              note: note('connection', 0),
              content: <ConnectionTab form={form} />,
            },
            {
              value: 'tiers',
              text: words.tabs.tiers,
              note: note('tiers', draft.tierRules.length),
              content: <TiersTab form={form} keys={keys} />,
            },
            {
              value: 'prices',
              text: words.tabs.prices,
              note: note('prices', draft.prices.length),
              content: <PricesTab form={form} />,
            },
            {
              value: 'probe',
              text: words.probeTab,
              content: <ProbeTab provider={provider} keys={keys} isPrimary={!isDirty} />,
            },
          ]}
        />
      </div>
      <footer className="provider__foot">
        <span className="provider__state hint trunc" role={mistakes['form'] ? 'alert' : 'status'}>
          {mistakes['form'] ??
            (Object.keys(mistakes).length > 0 ? words.form.mend : null) ??
            (isDirty ? words.form.changed(names) : words.form.unchanged)}
        </span>
        <Button disabled={!isDirty || form.isBusy} onClick={form.discard}>
          {words.form.discard}
        </Button>
        <Button type="submit" variant={isDirty ? 'primary' : 'default'} disabled={!isDirty} busy={form.isBusy}>
          {words.form.save}
        </Button>
      </footer>
      <LeaveGuard isDirty={isDirty} name={provider.name} names={names} />
      <MoveDialog
        provider={provider}
        to={draft.baseUrl.trim()}
        keys={form.moving}
        onCancel={form.stay}
        onConfirm={() => void save(true)}
      />
    </form>
  )
}

const mistakesOn = (mistakes: Mistakes, tab: Tab) =>
  Object.keys(mistakes).filter((place) => place !== 'form' && tabOf(fieldOf(place)) === tab).length
