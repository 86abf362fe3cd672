import { CircleAlert, Ellipsis, Lock, RefreshCw, ShieldBan, Trash2, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { VaultKey } from '../../../../contract/keys.ts'
import { formatDate } from '../../../lib/format.ts'
import type { Environment } from '../../../lib/use-environments.ts'
import { localKeys } from '../../../strings/en/local-keys.ts'
import { Button } from '../../../ui/button.tsx'
import { EnvironmentGlyph } from '../../../ui/environment-glyph.tsx'
import { HistorySection } from '../../../ui/history-section.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Menu } from '../../../ui/menu.tsx'
import { SidePanel } from '../../../ui/side-panel.tsx'
import type { LocalKeyRow } from '../types.ts'
import { EditSection } from './edit-section.tsx'
import { LocalKeyCard } from './local-key-card.tsx'
import { ReachSection } from './reach-section.tsx'
import { RecentSection } from './recent-section.tsx'
import { UsageSection } from './usage-section.tsx'

const words = localKeys.panel

interface LocalKeyPanelProps {
  row: LocalKeyRow
  vaultKeys: readonly VaultKey[]
  environments: readonly Environment[]
  /** Enter in the table goes to the first button. */
  takesFocus: boolean
  on: {
    tookFocus: () => void
    close: () => void
    regenerate: (row: LocalKeyRow) => void
    revoke: (row: LocalKeyRow) => void
    remove: (row: LocalKeyRow) => void
  }
}

/** Everything about one local key, beside the table. */
export function LocalKeyPanel({ row, vaultKeys, environments, takesFocus, on }: LocalKeyPanelProps) {
  const { key, environment } = row
  const firstButton = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!takesFocus) return
    firstButton.current?.focus()
    on.tookFocus()
  }, [takesFocus, on])
  const ofEnvironment = vaultKeys
    .filter((one) => one.environmentId === key.environmentId)
    .toSorted((a, b) => a.createdAt - b.createdAt)
  const isRevoked = key.status === 'revoked'
  const wasRevoked = useRef(isRevoked)
  useEffect(() => {
    const hasJustEnded = isRevoked && !wasRevoked.current
    wasRevoked.current = isRevoked
    // The button that had the focus, or that its question gave it back to, went with the key's use.
    if (hasJustEnded && document.activeElement === document.body) firstButton.current?.focus()
  }, [isRevoked])
  const first = isRevoked
    ? {
        icon: <Trash2 className="i" />,
        shortcut: 'delete',
        onClick: () => on.remove(row),
        children: words.remove,
      }
    : {
        icon: <RefreshCw className="i" />,
        shortcut: 'r',
        disabled: key.status !== 'active',
        onClick: () => on.regenerate(row),
        children: words.regenerate,
      }
  return (
    <SidePanel
      aria-label={words.label(key.name)}
      className="key-panel"
      environmentColour={environment?.colour ?? 'slate'}
      head={<PanelHead environment={environment} onClose={on.close} />}
    >
      <LocalKeyCard row={row} />
      <div className="key-panel__actions">
        {/* One button for both, so that it keeps the focus while the key is revoked. */}
        <Button ref={firstButton} {...first} />
        {isRevoked ? null : (
          <>
            <Button icon={<ShieldBan className="i" />} onClick={() => on.revoke(row)}>
              {words.revoke}
            </Button>
            <Menu
              trigger={<IconButton label={words.more} variant="default" icon={<Ellipsis className="i" />} />}
              entries={[
                {
                  id: 'delete',
                  text: words.remove,
                  icon: <Trash2 className="i" />,
                  shortcut: 'delete',
                  danger: true,
                  onSelect: () => on.remove(row),
                },
              ]}
            />
          </>
        )}
      </div>
      <Ended row={row} />
      <UsageSection row={row} />
      <RecentSection row={row} />
      {isRevoked ? null : <EditSection row={row} vaultKeys={ofEnvironment} environments={environments} />}
      {key.status === 'active' ? <ReachSection localKey={key} /> : null}
      <HistorySection keyId={key.id} />
    </SidePanel>
  )
}

/** Where the key belongs: colour, shape and word, in sight however far one scrolls. */
function PanelHead({ environment, onClose }: { environment: Environment | null; onClose: () => void }) {
  return (
    <header className="key-panel__head" data-guarded={environment?.guarded ?? false}>
      {environment ? <EnvironmentGlyph shape={environment.shape} colour={environment.colour} /> : null}
      <b className="trunc" dir="auto">
        {environment?.name ?? localKeys.gone}
      </b>
      {environment?.guarded ? (
        <span className="key-panel__guard">
          <Lock className="i i--12" aria-hidden="true" />
          {words.guarded}
        </span>
      ) : null}
      <span className="key-panel__close">
        <IconButton
          label={words.close}
          shortcut="escape"
          size="small"
          icon={<X className="i i--14" />}
          onClick={onClose}
        />
      </span>
    </header>
  )
}

function Ended({ row: { key } }: { row: LocalKeyRow }) {
  const text =
    key.status === 'revoked' && key.revokedAt !== null
      ? words.revoked(formatDate(key.revokedAt))
      : key.status === 'expired' && key.expiresAt !== null
        ? words.expired(formatDate(key.expiresAt))
        : null
  if (text === null) return null
  return (
    <div className="gateway-ended">
      <p className="matter matter--note">
        <CircleAlert className="i" aria-hidden="true" />
        <span>{text}</span>
      </p>
    </div>
  )
}
