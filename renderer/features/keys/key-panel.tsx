import { MessageSquareText, RefreshCw, Trash2, X, Zap } from 'lucide-react'
import { memo, useEffect, useRef } from 'react'
import { formatMoment } from '../../lib/format.ts'
import { keys as words } from '../../strings/en/keys.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { useIsChecking } from './checking.ts'
import { DashboardLink } from './dashboard-link.tsx'
import { KeyCard } from './key-card.tsx'
import { KeyCheckSection } from './key-check-section.tsx'
import { KeyModelsSection } from './key-models-section.tsx'
import { KeyUsageSection } from './key-usage-section.tsx'
import { keysDialogs } from './keys-dialogs.ts'
import type { KeyRow } from './types.ts'
import { WhereIsMyKey } from './where-is-my-key.tsx'

interface KeyPanelProps {
  row: KeyRow
  /** The same at every draw. */
  on: {
    check: (row: KeyRow) => void
    ask: (row: KeyRow) => void
    regenerate: (row: KeyRow) => void
    revoke: (row: KeyRow) => void
    remove: (row: KeyRow) => void
    close: () => void
    tookFocus: () => void
  }
  /** Enter in the table goes to the first button. */
  takesFocus: boolean
}

/** Everything about one key, beside the table. */
export const KeyPanel = memo(function KeyPanel({ row, on, takesFocus }: KeyPanelProps) {
  const firstButton = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!takesFocus) return
    firstButton.current?.focus()
    on.tookFocus()
  }, [takesFocus, on])
  const isChecking = useIsChecking(row.key.id)
  return (
    <SidePanel aria-label={words.panel.label(row.key.name)} className="key-panel">
      <KeyCard row={row} />
      <div className="key-panel__actions">
        <Button
          ref={firstButton}
          icon={<Zap className="i" />}
          shortcut="c"
          busy={isChecking}
          onClick={() => on.check(row)}
        >
          {words.check.run}
        </Button>
        <Button
          icon={<MessageSquareText className="i" />}
          shortcut="p"
          aria-label={words.panel.ask}
          title={words.panel.ask}
          onClick={() => on.ask(row)}
        >
          {words.panel.askShort}
        </Button>
        {keysDialogs.regenerate ? (
          <Button icon={<RefreshCw className="i" />} onClick={() => on.regenerate(row)}>
            {words.panel.regenerate}
          </Button>
        ) : null}
        {keysDialogs.revoke ? (
          <Button variant="danger" onClick={() => on.revoke(row)}>
            {words.panel.revoke}
          </Button>
        ) : null}
        <Button variant="danger" icon={<Trash2 className="i" />} onClick={() => on.remove(row)}>
          {words.panel.remove}
        </Button>
        <span className="key-panel__close">
          <IconButton label={words.panel.close} shortcut="escape" icon={<X className="i" />} onClick={on.close} />
        </span>
      </div>
      <KeyCheckSection row={row} />
      <KeyUsageSection row={row} />
      <KeyModelsSection vaultKey={row.key} />
      <WhereIsMyKey row={row} />
      <KeyDetails row={row} />
    </SidePanel>
  )
})

function KeyDetails({ row }: { row: KeyRow }) {
  const { key, provider } = row
  return (
    <section className="sect">
      <h3>{words.panel.facts}</h3>
      <dl className="kv">
        <dt>{words.panel.provider}</dt>
        <dd>{provider.name}</dd>
        <dt>{words.panel.added}</dt>
        <dd>{formatMoment(key.createdAt)}</dd>
        <dt>{words.panel.used}</dt>
        <dd>{key.lastUsedAt === null ? words.never : formatMoment(key.lastUsedAt)}</dd>
        {provider.variable ? (
          <>
            <dt>{words.panel.variable}</dt>
            <dd>
              <code className="sel">{provider.variable}</code>
            </dd>
          </>
        ) : null}
        {provider.dashboardUrl ? (
          <>
            <dt>{words.panel.dashboard}</dt>
            <dd>
              <DashboardLink url={provider.dashboardUrl} />
            </dd>
          </>
        ) : null}
        {key.notes ? (
          <>
            <dt>{words.panel.notes}</dt>
            <dd className="key-panel__notes sel">{key.notes}</dd>
          </>
        ) : null}
        {key.tags.length > 0 ? (
          <>
            <dt>{words.panel.tags}</dt>
            <dd className="key-panel__tags">
              {key.tags.map((tag) => (
                <Chip key={tag}>{tag}</Chip>
              ))}
            </dd>
          </>
        ) : null}
      </dl>
    </section>
  )
}
