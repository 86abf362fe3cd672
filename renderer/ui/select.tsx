import { type KeyboardEvent, useRef, useState } from 'react'
import { lazyPart } from '../lib/lazy-part.ts'
import type { SelectStart } from './select-box.tsx'
import { SelectFace, type SelectProps, selectClass } from './select-face.tsx'

const Box = lazyPart<SelectProps<string> & { start?: SelectStart }>(
  async () => (await import('./select-box.tsx')).SelectBox,
)

/** Nothing to control yet: the list is made when it opens. */
const closed = { role: 'combobox', 'aria-haspopup': 'listbox', 'aria-expanded': false } as const

/** A choice of one among few, outside a `Field`: a button of its looks, until it is used. */
export function Select<Value extends string>(props: SelectProps<Value> & { 'aria-label': string }) {
  const button = useRef<HTMLButtonElement>(null)
  const [start, setStart] = useState<SelectStart | null>(null)
  if (start) {
    const { onValueChange } = props
    return <Box {...props} onValueChange={(value) => onValueChange(value as Value)} start={start} />
  }
  const begin = async (how: SelectStart) => {
    await Box.preload()
    // Who went on meanwhile is not called back.
    if (how === 'open' || document.activeElement === button.current) setStart(how)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    void begin('open')
  }
  return (
    <button
      ref={button}
      type="button"
      {...closed}
      aria-label={props['aria-label']}
      className={selectClass(props)}
      disabled={props.disabled}
      data-disabled={props.disabled ? '' : undefined}
      onClick={() => void begin('open')}
      onFocus={(event) => {
        if (event.currentTarget.matches(':focus-visible')) void begin('focused')
      }}
      onKeyDown={onKeyDown}
    >
      <SelectFace {...props} />
    </button>
  )
}

/** Fetches what it is made of, so that the first one opens at once. */
Select.preload = Box.preload
