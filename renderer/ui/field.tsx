import { Field as Base } from '@base-ui/react/field'
import type { ReactNode } from 'react'
import { classNames } from '../lib/class-names.ts'

export interface FieldProps {
  label: ReactNode
  /** Said below while there is no error. */
  hint?: ReactNode
  /** What is wrong, with what and where. Null or empty is right. */
  error?: string | null | undefined
  /** At the right of the label: a count, a link. */
  aside?: ReactNode
  /** True around a `Select`, whose trigger is a button and must not open by a click on the label. */
  forButton?: boolean
  className?: string | undefined
  children: ReactNode
}

/** A labelled control with a hint or an error, tied together for screen readers. */
export function Field({ label, hint, error, aside, forButton = false, className, children }: FieldProps) {
  const labelProps = forButton ? { nativeLabel: false, render: <div /> } : {}
  return (
    <Base.Root className={classNames('field', className)} invalid={Boolean(error)}>
      <span className="field__label">
        <Base.Label {...labelProps}>{label}</Base.Label>
        {aside ? <span className="hint">{aside}</span> : null}
      </span>
      {children}
      {error ? (
        <Base.Error className="field__error" match>
          {error}
        </Base.Error>
      ) : null}
      {hint && !error ? <Base.Description className="hint">{hint}</Base.Description> : null}
    </Base.Root>
  )
}
