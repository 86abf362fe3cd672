import { formatCount, formatMoney } from '../../../lib/format.ts'
import { playground } from '../../../strings/en/playground.ts'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { EnvironmentMark } from '../../../ui/environment-mark.tsx'
import type { Environment, VaultKey } from '../types.ts'

const words = playground.guard

export interface GuardDialogProps {
  environment: Environment
  vaultKey: VaultKey
  model: string
  /** Of everything that will be sent. */
  characters: number
  onCancel: () => void
  onConfirm: () => void
}

/** Asks once a session before the first call in a guarded environment. */
export function GuardDialog({ environment, vaultKey, model, characters, onCancel, onConfirm }: GuardDialogProps) {
  return (
    <ConfirmDialog
      open
      title={words.title(environment.name)}
      aside={<EnvironmentMark name={environment.name} colour={environment.colour} shape={environment.shape} tint />}
      environmentColour={environment.colour}
      confirm={words.send}
      confirmShortcut="enter"
      onCancel={onCancel}
      onConfirm={onConfirm}
    >
      <p>{words.text(vaultKey.name)}</p>
      <dl className="kv">
        <dt>{words.model}</dt>
        <dd>{model}</dd>
        <dt>{words.about}</dt>
        <dd>{words.aboutTokens(formatCount(Math.ceil(characters / 4)))}</dd>
        <dt>{words.thisMonth}</dt>
        <dd>{formatMoney(vaultKey.cost30d)}</dd>
      </dl>
    </ConfirmDialog>
  )
}
