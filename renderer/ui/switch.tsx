import { Switch as Base } from '@base-ui/react/switch'
import type { ReactNode } from 'react'
import { classNames } from '../lib/class-names.ts'

export interface SwitchProps {
  checked: boolean
  onCheckedChange: (checked: boolean) => void
  /** Beside it; without it, `aria-label` is needed. */
  label?: ReactNode
  'aria-label'?: string
  size?: 'normal' | 'small'
  disabled?: boolean
}

/** Something that is on or off at once, without a button to apply it. */
export function Switch({ checked, onCheckedChange, label, size, disabled, ...rest }: SwitchProps) {
  const control = (
    <Base.Root
      className={classNames('switch', size === 'small' && 'switch--sm')}
      checked={checked}
      onCheckedChange={(next) => onCheckedChange(next)}
      disabled={disabled}
      aria-label={rest['aria-label']}
    >
      <Base.Thumb className="switch__thumb" />
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
