import { TriangleAlert } from 'lucide-react'
import type { FormEvent } from 'react'
import { accountLimits } from '../../../../contract/account-types.ts'
import type { AccountType } from '../../../../contract/limits.ts'
import type { Provider } from '../../../../contract/providers.ts'
import { accountTypes } from '../../../lib/account-types.ts'
import type { Environment } from '../../../lib/use-environments.ts'
import { useHost } from '../../../lib/use-host.ts'
import { keysAdd as words } from '../../../strings/en/keys-add.ts'
import { EnvironmentMark } from '../../../ui/environment-mark.tsx'
import { Field } from '../../../ui/field.tsx'
import { SelectBox } from '../../../ui/select-box.tsx'
import { TextInput } from '../../../ui/text-input.tsx'
import { OverrideReason } from './override-reason.tsx'
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
    <form id={formId} className="form" onSubmit={onSubmit} noValidate>
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
      <div className="form__grid">
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
      {refusal?.at === 'other-environment' ? (
        <OverrideReason
          text={refusal.text}
          reason={draft.overrideReason}
          onReasonChange={(overrideReason) => change({ overrideReason })}
        />
      ) : null}
      {refusal?.at === 'form' ? (
        <p className="form__refusal" role="alert">
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
