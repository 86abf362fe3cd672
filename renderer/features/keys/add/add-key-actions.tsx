import { Lock } from 'lucide-react'
import { useSecretStore } from '../../../lib/use-secret-store.ts'
import { keysAdd as words } from '../../../strings/en/keys-add.ts'
import { Button } from '../../../ui/button.tsx'
import type { AddKeyForm } from './use-add-key.ts'

/** The button that adds the key. It stands in the dialog's foot, or at the end of the card. */
export function AddKeySubmit({ form, formId }: { form: AddKeyForm; formId: string }) {
  const isOverride = form.refusal?.at === 'other-environment'
  return (
    <Button
      type="submit"
      form={formId}
      variant="primary"
      shortcut="enter"
      busy={form.isBusy}
      disabled={isOverride && form.draft.overrideReason.trim() === ''}
    >
      {isOverride ? words.submitAnyway : words.submit}
    </Button>
  )
}

/** Where the secret will lie. */
export function StoredWhere({ form }: { form: AddKeyForm }) {
  const kind = useSecretStore()?.kind
  if (!kind) return null
  return (
    <span className="stored-where">
      <Lock className="i i--12" aria-hidden="true" />
      {form.provider?.needsKey === false ? words.stored.none : words.stored[kind]}
    </span>
  )
}
