import { useState } from 'react'
import { client } from '../../../lib/client.ts'
import { keysRegenerate } from '../../../strings/en/keys-regenerate.ts'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { EnvironmentMark } from '../../../ui/environment-mark.tsx'
import { useToast } from '../../../ui/toast.tsx'
import { DashboardLink } from '../dashboard-link.tsx'
import { wordsOf } from '../known-error.ts'
import type { KeyRow } from '../types.ts'
import { useReactivate } from './use-reactivate.ts'

const words = keysRegenerate.revoke

/** Asks before a key is refused everywhere, and says what this does not do at the provider. Mounted while it is open. */
export function RevokeDialog({ row, onClose }: { row: KeyRow; onClose: () => void }) {
  const { key, provider, environment } = row
  const [removeSecret, setRemoveSecret] = useState(false)
  const [isBusy, setIsBusy] = useState(false)
  const toast = useToast()
  const reactivate = useReactivate()

  const revoke = async () => {
    setIsBusy(true)
    try {
      await client.keys.revoke({ id: key.id, removeSecret })
      onClose()
      toast({
        title: words.done(key.name),
        text: words.doneText(provider.name),
        ...(removeSecret ? {} : { action: { text: words.undo, run: () => void reactivate(key) } }),
      })
    } catch (error) {
      setIsBusy(false)
      toast({ kind: 'error', title: words.failed(key.name), text: wordsOf(error) })
    }
  }

  return (
    <ConfirmDialog
      open
      danger
      busy={isBusy}
      onCancel={onClose}
      onConfirm={() => void revoke()}
      title={words.title(key.name)}
      aside={<EnvironmentMark name={environment.name} colour={environment.colour} shape={environment.shape} />}
      environmentColour={environment.colour}
      confirm={words.confirm}
    >
      <p>{words.text}</p>
      <p>{words.record}</p>
      {key.hasSecret ? (
        <div>
          <Checkbox checked={removeSecret} onCheckedChange={setRemoveSecret} label={words.remove} />
          {removeSecret ? <p className="hint">{words.removeHint}</p> : null}
        </div>
      ) : null}
      {provider.needsKey ? <p>{words.provider(provider.name)}</p> : null}
      {provider.dashboardUrl ? (
        <p>
          <DashboardLink url={provider.dashboardUrl}>{words.link(new URL(provider.dashboardUrl).host)}</DashboardLink>
        </p>
      ) : null}
    </ConfirmDialog>
  )
}
