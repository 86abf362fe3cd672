import { RotateCcw } from 'lucide-react'
import { useState } from 'react'
import type { VaultKey } from '../../../contract/keys.ts'
import type { Provider } from '../../../contract/providers.ts'
import { client, orpc, queryClient } from '../../lib/client.ts'
import { knownError, wordsOf } from '../../lib/known-error.ts'
import { providerForm } from '../../strings/en/provider-form.ts'
import { providers } from '../../strings/en/providers.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { useToast } from '../../ui/toast.tsx'
import { keysInUse, rebindingOf } from './binding.ts'
import { toDraft } from './draft.ts'
import { KeyNames } from './key-names.tsx'
import { shippedChanges } from './shipped-changes.ts'

const words = providers.reset

interface ResetButtonProps {
  provider: Provider
  keys: readonly VaultKey[]
  /** What was typed and not saved goes too. */
  onReset: () => void
}

/** Sets a preset back, after saying what that changes. */
export function ResetButton({ provider, keys, onReset }: ResetButtonProps) {
  const [shipped, setShipped] = useState<Provider | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const toast = useToast()
  const asking = keysInUse(keys)
  const changes = shipped ? shippedChanges(provider, shipped) : []
  const why = shipped ? rebindingOf(toDraft(shipped), provider) : null

  const attempt = async (act: () => Promise<void>) => {
    setIsBusy(true)
    try {
      await act()
    } catch (error) {
      const isTaken = knownError(error)?.reason === 'provider_name_taken'
      const text = isTaken ? providerForm.nameTaken : wordsOf(error)
      toast({ kind: 'error', title: words.failed(provider.name), text })
    } finally {
      setIsBusy(false)
    }
  }
  const ask = () => attempt(async () => setShipped(await client.providers.shipped({ id: provider.id })))
  const reset = () =>
    attempt(async () => {
      const next = await client.providers.reset({ id: provider.id })
      queryClient.setQueryData(orpc.providers.list.queryKey(), (list) =>
        list?.map((one) => (one.id === next.id ? next : one)),
      )
      setShipped(null)
      onReset()
      toast({ title: words.done(next.name) })
    })

  return (
    <>
      <Button
        size="small"
        icon={<RotateCcw className="i i--14" />}
        disabled={!provider.isEdited}
        busy={isBusy && shipped === null}
        onClick={() => void ask()}
      >
        {words.button}
      </Button>
      <ConfirmDialog
        open={shipped !== null}
        danger
        title={words.title(provider.name)}
        confirm={words.confirm}
        busy={isBusy}
        onCancel={() => setShipped(null)}
        onConfirm={() => void reset()}
      >
        <p>{words.text}</p>
        <dl className="kv reset-changes">
          {changes.map(({ field, now, shipped: next }) => (
            <div key={field} className="contents">
              <dt>{providers.form.names[field]}</dt>
              <dd>{words.was(now, next)}</dd>
            </div>
          ))}
        </dl>
        {why !== null && asking.length > 0 ? (
          <>
            <p>
              {providers.move.texts[why]} {providers.move.ask(asking.length)}
            </p>
            <KeyNames keys={asking} />
          </>
        ) : null}
      </ConfirmDialog>
    </>
  )
}
