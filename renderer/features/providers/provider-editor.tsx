import { TriangleAlert } from 'lucide-react'
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import type { VaultKey } from '../../../contract/keys.ts'
import type { Provider } from '../../../contract/providers.ts'
import { useShortcut } from '../../lib/use-shortcut.ts'
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
  const [seeking, setSeeking] = useState(0)
  const body = useRef<HTMLDivElement>(null)
  const foot = useRef<HTMLDivElement>(null)
  const { draft, mistakes, changed } = form
  const isDirty = changed.length > 0
  const names = changed.map((field) => words.form.names[field]).join(', ')

  // Its buttons are off now, and would take the focus with them.
  const leaveFoot = () => {
    if (foot.current?.contains(document.activeElement)) {
      body.current?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus()
    }
  }
  const save = async (isMoveAllowed?: boolean) => {
    const found = await form.save(isMoveAllowed)
    const [place] = Object.keys(found)
    if (place === undefined) leaveFoot()
    if (place === undefined || place === 'form') return
    setTab(tabOf(fieldOf(place)))
    setSeeking((count) => count + 1)
  }
  useEffect(() => {
    if (seeking > 0) body.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [seeking])
  useShortcut('mod+s', () => void save(), {
    label: words.form.save,
    group: words.title,
    inText: true,
    enabled: isDirty,
  })
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void save()
  }
  const note = (which: Tab, count: number) => {
    const wrong = mistakesOn(mistakes, which)
    if (wrong > 0) return <span className="fg-bad">{words.toMend(wrong)}</span>
    return count > 0 ? count : null
  }
  return (
    <form className="provider" aria-label={provider.name} onSubmit={onSubmit} id={formId} noValidate>
      <div className="provider__head">
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
      </div>
      <div className="provider__tabs" ref={body}>
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
      <div className="provider__foot" ref={foot}>
        <SaveState
          wrong={mistakes['form'] ?? (Object.keys(mistakes).length > 0 ? words.form.mend : null)}
          text={
            isDirty ? words.form.changed(names) : form.isSaved ? words.form.saved(provider.name) : words.form.unchanged
          }
        />
        <Button
          disabled={!isDirty || form.isBusy}
          onClick={() => {
            form.discard()
            leaveFoot()
          }}
        >
          {words.form.discard}
        </Button>
        <Button
          type="submit"
          variant={isDirty ? 'primary' : 'default'}
          shortcut="mod+s"
          disabled={!isDirty}
          busy={form.isBusy}
        >
          {words.form.save}
        </Button>
      </div>
      <LeaveGuard isDirty={isDirty} name={provider.name} names={names} />
      <MoveDialog
        provider={provider}
        draft={draft}
        moving={form.moving}
        onCancel={form.stay}
        onConfirm={() => void save(true)}
      />
    </form>
  )
}

function SaveState({ wrong, text }: { wrong: string | null; text: string }) {
  if (wrong === null) {
    return (
      <span className="provider__state hint trunc" role="status">
        {text}
      </span>
    )
  }
  return (
    <span className="provider__state" role="alert">
      <TriangleAlert className="i i--14" aria-hidden="true" />
      {wrong}
    </span>
  )
}

const mistakesOn = (mistakes: Mistakes, tab: Tab) =>
  Object.keys(mistakes).filter((place) => place !== 'form' && tabOf(fieldOf(place)) === tab).length
