import type { IssuedLocalKey } from '../../../contract/local-keys.ts'
import { lazyPart } from '../../lib/lazy-part.ts'
import type { Environment } from '../../lib/use-environments.ts'
import { localKeys } from '../../strings/en/local-keys.ts'
import { CloseAsGone } from '../../ui/close-as-gone.tsx'
import type { LocalKeyRow } from './types.ts'
import type { GatewayData } from './use-gateway-data.ts'

/** What opens over the page, each in a file of its own. */
export const gatewayDialogs = {
  create: lazyPart(async () => (await import('./create/create-dialog.tsx')).CreateDialog),
  regenerate: lazyPart(async () => (await import('./end/regenerate-dialog.tsx')).RegenerateDialog),
  revoke: lazyPart(async () => (await import('./end/revoke-dialog.tsx')).RevokeDialog),
  issued: lazyPart(async () => (await import('./issued/issued-dialog.tsx')).IssuedDialog),
}

/** The dialog that a person opened, and the local key that it is about, as it was then. */
export type OpenDialog = { name: 'create' } | { name: 'regenerate' | 'revoke'; about: LocalKeyRow }

interface GatewayDialogsProps {
  dialog: OpenDialog | null
  data: GatewayData
  current: Environment | null
  /** A key that was just made: its text is shown this once. */
  issued: IssuedLocalKey | null
  onIssued: (issued: IssuedLocalKey) => void
  onStored: (id: string) => void
  onRevoked: (id: string) => void
  onConnect: (issued: IssuedLocalKey) => void
  onClose: () => void
}

/** The dialog that is open, if any. */
export function GatewayDialogs(props: GatewayDialogsProps) {
  const { dialog, data, current, issued, onIssued, onStored, onRevoked, onConnect, onClose } = props
  if (issued) return <gatewayDialogs.issued {...{ issued, data, onStored, onConnect }} />
  if (!dialog) return null
  if (dialog.name === 'create') return <gatewayDialogs.create {...{ data, current, onIssued, onClose }} />
  const { about } = dialog
  const row = data.rows.find(({ key }) => key.id === about.key.id)
  if (!row) return <CloseAsGone title={localKeys.goneMeanwhile(about.key.name)} onClose={onClose} />
  if (dialog.name === 'revoke') return <gatewayDialogs.revoke {...{ row, onRevoked, onClose }} />
  return <gatewayDialogs.regenerate {...{ row, onIssued, onClose }} />
}
