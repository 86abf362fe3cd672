import { Check } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { keysEdit as words } from '../../../strings/en/keys-edit.ts'
import { Button } from '../../../ui/button.tsx'
import type { EditField, KeyEdit } from './use-key-edit.ts'

/** What ties a control to its name and to what is said of it. */
export interface EditControl {
  id: string
  'aria-describedby': string
  'aria-invalid': boolean
}

interface EditRowProps {
  label: string
  field: EditField
  edit: KeyEdit
  hint?: ReactNode
  /** A control that the name is tied to; or one that has its name by itself. */
  children: ((control: EditControl) => ReactNode) | ReactNode
}

/**
 * A part of the key: its name, the control that changes it, and how the last change went. A panel of them comes with
 * every key that is opened, so they are plainer than the fields of forms.
 */
export function EditRow({ label, field, edit, hint, children }: EditRowProps) {
  const id = useId()
  const outcome = edit.outcome?.field === field ? edit.outcome : null
  const isRefused = outcome?.kind === 'refused'
  return (
    <div className="edit-row">
      {typeof children === 'function' ? (
        <>
          <label className="field__label" htmlFor={id}>
            {label}
          </label>
          <span className="edit-row__control">
            {children({ id, 'aria-describedby': `${id}-said`, 'aria-invalid': isRefused })}
          </span>
        </>
      ) : (
        <>
          <span className="field__label">{label}</span>
          <span className="edit-row__control">{children}</span>
        </>
      )}
      <span id={`${id}-said`} className={isRefused ? 'edit-row__said field__error' : 'edit-row__said'} role="status">
        {isRefused ? outcome.text : outcome?.kind === 'saved' ? <Saved undo={outcome.undo} /> : hint}
      </span>
    </div>
  )
}

function Saved({ undo }: { undo: (() => void) | null }) {
  return (
    <>
      <Check className="i i--12 fg-ok" aria-hidden="true" />
      {undo ? words.saved : words.undone}
      {undo ? (
        <Button variant="link" onClick={undo}>
          {words.undo}
        </Button>
      ) : null}
    </>
  )
}
