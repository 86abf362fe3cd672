import { useState } from 'react'
import { client } from '../../../lib/client.ts'
import { wordsOf } from '../../../lib/known-error.ts'
import { keysRegenerate } from '../../../strings/en/keys-regenerate.ts'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { EnvironmentMark } from '../../../ui/environment-mark.tsx'
import { useToast } from '../../../ui/toast.tsx'
import { DashboardLink } from '../dashboard-link.tsx'
import type { KeysDialogProps } from '../keys-dialogs.ts'
import type { KeyRow } from '../types.ts'
import { useReactivate } from './use-reactivate.ts'
import './revoke.css'

const words = keysRegenerate.revoke

/** Asks before keys are refused everywhere, and says what this does not do at their providers. */
export function RevokeDialog({ rows, onClose }: KeysDialogProps) {
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
    setIsBusy(true)
    const failed: { row: KeyRow; error: unknown }[] = []
    for (const row of about) {
      await client.keys.revoke({ id: row.key.id, removeSecret }).catch((error: unknown) => failed.push({ row, error }))
    }
    onClose()
    const revoked = about.filter((row) => !failed.some((one) => one.row === row))
    if (revoked.length > 0) {
      toast({
        title: words.done(revoked.length === about.length ? name : words.several(revoked.length)),
        text: words.doneText(providersOf(revoked)),
        ...(removeSecret
          ? {}
          : { action: { text: words.undo, run: () => revoked.forEach(({ key }) => void reactivate(key)) } }),
      })
    }
    for (const { row, error } of failed) {
      toast({ kind: 'error', title: words.failed(row.key.name), text: wordsOf(error) })
    }
  }

  return (
    <ConfirmDialog
      open
      danger
      busy={isBusy}
      onCancel={onClose}
      onConfirm={() => void revoke()}
      title={words.title(name)}
      aside={
        isOnePlace ? (
          <EnvironmentMark name={environment.name} colour={environment.colour} shape={environment.shape} />
        ) : undefined
      }
      environmentColour={isOnePlace ? environment.colour : undefined}
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

const providersOf = (rows: readonly KeyRow[]) => [...new Set(rows.map(({ provider }) => provider.name))].join(', ')

const linksOf = (rows: readonly KeyRow[]) => [
  ...new Set(rows.flatMap(({ provider }) => (provider.dashboardUrl ? [provider.dashboardUrl] : []))),
]
