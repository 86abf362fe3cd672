import type { ReactNode } from 'react'
import { lazyPart } from '../lib/lazy-part.ts'
import type { Combo } from '../lib/shortcuts.ts'
import type { DialogEnvironment } from './dialog-environment.tsx'
import { useOnceTrue } from './use-once-true.ts'

export interface ConfirmDialogProps {
  open: boolean
  onCancel: () => void
  onConfirm: () => void
  /** A question that names the thing: "Delete groq-fast?" */
  title: string
  /** The one that it acts in: its left edge, and its mark at the right of the title. */
  environment?: DialogEnvironment | undefined
  /** The verb on the button: "Delete", "Send". */
  confirm: string
  confirmShortcut?: Combo
  /** Rose, with the focus on Cancel; else brass, with the focus on it. */
  danger?: boolean
  /** Brass, with the focus on Cancel: for what a stray Enter must not set off. */
  cautious?: boolean
  busy?: boolean
  footNote?: ReactNode
  /** What will happen, and what it costs. */
  children?: ReactNode
}

const Window = lazyPart(async () => (await import('./confirm-dialog-window.tsx')).ConfirmDialogWindow)

/** Asks before something that can't be undone, or before a guarded environment is used. Only its buttons and Esc close it. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  return useOnceTrue(props.open) ? <Window {...props} /> : null
}

/** Fetches what the question is made of, so that the first one opens at once. */
ConfirmDialog.preload = Window.preload
