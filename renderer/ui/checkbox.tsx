import { Checkbox as Base } from '@base-ui/react/checkbox'
import { Check, Minus } from 'lucide-react'
import type { ReactNode } from 'react'

export interface CheckboxProps {
  checked: boolean
  onCheckedChange: (checked: boolean) => void
  /** Beside it; without it, `aria-label` is needed. */
  label?: ReactNode
  'aria-label'?: string
  /** Some of what it stands for is chosen. */
  indeterminate?: boolean
  disabled?: boolean
}

/** A yes or no that is applied with the rest of a form. */
export function Checkbox({ checked, onCheckedChange, label, indeterminate = false, disabled, ...rest }: CheckboxProps) {
  const control = (
    <Base.Root
      className="check"
      checked={checked}
      indeterminate={indeterminate}
      onCheckedChange={(next) => onCheckedChange(next)}
      disabled={disabled}
      aria-label={rest['aria-label']}
    >
      <Base.Indicator>{indeterminate ? <Minus className="i i--12" /> : <Check className="i i--12" />}</Base.Indicator>
    </Base.Root>
  )
  if (!label) return control
  return (
    <label className="choice">
      {control}
      <span>{label}</span>
    </label>
  )
}
