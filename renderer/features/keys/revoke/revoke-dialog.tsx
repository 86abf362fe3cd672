import { useState } from 'react'
import { client } from '../../../lib/client.ts'
import { wordsOf } from '../../../lib/known-error.ts'
import { keysRegenerate } from '../../../strings/en/keys-regenerate.ts'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { useToast } from '../../../ui/toast.tsx'
import { DashboardLink } from '../dashboard-link.tsx'
import type { JobDialogProps } from '../keys-dialogs.ts'
import { providersOf, revokeJob } from '../many/jobs.ts'
import type { KeyRow } from '../types.ts'
import { useReactivate } from './use-reactivate.ts'
import './revoke.css'

const words = keysRegenerate.revoke

/** Asks before keys are refused everywhere, and says what this does not do at their providers. */
export function RevokeDialog({ rows, run, onClose }: JobDialogProps) {
  // As they were when it opened: once they are revoked, the list says so before the dialog is gone.
  const [about] = useState(() => rows.filter(({ key }) => key.status === 'active'))
  const [removeSecret, setRemoveSecret] = useState(false)
  const [isBusy, setIsBusy] = useState(false)
  const toast = useToast()
  const reactivate = useReactivate()
  const [first] = about
  if (!first) return null
  const name = about.length === 1 ? first.key.name : words.several(about.length)
  const isOnePlace = about.every((row) => row.environment.id === first.environment.id)
  const { environment } = first

  const revoke = async () => {
    if (about.length > 1) {
      onClose()
      return run(revokeJob(about, removeSecret, run))
    }
    setIsBusy(true)
    try {
      await client.keys.revoke({ id: first.key.id, removeSecret })
      toast({
        title: words.done(name),
        text: words.doneText(first.provider.name),
        ...(removeSecret ? {} : { action: { text: words.undo, run: () => void reactivate(first.key) } }),
      })
    } catch (error) {
      toast({ kind: 'error', title: words.failed(name), text: wordsOf(error) })
    }
    onClose()
  }

  return (
    <ConfirmDialog
      open
      danger
      busy={isBusy}
      onCancel={onClose}
      onConfirm={() => void revoke()}
      title={words.title(name)}
      environment={isOnePlace ? environment : undefined}
      confirm={words.confirm}
    >
      <span className="revoke-text">
        <span>{words.text}</span>
        {about.some(({ key }) => key.hasSecret) ? (
          <span>
            <Checkbox checked={removeSecret} onCheckedChange={setRemoveSecret} label={words.remove} />
            {removeSecret ? <span className="hint">{words.removeHint}</span> : null}
          </span>
        ) : null}
        {about.some(({ provider }) => provider.needsKey) ? <span>{words.provider(providersOf(about))}</span> : null}
        {linksOf(about).map((url) => (
          <span key={url}>
            <DashboardLink url={url}>{words.link(new URL(url).host)}</DashboardLink>
          </span>
        ))}
      </span>
    </ConfirmDialog>
  )
}

const linksOf = (rows: readonly KeyRow[]) => [
  ...new Set(rows.flatMap(({ provider }) => (provider.dashboardUrl ? [provider.dashboardUrl] : []))),
]
