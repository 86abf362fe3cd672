import { cloneElement, type FocusEvent, type PointerEvent, type ReactElement } from 'react'
import { lazyPart } from '../lib/lazy-part.ts'
import type { Combo } from '../lib/shortcuts.ts'
import { useHover } from './use-hover.ts'

interface TriggerProps {
  onPointerEnter?: ((event: PointerEvent<HTMLButtonElement>) => void) | undefined
  onPointerLeave?: ((event: PointerEvent<HTMLButtonElement>) => void) | undefined
  onPointerDown?: ((event: PointerEvent<HTMLButtonElement>) => void) | undefined
  onFocus?: ((event: FocusEvent<HTMLButtonElement>) => void) | undefined
  onBlur?: ((event: FocusEvent<HTMLButtonElement>) => void) | undefined
}

export interface TooltipProps {
  text: string
  shortcut?: Combo | undefined
  side?: 'top' | 'bottom' | 'left' | 'right'
  /** The element it speaks of. It must pass its props on to a DOM element. */
  children: ReactElement<TriggerProps>
}

const Popup = lazyPart(async () => (await import('./tooltip-popup.tsx')).TooltipPopup)

/** A word on hover and focus. Never the only place where something is said. */
export function Tooltip({ children, ...words }: TooltipProps) {
  const { anchor, isOpen, enter, leave, show, hide, hold } = useHover()
  const own = children.props
  return (
    <>
      {cloneElement(children, {
        onPointerEnter: (event) => {
          own.onPointerEnter?.(event)
          if (event.pointerType === 'mouse') enter(event.currentTarget)
        },
        onPointerLeave: (event) => {
          own.onPointerLeave?.(event)
          leave()
        },
        onPointerDown: (event) => {
          own.onPointerDown?.(event)
          hide()
        },
        onFocus: (event) => {
          own.onFocus?.(event)
          if (event.currentTarget.matches(':focus-visible')) show(event.currentTarget)
        },
        onBlur: (event) => {
          own.onBlur?.(event)
          hide()
        },
      })}
      {anchor ? (
        <Popup {...words} anchor={anchor} isOpen={isOpen} onHold={hold} onLeave={leave} onClose={hide} />
      ) : null}
    </>
  )
}

/** Fetches what a tooltip is made of, so that the first one comes in time. */
Tooltip.preload = Popup.preload
