import { lazyPart } from '../../lib/lazy-part.ts'
import { keys as words } from '../../strings/en/keys.ts'
import { CloseAsGone } from '../../ui/close-as-gone.tsx'
import type { Added } from './add/use-add-key.ts'
import { type KeysDialogName, keysDialogs } from './keys-dialogs.ts'
import type { Many } from './many/use-many.ts'
import type { ManyDialogName } from './table/selection-bar.tsx'
import type { KeysData } from './use-keys-data.ts'

const AddKeyDialog = lazyPart(async () => (await import('./add/add-key-dialog.tsx')).AddKeyDialog)
const MoveDialog = lazyPart(async () => (await import('./many/move-dialog.tsx')).MoveDialog)
const TagsDialog = lazyPart(async () => (await import('./many/tags-dialog.tsx')).TagsDialog)
const PeriodDialog = lazyPart(async () => (await import('./many/period-dialog.tsx')).PeriodDialog)
const FailuresDialog = lazyPart(async () => (await import('./many/failures-dialog.tsx')).FailuresDialog)

/** The dialog that is open, and the keys that it is about. */
export interface OpenDialog {
  name: KeysDialogName | ManyDialogName | 'add'
  ids: ReadonlySet<string>
}

/** Without their keys there is nothing to do in them. */
const aboutKeys: ReadonlySet<OpenDialog['name']> = new Set(['regenerate', 'revoke', 'move', 'tags', 'period'] as const)

interface VaultDialogsProps {
  data: KeysData
  dialog: OpenDialog | null
  environmentId: string | null
  many: Many
  onAdded: (added: Added) => void
  onClose: () => void
}

/** What opens over the keys page. Apart from the table, which comes with the first key: a dialog may bring it. */
export function VaultDialogs({ data, dialog, environmentId, many, onAdded, onClose }: VaultDialogsProps) {
  return (
    <>
      {dialog ? <Open {...{ data, dialog, environmentId, many, onAdded, onClose }} /> : null}
      {many.failures ? <FailuresDialog many={many} /> : null}
    </>
  )
}

function Open(props: Omit<VaultDialogsProps, 'dialog'> & { dialog: OpenDialog }) {
  const { data, dialog, environmentId, many, onAdded, onClose } = props
  const { name } = dialog
  const { rows: all, environments, providers } = data
  const rows = all.filter((row) => dialog.ids.has(row.key.id))
  const { run } = many
  if (rows.length === 0 && aboutKeys.has(name)) {
    return <CloseAsGone title={words.goneMeanwhile(dialog.ids.size)} onClose={onClose} />
  }
  if (name === 'add') return <AddKeyDialog {...{ providers, environments, environmentId, onAdded, onClose }} />
  if (name === 'move') return <MoveDialog {...{ rows, environments, run, onClose }} />
  if (name === 'tags') return <TagsDialog {...{ rows, all, run, onClose }} />
  if (name === 'period') return <PeriodDialog {...{ rows, run, onClose }} />
  const Part = keysDialogs[name]
  return Part ? <Part {...{ rows, all, environments, providers, environmentId, run, onClose }} /> : null
}
