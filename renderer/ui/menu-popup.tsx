import { Menu as Base } from '@base-ui/react/menu'
import { useLayoutEffect, useRef, useState } from 'react'
import type { MenuProps, MenuStart } from './menu.tsx'
import { MenuEntries } from './menu-entries.tsx'

interface MenuPopupProps extends MenuProps {
  start: MenuStart
}

/** What a `Menu` is once its button was used: the same button, and the menu, open. */
export function MenuPopup({ trigger, entries, align = 'end', start }: MenuPopupProps) {
  const button = useRef<HTMLButtonElement>(null)
  const [isOpen, setIsOpen] = useState(start === 'pointer')
  useLayoutEffect(() => {
    // The button that was pressed gave way to this one, which takes over its focus before the menu does.
    button.current?.focus({ preventScroll: true })
    if (start === 'Enter') button.current?.click()
    else if (start !== 'pointer')
      button.current?.dispatchEvent(new KeyboardEvent('keydown', { key: start, bubbles: true, cancelable: true }))
  }, [start])
  return (
    <Base.Root open={isOpen} onOpenChange={setIsOpen} modal={false}>
      <Base.Trigger ref={button} render={trigger} />
      <Base.Portal>
        <Base.Positioner className="floating" sideOffset={4} align={align}>
          <Base.Popup className="menu">
            <MenuEntries entries={entries} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
