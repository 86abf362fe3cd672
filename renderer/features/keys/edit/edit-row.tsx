import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { keysEdit as words } from '../../../strings/en/keys-edit.ts'
import { Button } from '../../../ui/button.tsx'
import { Field } from '../../../ui/field.tsx'
import type { EditField, KeyEdit } from './use-key-edit.ts'

interface EditRowProps {
  label: string
  field: EditField
  edit: KeyEdit
  /** Around a `SelectBox`. */
  forButton?: boolean
  hint?: ReactNode
  children: ReactNode
}

/** A part of the key: its name, the control that changes it, and how the last change went. */
export function EditRow({ label, field, edit, forButton = false, hint, children }: EditRowProps) {
  const outcome = edit.outcome?.field === field ? edit.outcome : null
  return (
    <Field
      className="edit-row"
      label={label}
      forButton={forButton}
      hint={hint}
      error={outcome?.kind === 'refused' ? outcome.text : null}
    >
      <span className="edit-row__control">{children}</span>
      <span className="edit-row__said" role="status">
        {outcome?.kind === 'saved' ? (
          <>
            <Check className="i i--12 fg-ok" aria-hidden="true" />
            {outcome.undo ? words.saved : words.undone}
            {outcome.undo ? (
              <Button variant="link" onClick={outcome.undo}>
                {words.undo}
              </Button>
            ) : null}
          </>
        ) : null}
      </span>
    </Field>
  )
}
