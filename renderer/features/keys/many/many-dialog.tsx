import type { ReactNode } from 'react'
import { ui } from '../../../strings/en/ui.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import './many.css'

interface ManyDialogProps {
  formId: string
  title: string
  submit: string
  canSubmit?: boolean
  environmentColour?: string | undefined
  onSubmit: () => void
  onClose: () => void
  children: ReactNode
}

/** A short form about many keys. */
export function ManyDialog(props: ManyDialogProps) {
  const { formId, title, submit, canSubmit = true, environmentColour, onSubmit, onClose, children } = props
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      environmentColour={environmentColour}
      actions={
        <>
          <Button onClick={onClose}>{ui.cancel}</Button>
          <Button type="submit" form={formId} variant="primary" shortcut="enter" disabled={!canSubmit}>
            {submit}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="many-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (canSubmit) onSubmit()
        }}
      >
        {children}
      </form>
    </Dialog>
  )
}
