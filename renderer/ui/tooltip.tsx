import { Tooltip as Base } from '@base-ui/react/tooltip'
import type { ReactElement } from 'react'
import type { Combo } from '../lib/shortcuts.ts'
import { Kbd } from './kbd.tsx'

export interface TooltipProps {
  text: string
  shortcut?: Combo | undefined
  side?: 'top' | 'bottom' | 'left' | 'right'
  /** The element it speaks of. It must pass its props on to a DOM element. */
  children: ReactElement
}

/** A word on hover and focus. Never the only place where something is said. */
export function Tooltip({ text, shortcut, side = 'top', children }: TooltipProps) {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner className="floating" side={side} sideOffset={6}>
          <Base.Popup className="tip">
            {text}
            {shortcut ? <Kbd combo={shortcut} /> : null}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
