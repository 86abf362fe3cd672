import { AlertDialog as Base } from '@base-ui/react/alert-dialog'
import { useRef } from 'react'
import { classNames } from '../lib/class-names.ts'
import { ui } from '../strings/en/ui.ts'
import { Button } from './button.tsx'
import type { ConfirmDialogProps } from './confirm-dialog.tsx'
import { DialogEnvironmentMark } from './dialog-environment.tsx'
import { useFocusKept } from './use-focus-kept.ts'

/** What a `ConfirmDialog` is once it was opened. */
export function ConfirmDialogWindow(props: ConfirmDialogProps) {
  const { open, onCancel, onConfirm, title, environment, confirm, danger, cautious, busy, footNote, children } = props
  useFocusKept(open)
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
            className={classNames('dialog', environment && 'dialog--env')}
            data-env={environment?.colour}
            initialFocus={danger || cautious ? cancelButton : confirmButton}
          >
            <div className="dialog__head">
              <Base.Title>{title}</Base.Title>
              <DialogEnvironmentMark environment={environment} />
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
