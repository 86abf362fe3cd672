import { type FormEvent, type RefObject, useState } from 'react'
import { keysAdd } from '../../../strings/en/keys-add.ts'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { Field } from '../../../ui/field.tsx'
import { TextArea } from '../../../ui/text-area.tsx'
import { TextInput } from '../../../ui/text-input.tsx'
import type { AddProviderForm } from './use-add-provider.ts'

const words = keysAdd.providerForm

interface ProviderFieldsProps {
  formId: string
  form: AddProviderForm
  /** The first field, for the focus. */
  first: RefObject<HTMLInputElement | null>
}

/** The fields for a provider that isn't listed. */
export function ProviderFields({ formId, form, first }: ProviderFieldsProps) {
  const { draft, change, errors } = form
  const [hasAuthority, setHasAuthority] = useState(false)
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    event.stopPropagation()
    void form.submit()
  }
  return (
    <form id={formId} className="add-key" onSubmit={onSubmit} noValidate>
      <Field label={words.baseUrl} hint={words.baseUrlHint} error={errors.baseUrl}>
        <TextInput
          ref={first}
          mono
          value={draft.baseUrl}
          placeholder={words.baseUrlPlaceholder}
          onValueChange={(baseUrl) => change({ baseUrl })}
        />
      </Field>
      <div className="add-key__grid">
        <Field label={words.name} error={errors.name}>
          <TextInput
            value={draft.name}
            maxLength={80}
            placeholder={words.namePlaceholder}
            onValueChange={(name) => change({ name })}
          />
        </Field>
        <Field label={words.dashboardUrl} error={errors.dashboardUrl}>
          <TextInput
            value={draft.dashboardUrl}
            placeholder={words.dashboardPlaceholder}
            onValueChange={(dashboardUrl) => change({ dashboardUrl })}
          />
        </Field>
        <Field label={words.keyPrefix} error={errors.keyPrefix}>
          <TextInput
            mono
            value={draft.keyPrefix}
            maxLength={20}
            placeholder={words.keyPrefixPlaceholder}
            onValueChange={(keyPrefix) => change({ keyPrefix })}
          />
        </Field>
        <Field label={words.variable} error={errors.variable}>
          <TextInput
            mono
            value={draft.variable}
            maxLength={80}
            placeholder={words.variablePlaceholder}
            onValueChange={(variable) => change({ variable })}
          />
        </Field>
      </div>
      <Checkbox checked={draft.needsKey} onCheckedChange={(needsKey) => change({ needsKey })} label={words.needsKey} />
      <Checkbox checked={hasAuthority} onCheckedChange={setHasAuthority} label={words.more} />
      {hasAuthority ? (
        <Field label={words.caPem} hint={words.caPemHint} error={errors.caPem}>
          <TextArea
            mono
            rows={4}
            maxLines={8}
            value={draft.caPem}
            spellCheck={false}
            onValueChange={(caPem) => change({ caPem })}
          />
        </Field>
      ) : null}
      {errors.form ? (
        <p className="add-key__refusal" role="alert">
          {errors.form}
        </p>
      ) : null}
    </form>
  )
}
