import { cloneElement, type KeyboardEvent, type MouseEvent, type ReactElement, useState } from 'react'
import { lazyPart } from '../lib/lazy-part.ts'
import type { ButtonProps } from './button.tsx'
import type { MenuEntry } from './menu-entries.tsx'

export interface MenuProps {
  /** The button that opens it: a `Button` or an `IconButton`. */
  trigger: ReactElement<Pick<ButtonProps, 'onClick' | 'onKeyDown' | 'aria-haspopup' | 'aria-expanded'>>
  entries: readonly MenuEntry[]
  align?: 'start' | 'end'
}

/** What opened it first: by a key, its first or last line has the focus. */
export type MenuStart = 'pointer' | 'Enter' | 'ArrowDown' | 'ArrowUp'

const Popup = lazyPart(async () => (await import('./menu-popup.tsx')).MenuPopup)

/** A button with a menu of commands. */
export function Menu({ trigger, entries, align = 'end' }: MenuProps) {
  const [start, setStart] = useState<MenuStart | null>(null)
  if (start) return <Popup trigger={trigger} entries={entries} align={align} start={start} />
  const open = (how: MenuStart) => void Popup.preload().then(() => setStart(how))
  return cloneElement(trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onClick: (event: MouseEvent) => open(event.detail === 0 ? 'Enter' : 'pointer'),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
      event.preventDefault()
      open(event.key)
    },
  })
}

/** Fetches what a menu is made of, so that the first one opens at once. */
Menu.preload = Popup.preload
