import { useState } from 'react'
import type { IssuedLocalKey } from '../../../../contract/local-keys.ts'
import { client } from '../../../lib/client.ts'
import { localKeys } from '../../../strings/en/local-keys.ts'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { EnvironmentMark } from '../../../ui/environment-mark.tsx'
import { useToast } from '../../../ui/toast.tsx'
import { refusalWords } from '../refusal-words.ts'
import type { LocalKeyRow } from '../types.ts'

const words = localKeys.regenerate

interface RegenerateDialogProps {
  row: LocalKeyRow
  onIssued: (issued: IssuedLocalKey) => void
  onClose: () => void
}

/** Asks before a local key gets a new text, which shuts out whoever has the old one. */
export function RegenerateDialog({ row: { key, environment }, onIssued, onClose }: RegenerateDialogProps) {
  const [isBusy, setIsBusy] = useState(false)
  const toast = useToast()
  const regenerate = async () => {
    setIsBusy(true)
    try {
      onIssued(await client.gateway.localKeys.regenerate({ id: key.id }))
    } catch (error) {
      toast({ kind: 'error', title: words.failed(key.name), text: refusalWords(error) })
      onClose()
    }
  }
  return (
    <ConfirmDialog
      open
      cautious
      busy={isBusy}
      title={words.title(key.name)}
      aside={
        environment ? (
          <EnvironmentMark name={environment.name} colour={environment.colour} shape={environment.shape} tint />
        ) : undefined
      }
      environmentColour={environment?.colour}
      confirm={words.confirm}
      onCancel={onClose}
      onConfirm={() => void regenerate()}
    >
      <p>{words.text}</p>
      <p>{words.warning}</p>
    </ConfirmDialog>
  )
}
