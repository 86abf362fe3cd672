import type { RefObject } from 'react'
import type { ProviderDraft, ProviderErrors } from '../lib/use-add-provider.ts'
import { providerForm as words } from '../strings/en/provider-form.ts'
import { Checkbox } from './checkbox.tsx'
import { Field } from './field.tsx'
import { TextInput } from './text-input.tsx'

type Basics = Omit<ProviderDraft, 'caPem'>

interface ProviderBasicsProps {
  draft: Basics
  change: (part: Partial<Basics>) => void
  errors: ProviderErrors
  /** The first field, for the focus. */
  first?: RefObject<HTMLInputElement | null>
}

/** The fields that every provider has, new or old. */
export function ProviderBasics({ draft, change, errors, first }: ProviderBasicsProps) {
  return (
    <>
      <Field label={words.baseUrl} hint={words.baseUrlHint} error={errors.baseUrl}>
        <TextInput
          {...(first ? { ref: first } : {})}
          mono
          value={draft.baseUrl}
          placeholder={words.baseUrlPlaceholder}
          onValueChange={(baseUrl) => change({ baseUrl })}
        />
      </Field>
      <div className="form__grid">
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
    </>
  )
}
