import { Tooltip as Base } from '@base-ui/react/tooltip'
import { Kbd } from './kbd.tsx'
import type { TooltipProps } from './tooltip.tsx'

interface TooltipPopupProps extends Omit<TooltipProps, 'children'> {
  /** The element it speaks of. */
  anchor: Element | null
  isOpen: boolean
  /** The pointer went onto the words, or Esc and the like closed them. */
  onHold: () => void
  onLeave: () => void
  onClose: () => void
}

/** The words of a `Tooltip` once they were asked for. */
export function TooltipPopup(props: TooltipPopupProps) {
  const { anchor, isOpen, text, shortcut, side = 'top', onHold, onLeave, onClose } = props
  return (
    <Base.Root
      open={isOpen}
      onOpenChange={(next) => {
        if (!next) onClose()
      }}
    >
      <Base.Portal>
        <Base.Positioner className="floating" anchor={anchor} side={side} sideOffset={6}>
          <Base.Popup className="tip" onPointerEnter={onHold} onPointerLeave={onLeave}>
            {text}
            {shortcut ? <Kbd combo={shortcut} /> : null}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
