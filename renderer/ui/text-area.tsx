import { Field } from '@base-ui/react/field'
import { type ComponentPropsWithRef, useLayoutEffect, useRef } from 'react'
import { classNames } from '../lib/class-names.ts'

export interface TextAreaProps
  extends Omit<ComponentPropsWithRef<'textarea'>, 'className' | 'onChange' | 'value' | 'ref'> {
  value: string
  onValueChange: (value: string) => void
  /** Grows with its text up to this many lines, then scrolls. */
  maxLines?: number
  mono?: boolean
  /** Without its own border, where a composer draws one. */
  bare?: boolean
  className?: string | undefined
  ref?: React.RefObject<HTMLTextAreaElement | null>
}

const lineHeight = 18
const padding = 12

/** Several lines of text that grow with what is typed. */
export function TextArea({
  value,
  onValueChange,
  maxLines = 12,
  mono,
  bare,
  className,
  ref,
  rows = 1,
  ...rest
}: TextAreaProps) {
  const own = useRef<HTMLTextAreaElement | null>(null)
  const area = ref ?? own
  useLayoutEffect(() => {
    const element = area.current
    if (!element || CSS.supports('field-sizing', 'content')) return
    element.style.height = 'auto'
    if (value !== '') element.style.height = `${element.scrollHeight + 2}px`
  }, [area, value])
  return (
    <Field.Control
      value={value}
      onValueChange={(next) => onValueChange(next)}
      render={
        <textarea
          {...rest}
          ref={area}
          rows={rows}
          className={classNames(!bare && 'input', 'input--area', mono && 'input--mono', className)}
          style={{ maxHeight: maxLines * lineHeight + padding, overflowY: 'auto' }}
        />
      }
    />
  )
}
