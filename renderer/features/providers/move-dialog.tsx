import type { Provider } from '../../../contract/providers.ts'
import { providers } from '../../strings/en/providers.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { type Draft, toDraft } from './draft.ts'
import { KeyNames } from './key-names.tsx'
import type { ProviderForm } from './use-provider-form.ts'

const words = providers.move

interface MoveDialogProps {
  provider: Provider
  draft: Draft
  /** What is asked; null while nothing is. */
  moving: ProviderForm['moving']
  onCancel: () => void
  onConfirm: () => void
}

/** Says before a save which keys will ask for their secret anew, and why. */
export function MoveDialog({ provider, draft, moving, onCancel, onConfirm }: MoveDialogProps) {
  const { keys, why } = moving ?? { keys: [], why: 'address' as const }
  return (
    <ConfirmDialog
      open={moving !== null}
      cautious
      title={words.titles[why](provider.name)}
      confirm={words.confirm}
      onCancel={onCancel}
      onConfirm={onConfirm}
    >
      <dl className="kv">
        <dt>{words.from}</dt>
        <dd className="mono">{wayOf(toDraft(provider), why)}</dd>
        <dt>{words.to}</dt>
        <dd className="mono">{wayOf(draft, why)}</dd>
      </dl>
      <p>
        {words.texts[why]} {words.ask(keys.length)}
      </p>
      <KeyNames keys={keys} />
    </ConfirmDialog>
  )
}

function wayOf(draft: Draft, why: 'address' | 'reader'): string {
  if (why === 'address') return draft.baseUrl.trim()
  const hasReader = draft.proxy.mode === 'url' && draft.caPem.trim() !== ''
  return hasReader ? draft.proxy.url.trim() : words.noProxy
}
