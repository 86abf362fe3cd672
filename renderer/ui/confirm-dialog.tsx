import { AlertDialog as Base } from '@base-ui/react/alert-dialog'
import { type ReactNode, useRef } from 'react'
import { classNames } from '../lib/class-names.ts'
import type { Combo } from '../lib/shortcuts.ts'
import { ui } from '../strings/en/ui.ts'
import { Button } from './button.tsx'

export interface ConfirmDialogProps {
  open: boolean
  onCancel: () => void
  onConfirm: () => void
  /** A question that names the thing: "Delete groq-fast?" */
  title: string
  aside?: ReactNode
  environmentColour?: string | undefined
  /** The verb on the button: "Delete", "Send". */
  confirm: string
  confirmShortcut?: Combo
  /** Rose, with the focus on Cancel; else brass, with the focus on it. */
  danger?: boolean
  busy?: boolean
  footNote?: ReactNode
  /** What will happen, and what it costs. */
  children?: ReactNode
}

/** Asks before something that can't be undone, or before a guarded environment is used. Only its buttons and Esc close it. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onCancel, onConfirm, title, aside, environmentColour, confirm, danger, busy, footNote, children } =
    props
  const cancelButton = useRef<HTMLButtonElement>(null)
  const confirmButton = useRef<HTMLButtonElement>(null)
  return (
    <Base.Root
      open={open}
      onOpenChange={(next) => {
        if (!next) onCancel()
      }}
    >
      <Base.Portal>
        <Base.Backdrop className="scrim" />
        <Base.Viewport className="dialog-view">
          <Base.Popup
            className={classNames('dialog', environmentColour && 'dialog--env')}
            data-env={environmentColour}
            initialFocus={danger ? cancelButton : confirmButton}
          >
            <div className="dialog__head">
              <Base.Title>{title}</Base.Title>
              {aside ? <span className="dialog__aside">{aside}</span> : null}
            </div>
            <Base.Description render={<div className="dialog__body" />}>{children}</Base.Description>
            <div className="dialog__foot">
              {footNote ? <span className="hint">{footNote}</span> : null}
              <span className="dialog__actions">
                <Button ref={cancelButton} onClick={onCancel}>
                  {ui.cancel}
                </Button>
                <Button
                  ref={confirmButton}
                  variant={danger ? 'confirm-danger' : 'primary'}
                  busy={busy ?? false}
                  {...(props.confirmShortcut ? { shortcut: props.confirmShortcut } : {})}
                  onClick={onConfirm}
                >
                  {confirm}
                </Button>
              </span>
            </div>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  )
}
