import type { VaultKey } from '../../../contract/keys.ts'
import type { Provider } from '../../../contract/providers.ts'
import { providers } from '../../strings/en/providers.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { KeyNames } from './key-names.tsx'

const words = providers.move

interface MoveDialogProps {
  provider: Provider
  /** The new address, as typed. */
  to: string
  /** The keys that would ask anew; null while nothing is asked. */
  keys: readonly VaultKey[] | null
  onCancel: () => void
  onConfirm: () => void
}

/** Says before a save which keys will ask for their secret anew, and why. */
export function MoveDialog({ provider, to, keys, onCancel, onConfirm }: MoveDialogProps) {
  return (
    <ConfirmDialog
      open={keys !== null}
      cautious
      title={words.title(provider.name)}
      confirm={words.confirm}
      onCancel={onCancel}
      onConfirm={onConfirm}
    >
      <dl className="kv">
        <dt>{words.from}</dt>
        <dd className="mono">{provider.baseUrl}</dd>
        <dt>{words.to}</dt>
        <dd className="mono">{to}</dd>
      </dl>
      <p>
        {words.text} {words.ask(keys?.length ?? 0)}
      </p>
      <KeyNames keys={keys ?? []} />
    </ConfirmDialog>
  )
}
