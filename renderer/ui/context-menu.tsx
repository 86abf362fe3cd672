import { ContextMenu as Base } from '@base-ui/react/context-menu'
import type { ReactElement } from 'react'
import { MenuEntries, type MenuEntry } from './menu-entries.tsx'

export interface ContextMenuProps {
  entries: readonly MenuEntry[]
  /** The element that a right click, a long press or the menu key opens it on. */
  children: ReactElement
}

/** The menu of the thing under the pointer. Each of its commands must be had elsewhere too. */
export function ContextMenu({ entries, children }: ContextMenuProps) {
  return (
    <Base.Root disabled={entries.length === 0}>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner className="floating">
          <Base.Popup className="menu">
            <MenuEntries entries={entries} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
