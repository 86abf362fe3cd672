import {
  Download,
  Ellipsis,
  Lock,
  MessageSquareText,
  RefreshCw,
  ShieldBan,
  ShieldCheck,
  Trash2,
  X,
  Zap,
} from 'lucide-react'
import { memo, useLayoutEffect, useRef } from 'react'
import { keys as words } from '../../../strings/en/keys.ts'
import { keysPanel } from '../../../strings/en/keys-panel.ts'
import { Button } from '../../../ui/button.tsx'
import { EnvironmentGlyph } from '../../../ui/environment-glyph.tsx'
import { HistorySection } from '../../../ui/history-section.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Menu } from '../../../ui/menu.tsx'
import type { MenuEntry } from '../../../ui/menu-entries.tsx'
import { SidePanel } from '../../../ui/side-panel.tsx'
import { HistoryExports } from '../audit/history-exports.tsx'
import { useIsChecking } from '../checking.ts'
import { KeyEditSection } from '../edit/key-edit-section.tsx'
import { keysDialogs } from '../keys-dialogs.ts'
import type { KeyRow } from '../types.ts'
import { BudgetSection } from './budget-section.tsx'
import { FindingsSection } from './findings-section.tsx'
import { KeyCard } from './key-card.tsx'
import { KeyCheckSection } from './key-check-section.tsx'
import { KeyDetailsSection } from './key-details-section.tsx'
import { KeyModelsSection } from './key-models-section.tsx'
import { KeyUsageSection } from './key-usage-section.tsx'
import { Matters } from './matters.tsx'
import './panel.css'
import type { PanelActions } from './panel-actions.ts'
import { RotationSection } from './rotation-section.tsx'
import { WhereIsMyKey } from './where-is-my-key.tsx'

interface KeyPanelProps {
  row: KeyRow
  on: PanelActions
  /** Enter in the table goes to the first button. */
  takesFocus: boolean
}

/** Everything about one key, beside the table. */
export const KeyPanel = memo(function KeyPanel({ row, on, takesFocus }: KeyPanelProps) {
  const { key, environment } = row
  const firstButton = useRef<HTMLButtonElement>(null)
  const isChecking = useIsChecking(key.id)
  // Before it is drawn: an Esc that comes at once gives the focus back, and nothing may take it after that.
  useLayoutEffect(() => {
    if (!takesFocus) return
    firstButton.current?.focus()
    on.tookFocus()
  }, [takesFocus, on])
  return (
    <SidePanel
      aria-label={words.panel.label(key.name)}
      className="key-panel"
      environmentColour={environment.colour}
      head={<PanelHead row={row} onClose={on.close} />}
    >
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
          title={words.panel.ask}
          disabled={key.status === 'revoked'}
          onClick={() => on.ask(row)}
        >
          {words.panel.askShort}
          <span className="sr-only">{words.panel.askWith}</span>
        </Button>
        <Button icon={<RefreshCw className="i" />} onClick={() => on.regenerate(row)}>
          {words.panel.regenerateShort}
        </Button>
        <Menu
          trigger={<IconButton label={keysPanel.more} variant="default" icon={<Ellipsis className="i" />} />}
          entries={moreOf(row, on)}
        />
      </div>
      <Matters row={row} on={on} />
      <FindingsSection row={row} on={on} />
      <KeyCheckSection row={row} />
      <RotationSection row={row} on={on} />
      <KeyUsageSection row={row} />
      {key.monthlyBudget === null ? null : <BudgetSection row={row} budget={key.monthlyBudget} />}
      <KeyEditSection row={row} />
      <KeyModelsSection vaultKey={key} />
      <WhereIsMyKey row={row} />
      <KeyDetailsSection row={row} />
      <HistorySection keyId={key.id} links={<HistoryExports keyId={key.id} />} />
    </SidePanel>
  )
})

/** Where the key belongs: colour, shape and word, in sight however far one scrolls. */
function PanelHead({ row: { environment }, onClose }: { row: KeyRow; onClose: () => void }) {
  return (
    <header className="key-panel__head" data-guarded={environment.guarded}>
      <EnvironmentGlyph shape={environment.shape} colour={environment.colour} />
      <b className="trunc" dir="auto">
        {environment.name}
      </b>
      {environment.guarded ? (
        <span className="key-panel__guard">
          <Lock className="i i--12" aria-hidden="true" />
          {keysPanel.guarded}
        </span>
      ) : null}
      <span className="key-panel__close">
        <IconButton
          label={words.panel.close}
          shortcut="escape"
          size="small"
          icon={<X className="i i--14" />}
          onClick={onClose}
        />
      </span>
    </header>
  )
}

function moreOf(row: KeyRow, on: PanelActions): MenuEntry[] {
  const { key, provider } = row
  const canReturn = key.hasSecret || !provider.needsKey
  return [
    ...(keysDialogs.export && key.hasSecret
      ? [
          {
            id: 'export',
            text: words.more.export,
            icon: <Download className="i" />,
            onSelect: () => on.exportKey(row),
          },
        ]
      : []),
    key.status === 'active'
      ? {
          id: 'revoke',
          text: words.panel.revoke,
          icon: <ShieldBan className="i" />,
          danger: true,
          onSelect: () => on.revoke(row),
        }
      : {
          id: 'reactivate',
          text: keysPanel.reactivate,
          icon: <ShieldCheck className="i" />,
          disabled: !canReturn,
          onSelect: () => on.reactivate(row),
        },
    {
      id: 'delete',
      text: words.panel.remove,
      icon: <Trash2 className="i" />,
      shortcut: 'delete',
      danger: true,
      onSelect: () => on.remove(row),
    },
  ]
}
