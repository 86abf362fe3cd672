import { Select as Base } from '@base-ui/react/select'
import { Check } from 'lucide-react'
import { useLayoutEffect, useRef, useState } from 'react'
import { SelectFace, type SelectProps, selectClass } from './select-face.tsx'

/** How it comes in the place of a `Select` that was used: with its focus, or open too. */
export type SelectStart = 'focused' | 'open'

interface SelectBoxProps<Value extends string> extends SelectProps<Value> {
  start?: SelectStart
}

/** A choice of one among few, whole from the first draw on: inside a `Field`, which names it. */
export function SelectBox<Value extends string>(props: SelectBoxProps<Value>) {
  const { value, onValueChange, options, disabled, start } = props
  const button = useRef<HTMLButtonElement>(null)
  const [isOpen, setIsOpen] = useState(start === 'open')
  useLayoutEffect(() => {
    if (start) button.current?.focus({ preventScroll: true })
  }, [start])
  return (
    <Base.Root<Value>
      value={value}
      onValueChange={(next) => {
        if (next !== null) onValueChange(next)
      }}
      open={isOpen}
      onOpenChange={setIsOpen}
      disabled={disabled}
      modal={false}
    >
      <Base.Trigger ref={button} className={selectClass(props)} aria-label={props['aria-label']}>
        <SelectFace {...props} />
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
