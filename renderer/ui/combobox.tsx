import { Autocomplete as Base } from '@base-ui/react/autocomplete'
import { ChevronsUpDown } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { classNames } from '../lib/class-names.ts'
import { ui } from '../strings/en/ui.ts'

/** One suggestion. What is typed is matched against `value` and `note`. */
export interface ComboboxOption {
  value: string
  note?: string
  disabled?: boolean
}

export interface ComboboxProps {
  /** The text in the field: a suggestion or anything typed. */
  value: string
  /** Every keystroke and every choice. */
  onValueChange: (value: string) => void
  /** When the person is done: a suggestion chosen, Enter, or the field left. */
  onCommit?: (value: string) => void
  options: readonly ComboboxOption[]
  placeholder?: string
  /** Below the list: where it comes from, why it could not be fetched. */
  foot?: ReactNode
  /** Needed outside a `Field`. */
  'aria-label'?: string
  disabled?: boolean
  mono?: boolean
  size?: 'normal' | 'small'
  className?: string | undefined
}

const shownAtMost = 200

/** A text field with suggestions. Anything typed is allowed: the list only helps. */
export function Combobox(props: ComboboxProps) {
  const { value, onValueChange, onCommit, options, placeholder, foot, disabled, mono, size, className } = props
  const [isTyping, setIsTyping] = useState(false)
  const typedIsNew = value.trim() !== '' && !options.some((option) => option.value === value)
  return (
    <Base.Root
      items={options}
      value={value}
      itemToStringValue={(option) => option.value}
      onValueChange={(next, details) => {
        setIsTyping(details.reason === 'input-change')
        onValueChange(next)
        if (details.reason === 'item-press') onCommit?.(next)
      }}
      onOpenChange={(open) => {
        if (!open) setIsTyping(false)
      }}
      filter={(option, query) => !isTyping || contains(option, query)}
      limit={shownAtMost}
      openOnInputClick
      disabled={disabled}
    >
      <Base.InputGroup
        className={classNames('input', size === 'small' && 'input--sm', mono && 'input--mono', className)}
      >
        <Base.Input
          aria-label={props['aria-label']}
          placeholder={placeholder}
          spellCheck={false}
          autoCapitalize="off"
          onBlur={() => onCommit?.(value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.nativeEvent.isComposing) onCommit?.(value)
          }}
        />
        <span className="input__end">
          <Base.Trigger className="input__button" aria-label={ui.open} tabIndex={-1}>
            <ChevronsUpDown className="i i--12" />
          </Base.Trigger>
        </span>
      </Base.InputGroup>
      <Base.Portal>
        <Base.Positioner className="floating" sideOffset={4}>
          <Base.Popup className="menu menu--list">
            <Base.Empty className="menu__note">{typedIsNew ? ui.asTyped(value.trim()) : ui.noChoices}</Base.Empty>
            <Base.List className="menu__list">
              {(option: ComboboxOption) => (
                <Base.Item
                  key={option.value}
                  value={option}
                  disabled={option.disabled}
                  className={classNames('menu__item', mono && 'mono')}
                >
                  <span className="menu__text">{option.value}</span>
                  {option.note ? <span className="menu__end">{option.note}</span> : null}
                </Base.Item>
              )}
            </Base.List>
            {foot ? <div className="menu__note menu__foot">{foot}</div> : null}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

function contains(option: ComboboxOption, query: string): boolean {
  const text = `${option.value} ${option.note ?? ''}`.toLowerCase()
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
