import { useState } from 'react'
import { client } from '../../../lib/client.ts'
import { formatMoment } from '../../../lib/format.ts'
import { localKeys } from '../../../strings/en/local-keys.ts'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { EnvironmentMark } from '../../../ui/environment-mark.tsx'
import { useToast } from '../../../ui/toast.tsx'
import { refusalWords } from '../refusal-words.ts'
import type { LocalKeyRow } from '../types.ts'

const words = localKeys.revoke

/** Asks before a local key is refused for ever. */
export function RevokeDialog({ row, onClose }: { row: LocalKeyRow; onClose: () => void }) {
  // As it was when it opened: once it is revoked, the list says so before the dialog is gone.
  const [{ key, environment }] = useState(row)
  const [isBusy, setIsBusy] = useState(false)
  const toast = useToast()
  const revoke = async () => {
    setIsBusy(true)
    try {
      await client.gateway.localKeys.revoke({ id: key.id })
      toast({ title: words.done(key.name) })
    } catch (error) {
      toast({ kind: 'error', title: words.failed(key.name), text: refusalWords(error) })
    }
    onClose()
  }
  return (
    <ConfirmDialog
      open
      danger
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
      onConfirm={() => void revoke()}
    >
      <p>{words.text}</p>
      {key.lastUsedAt !== null && key.lastClient !== null ? (
        <p>{words.used(key.lastClient, formatMoment(key.lastUsedAt))}</p>
      ) : null}
    </ConfirmDialog>
  )
}
