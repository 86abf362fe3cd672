import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { classNames } from '../lib/class-names.ts'
import { ui } from '../strings/en/ui.ts'
import type { DialogProps } from './dialog.tsx'
import { DialogEnvironmentMark } from './dialog-environment.tsx'
import { useFocusKept } from './use-focus-kept.ts'

/** What a `Dialog` is once it was opened. */
export function DialogWindow(props: DialogProps) {
  const { open, onClose, title, environment, actions, footNote, size, initialFocus, children } = props
  const { dismissible = true, environmentColour = environment?.colour } = props
  useFocusKept(open)
  return (
    <Base.Root
      open={open}
      // A click that missed would throw away what was typed; Esc and the cross are there for leaving.
      disablePointerDismissal
      onOpenChange={(next, details) => {
        if (next) return
        if (!dismissible && details.reason === 'escape-key') return details.cancel()
        onClose()
      }}
    >
      <Base.Portal>
        <Base.Backdrop className="scrim" />
        <Base.Viewport className="dialog-view">
          <Base.Popup
            className={classNames('dialog', size && `dialog--${size}`, environmentColour && 'dialog--env')}
            data-env={environmentColour}
            initialFocus={initialFocus}
          >
            <div className="dialog__head">
              <Base.Title>{title}</Base.Title>
              <DialogEnvironmentMark environment={environment} />
            </div>
            <div className="dialog__body">{children}</div>
            {actions || footNote ? (
              <div className="dialog__foot">
                {footNote ? <span className="hint">{footNote}</span> : null}
                <span className="dialog__actions">{actions}</span>
              </div>
            ) : null}
            {dismissible ? (
              <Base.Close className="btn btn--ghost btn--icon btn--sm dialog__close" aria-label={ui.close}>
                <X className="i" />
              </Base.Close>
            ) : null}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  )
}
