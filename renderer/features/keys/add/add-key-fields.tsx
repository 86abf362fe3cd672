import { TriangleAlert } from 'lucide-react'
import { type FormEvent, useEffect, useRef } from 'react'
import { accountLimits } from '../../../../contract/account-types.ts'
import type { AccountType } from '../../../../contract/limits.ts'
import type { Provider } from '../../../../contract/providers.ts'
import type { Environment } from '../../../lib/use-environments.ts'
import { useHost } from '../../../lib/use-host.ts'
import { keysAdd as words } from '../../../strings/en/keys-add.ts'
import { EnvironmentMark } from '../../../ui/environment-mark.tsx'
import { Field } from '../../../ui/field.tsx'
import { SelectBox } from '../../../ui/select-box.tsx'
import { TextInput } from '../../../ui/text-input.tsx'
import { accountTypes } from '../account-types.ts'
import { ProviderPicker } from './provider-picker.tsx'
import { SecretField } from './secret-field.tsx'
import type { AddKeyForm } from './use-add-key.ts'

interface AddKeyFieldsProps {
  /** For the submit button, which may stand outside. */
  formId: string
  form: AddKeyForm
  providers: readonly Provider[]
  environments: readonly Environment[]
  onCustomProvider: () => void
}

/** The fields for adding a key: in the dialog, and open on the empty page. */
export function AddKeyFields({ formId, form, providers, environments, onCustomProvider }: AddKeyFieldsProps) {
  const { draft, change, provider, refusal } = form
  const readsClipboard = useHost()?.readsClipboard ?? false
  const needsKey = provider?.needsKey ?? true
  const refusedAt = (place: string) => (refusal?.at === place ? refusal.text : null)
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void form.submit('field')
  }
  return (
    <form id={formId} className="add-key" onSubmit={onSubmit} noValidate>
      <ProviderPicker
        providers={providers}
        value={draft.providerId}
        onValueChange={(providerId) => change({ providerId })}
        onCustom={onCustomProvider}
      />
      <SecretField
        field={form.secret}
        label={needsKey ? words.secret : words.secretOptional}
        placeholder={provider?.keyPrefix ? `${provider.keyPrefix}…` : ''}
        error={refusedAt('secret')}
        onClipboard={readsClipboard ? () => void form.submit('clipboard') : null}
        isBusy={form.isBusy}
      />
      <div className="add-key__grid">
        <Field label={words.name}>
          <TextInput
            value={draft.name}
            maxLength={80}
            placeholder={form.defaultName}
            onValueChange={(name) => change({ name })}
          />
        </Field>
        <Field label={words.environment} forButton>
          <SelectBox
            value={draft.environmentId}
            onValueChange={(environmentId) => change({ environmentId })}
            options={environments.map(({ id, name, colour, shape }) => ({
              value: id,
              text: name,
              content: <EnvironmentMark name={name} colour={colour} shape={shape} />,
            }))}
          />
        </Field>
        <Field label={words.account} hint={words.accountHint} forButton>
          <SelectBox<AccountType>
            value={draft.accountType}
            onValueChange={(accountType) => change({ accountType })}
            options={accountTypes}
          />
        </Field>
        <Field label={words.perMinute} error={refusedAt('perMinute')}>
          <TextInput
            value={draft.accountType === 'custom' ? draft.perMinute : fixedLimit(draft.accountType)}
            inputMode="numeric"
            maxLength={7}
            disabled={draft.accountType !== 'custom'}
            placeholder={words.perMinutePlaceholder}
            onValueChange={(perMinute) => change({ perMinute })}
          />
        </Field>
      </div>
      <Field label={words.notes}>
        <TextInput value={draft.notes} maxLength={2_000} onValueChange={(notes) => change({ notes })} />
      </Field>
      {refusal?.at === 'other-environment' ? <OtherEnvironment form={form} text={refusal.text} /> : null}
      {refusal?.at === 'form' ? (
        <p className="add-key__refusal" role="alert">
          <TriangleAlert className="i fg-bad" aria-hidden="true" />
          {refusal.text}
        </p>
      ) : null}
    </form>
  )
}

const fixedLimit = (type: Exclude<AccountType, 'custom'>) => {
  const limit = accountLimits[type].requestsPerMinute
  return limit === null ? '' : String(limit)
}

/** The warning about one secret in two environments: it can be overridden, with a reason that is kept. */
function OtherEnvironment({ form, text }: { form: AddKeyForm; text: string }) {
  const reason = useRef<HTMLInputElement>(null)
  useEffect(() => reason.current?.focus(), [])
  return (
    <div className="add-key__warning" role="alert">
      <p>
        <TriangleAlert className="i fg-warn" aria-hidden="true" />
        <b>{words.conflict.otherTitle}</b>
      </p>
      <p className="text-fg-2">{text}</p>
      <Field label={words.conflict.reason} hint={words.conflict.reasonHint}>
        <TextInput
          ref={reason}
          value={form.draft.overrideReason}
          maxLength={200}
          placeholder={words.conflict.reasonPlaceholder}
          onValueChange={(overrideReason) => form.change({ overrideReason })}
        />
      </Field>
    </div>
  )
}
