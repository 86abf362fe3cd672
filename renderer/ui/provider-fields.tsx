import type { FormEvent, RefObject } from 'react'
import type { AddProviderForm } from '../lib/use-add-provider.ts'
import { CertificateField } from './certificate-field.tsx'
import { ProviderBasics } from './provider-basics.tsx'

interface ProviderFieldsProps {
  formId: string
  form: AddProviderForm
  /** The first field, for the focus. */
  first: RefObject<HTMLInputElement | null>
}

/** The form for a provider that isn't listed. */
export function ProviderFields({ formId, form, first }: ProviderFieldsProps) {
  const { draft, change, errors } = form
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    event.stopPropagation()
    void form.submit()
  }
  return (
    <form id={formId} className="form" onSubmit={onSubmit} noValidate>
      <ProviderBasics draft={draft} change={change} errors={errors} first={first} />
      <CertificateField value={draft.caPem} onValueChange={(caPem) => change({ caPem })} error={errors.caPem} />
      {errors.form ? (
        <p className="form__refusal" role="alert">
          {errors.form}
        </p>
      ) : null}
    </form>
  )
}
