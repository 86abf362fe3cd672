import { cloneElement, type ReactElement, type MouseEvent as ReactMouseEvent, useState } from 'react'
import { lazyPart } from '../lib/lazy-part.ts'
import type { MenuEntry } from './menu-entries.tsx'

export interface ContextMenuProps {
  entries: readonly MenuEntry[]
  /** The element that a right click, a long press or the menu key opens it on. */
  children: ReactElement<{ onContextMenu?: (event: ReactMouseEvent) => void }>
}

const Popup = lazyPart(async () => (await import('./context-menu-popup.tsx')).ContextMenuPopup)

/** The menu of the thing under the pointer. Each of its commands must be had elsewhere too. */
export function ContextMenu({ entries, children }: ContextMenuProps) {
  const [press, setPress] = useState<MouseEvent | null>(null)
  const onContextMenu = (event: ReactMouseEvent) => {
    children.props.onContextMenu?.(event)
    if (entries.length === 0) return
    event.preventDefault()
    event.stopPropagation()
    setPress(event.nativeEvent)
  }
  return (
    <>
      {cloneElement(children, { onContextMenu })}
      {press ? <Popup entries={entries} press={press} /> : null}
    </>
  )
}

/** Fetches what a menu is made of, so that the first one opens at once. */
ContextMenu.preload = Popup.preload
