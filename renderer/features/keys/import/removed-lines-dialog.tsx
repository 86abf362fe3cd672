import { imports as words } from '../../../strings/en/imports.ts'
import { ui } from '../../../strings/en/ui.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import type { KeysDialogProps } from '../keys-dialogs.ts'
import { RemovedLines } from './removed-lines.tsx'
import './import.css'

/** Every line of every file that waits for the person's word. Mounted while it is open. */
export function RemovedLinesDialog({ onClose }: Pick<KeysDialogProps, 'onClose'>) {
  return (
    <Dialog
      open
      onClose={onClose}
      size="wide"
      title={words.removed.title}
      actions={<Button onClick={onClose}>{ui.close}</Button>}
    >
      <RemovedLines />
    </Dialog>
  )
}
