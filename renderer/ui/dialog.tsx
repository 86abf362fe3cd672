import type { ReactNode, RefObject } from 'react'
import { lazyPart } from '../lib/lazy-part.ts'
import type { DialogEnvironment } from './dialog-environment.tsx'
import { useOnceTrue } from './use-once-true.ts'

export interface DialogProps {
  open: boolean
  onClose: () => void
  /** Says what happens. */
  title: string
  /** The one that it acts in: its left edge, and its mark at the right of the title. */
  environment?: DialogEnvironment | undefined
  /** The edge alone, where a field says which environment it is. */
  environmentColour?: string | undefined
  /** Buttons, the primary one last. */
  actions?: ReactNode
  /** At the left of the foot. */
  footNote?: ReactNode
  /** `full` for a table: as wide as the window allows. */
  size?: 'wide' | 'full'
  /** False where closing by a click outside or Esc would lose something that can't be had again. */
  dismissible?: boolean
  /** What has the focus at first; else the first thing that can. */
  initialFocus?: RefObject<HTMLElement | null>
  children?: ReactNode
}

const Window = lazyPart(async () => (await import('./dialog-window.tsx')).DialogWindow)

/** A modal dialog. Esc cancels; the focus goes back to where it came from. */
export function Dialog(props: DialogProps) {
  return useOnceTrue(props.open) ? <Window {...props} /> : null
}

/** Fetches what a dialog is made of, so that the first one opens at once. */
Dialog.preload = Window.preload
