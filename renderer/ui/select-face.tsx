import { ChevronsUpDown } from 'lucide-react'
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

/** The classes of the button of a select. */
export function selectClass({ size, className }: Pick<SelectProps<string>, 'size' | 'className'>): string {
  return classNames('input select', size === 'small' && 'input--sm', className)
}

/** What the button of a select shows. */
export function SelectFace<Value extends string>({ value, options, placeholder }: SelectProps<Value>) {
  const chosen = options.find((option) => option.value === value)
  return (
    <>
      <span className="select__value" data-placeholder={chosen ? undefined : ''}>
        {chosen ? (chosen.content ?? chosen.text) : placeholder}
      </span>
      <ChevronsUpDown className="i i--12" />
    </>
  )
}
