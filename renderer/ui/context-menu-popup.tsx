import { ContextMenu as Base } from '@base-ui/react/context-menu'
import { useLayoutEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import { MenuEntries, type MenuEntry } from './menu-entries.tsx'

interface ContextMenuPopupProps {
  entries: readonly MenuEntry[]
  /** What asked for it, and where. Another one opens it anew. */
  press: MouseEvent
}

/** The menu of a `ContextMenu` once it was asked for. Its own trigger is out of sight and is handed each press. */
export function ContextMenuPopup({ entries, press }: ContextMenuPopupProps) {
  const trigger = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    trigger.current?.dispatchEvent(new MouseEvent(press.type, press))
  }, [press])
  return (
    <Base.Root disabled={entries.length === 0}>
      {createPortal(<Base.Trigger ref={trigger} hidden />, document.body)}
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
