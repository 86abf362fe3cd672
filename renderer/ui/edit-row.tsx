import { Check } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { ui } from '../strings/en/ui.ts'
import { Button } from './button.tsx'

const words = ui.edit

/** What ties a control to its name and to what is said of it. */
export interface EditControl {
  id: string
  'aria-describedby': string
  'aria-invalid': boolean
}

/** How the last change of a field went. */
export type EditOutcome<Field extends string> =
  | { field: Field; kind: 'saving' }
  | { field: Field; kind: 'saved'; undo: (() => void) | null }
  | { field: Field; kind: 'refused'; text: string }

interface EditRowProps<Field extends string> {
  label: string
  field: Field
  edit: { outcome: EditOutcome<Field> | { field: Field; kind: 'asking' } | null }
  hint?: ReactNode
  /** A control that the name is tied to; or one that has its name by itself. */
  children: ((control: EditControl) => ReactNode) | ReactNode
}

/**
 * A part of a thing that is changed in its place: its name, the control that changes it, and how the last change went. A
 * panel of them comes with every key that is opened, so they are plainer than the fields of forms.
 */
export function EditRow<Field extends string>({ label, field, edit, hint, children }: EditRowProps<Field>) {
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
          {ui.undo}
        </Button>
      ) : null}
    </>
  )
}
