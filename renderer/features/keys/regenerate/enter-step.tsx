import type { FormEvent } from 'react'
import { useHost } from '../../../lib/use-host.ts'
import { keysRegenerate as words } from '../../../strings/en/keys-regenerate.ts'
import { OverrideReason } from '../add/override-reason.tsx'
import { SecretField } from '../add/secret-field.tsx'
import type { KeyRow } from '../types.ts'
import { maskOf } from './mask-of.ts'
import { Step, type StepState } from './step.tsx'
import type { Regeneration } from './use-regenerate.ts'

interface EnterStepProps {
  row: KeyRow
  regeneration: Regeneration
  /** For the submit button in the dialog's foot. */
  formId: string
  state: StepState
}

/** Where the new secret is pasted, or taken from the clipboard by the core. */
export function EnterStep({ row: { key, provider }, regeneration, formId, state }: EnterStepProps) {
  const readsClipboard = useHost()?.readsClipboard ?? false
  const { refusal } = regeneration
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void regeneration.start('field')
  }
  const outcome = key.pending
    ? (key.hasSecret ? words.enter.stored : words.enter.storedAlone)(maskOf(key.pending))
    : undefined
  return (
    <Step state={state} heading={words.enter.heading} outcome={outcome}>
      <form id={formId} className="step__form" onSubmit={onSubmit} noValidate>
        <SecretField
          field={regeneration.secret}
          label={words.enter.secret}
          placeholder={provider.keyPrefix ? `${provider.keyPrefix}…` : ''}
          error={refusal?.at === 'secret' ? refusal.text : null}
          onClipboard={readsClipboard ? () => void regeneration.start('clipboard') : null}
          isBusy={regeneration.working === 'start'}
        />
        {refusal?.at === 'other-environment' ? (
          <OverrideReason
            text={refusal.text}
            reason={regeneration.overrideReason}
            onReasonChange={regeneration.setOverrideReason}
          />
        ) : null}
      </form>
    </Step>
  )
}
