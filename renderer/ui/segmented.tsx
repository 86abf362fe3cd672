import { Toggle } from '@base-ui/react/toggle'
import { ToggleGroup } from '@base-ui/react/toggle-group'
import type { ReactNode } from 'react'
import { classNames } from '../lib/class-names.ts'

export interface SegmentedProps<Value extends string> {
  value: Value
  onValueChange: (value: Value) => void
  options: readonly { value: Value; text: string; content?: ReactNode }[]
  size?: 'normal' | 'small'
  'aria-label': string
}

/** A choice of one among two to five, all in sight. */
export function Segmented<Value extends string>({
  value,
  onValueChange,
  options,
  size,
  ...rest
}: SegmentedProps<Value>) {
  return (
    <ToggleGroup<Value>
      className={classNames('seg', size === 'small' && 'seg--sm')}
      aria-label={rest['aria-label']}
      value={[value]}
      onValueChange={(next) => {
        const [chosen] = next
        if (chosen !== undefined) onValueChange(chosen)
      }}
    >
      {options.map((option) => (
        <Toggle<Value> key={option.value} value={option.value} aria-label={option.content ? option.text : undefined}>
          {option.content ?? option.text}
        </Toggle>
      ))}
    </ToggleGroup>
  )
}
