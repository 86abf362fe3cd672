import { Input } from '@base-ui/react/input'
import type { ComponentPropsWithRef, ReactNode } from 'react'
import { classNames } from '../lib/class-names.ts'

export interface TextInputProps
  extends Omit<ComponentPropsWithRef<'input'>, 'size' | 'className' | 'onChange' | 'value'> {
  value: string
  onValueChange: (value: string) => void
  size?: 'normal' | 'small'
  mono?: boolean
  /** Before the text. */
  icon?: ReactNode
  /** After the text: a key cap, a clear button. */
  end?: ReactNode
  className?: string | undefined
}

/** A line of text. Inside a `Field` it takes its label; alone it needs an `aria-label`. */
export function TextInput({ size, mono, icon, end, className, onValueChange, ref, ...rest }: TextInputProps) {
  return (
    <span className={classNames('input', size === 'small' && 'input--sm', mono && 'input--mono', className)}>
      {icon}
      <Input
        autoComplete="off"
        autoCorrect="off"
        autoCapitalize="off"
        spellCheck={false}
        {...rest}
        {...(ref ? { ref: ref } : {})}
        onValueChange={(value) => onValueChange(value)}
      />
      {end ? <span className="input__end">{end}</span> : null}
    </span>
  )
}
