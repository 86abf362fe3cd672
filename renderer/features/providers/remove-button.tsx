import { Link } from '@tanstack/react-router'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { VaultKey } from '../../../contract/keys.ts'
import type { Provider } from '../../../contract/providers.ts'
import { client, orpc, queryClient } from '../../lib/client.ts'
import { knownError, wordsOf } from '../../lib/known-error.ts'
import { providers } from '../../strings/en/providers.ts'
import { ui } from '../../strings/en/ui.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useToast } from '../../ui/toast.tsx'
import { KeyNames } from './key-names.tsx'

const words = providers.remove

interface RemoveButtonProps {
  provider: Provider
  keys: readonly VaultKey[]
  /** Leaves its form, without a question about what was typed there. */
  onGone: () => void
}

/** Removes a provider that a person added; where keys are in the way, says which. */
export function RemoveButton({ provider, keys, onGone }: RemoveButtonProps) {
  const [isAsking, setIsAsking] = useState(false)
  const [isBusy, setIsBusy] = useState(false)
  const toast = useToast()
  const close = () => setIsAsking(false)

  const remove = async () => {
    setIsBusy(true)
    try {
      await client.providers.remove({ id: provider.id })
      onGone()
      queryClient.setQueryData(orpc.providers.list.queryKey(), (list) => list?.filter((one) => one.id !== provider.id))
      toast({ title: words.done(provider.name) })
    } catch (error) {
      close()
      // The list shows no deleted key, and one that can still be restored needs its provider.
      const text = knownError(error)?.reason === 'provider_has_keys' ? words.deleted : wordsOf(error)
      toast({ kind: 'error', title: words.failed(provider.name), text })
    } finally {
      setIsBusy(false)
    }
  }

  return (
    <>
      <Button size="small" variant="danger" icon={<Trash2 className="i i--14" />} onClick={() => setIsAsking(true)}>
        {words.button}
      </Button>
      <ConfirmDialog
        open={isAsking && keys.length === 0}
        danger
        title={words.title(provider.name)}
        confirm={words.confirm}
        busy={isBusy}
        onCancel={close}
        onConfirm={() => void remove()}
      >
        <p>{words.text}</p>
      </ConfirmDialog>
      <Dialog
        open={isAsking && keys.length > 0}
        onClose={close}
        title={words.blocked(provider.name)}
        actions={
          <>
            <Link to="/keys" className="btn">
              {words.show}
            </Link>
            <Button onClick={close}>{ui.close}</Button>
          </>
        }
      >
        <p>{words.blockedText}</p>
        <KeyNames keys={keys} />
      </Dialog>
    </>
  )
}
