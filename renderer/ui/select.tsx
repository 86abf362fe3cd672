import { Select as Base } from '@base-ui/react/select'
import { Check, ChevronsUpDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from '../lib/class-names.ts'

/** One thing to choose. `text` is read aloud and typed for; `content` draws it where text is not enough. */
export interface SelectOption<Value extends string> {
  value: Value
  text: string
  content?: ReactNode
  /** After the text, in grey. */
  note?: string
  disabled?: boolean
}

export interface SelectProps<Value extends string> {
  value: Value | null
  onValueChange: (value: Value) => void
  options: readonly SelectOption<Value>[]
  placeholder?: string
  /** Needed outside a `Field`. */
  'aria-label'?: string
  disabled?: boolean
  size?: 'normal' | 'small'
  className?: string | undefined
}

/** A choice of one among few. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { value, onValueChange, options, placeholder, disabled, size, className } = props
  const chosen = options.find((option) => option.value === value)
  return (
    <Base.Root<Value>
      value={value}
      onValueChange={(next) => {
        if (next !== null) onValueChange(next)
      }}
      disabled={disabled}
      modal={false}
    >
      <Base.Trigger
        className={classNames('input select', size === 'small' && 'input--sm', className)}
        aria-label={props['aria-label']}
      >
        <span className="select__value" data-placeholder={chosen ? undefined : ''}>
          {chosen ? (chosen.content ?? chosen.text) : placeholder}
        </span>
        <ChevronsUpDown className="i i--12" />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className="floating" sideOffset={4} alignItemWithTrigger={false}>
          <Base.Popup className="menu">
            <Base.List>
              {options.map((option) => (
                <Base.Item
                  key={option.value}
                  value={option.value}
                  label={option.text}
                  disabled={option.disabled}
                  className="menu__item"
                >
                  <Base.ItemText className="menu__text">{option.content ?? option.text}</Base.ItemText>
                  <span className="menu__end">
                    {option.note}
                    <Base.ItemIndicator>
                      <Check className="i i--12" />
                    </Base.ItemIndicator>
                  </span>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
