import { useQuery } from '@tanstack/react-query'
import { CatchBoundary, Outlet, useMatches, useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useState } from 'react'
import { orpc, useConnection } from '../lib/client.ts'
import { keepFocus } from '../lib/keep-focus.ts'
import { lazyPart, prefetchParts } from '../lib/lazy-part.ts'
import { listenForShortcuts } from '../lib/shortcut-registry.ts'
import { useCurrentEnvironment } from '../lib/use-environments.ts'
import { useHost } from '../lib/use-host.ts'
import { useSecretStore } from '../lib/use-secret-store.ts'
import { useSettings } from '../lib/use-settings.ts'
import { useToday } from '../lib/use-today.ts'
import { frame } from '../strings/en/frame.ts'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { ContextMenu } from '../ui/context-menu.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Menu } from '../ui/menu.tsx'
import { Select } from '../ui/select.tsx'
import { Tooltip } from '../ui/tooltip.tsx'
import { ConnectionBar, NoSession } from './connection-bar.tsx'
import { NoticeBar } from './notice-bar.tsx'
import { OverlayBoundary } from './overlay-boundary.tsx'
import { PageError } from './page-error.tsx'
import { Rail } from './rail.tsx'
import { StatusBar } from './status-bar.tsx'
import { SecretStoreTrouble, StoreBars } from './store-bars.tsx'
import { useTheme } from './theme.ts'
import { TitleBar } from './title-bar.tsx'
import { holdTyping } from './typed-ahead.ts'
import { useFrameCommands } from './use-frame-commands.tsx'

const Palette = lazyPart(async () => (await import('./filled-palette.tsx')).FilledPalette)
const KeyboardHelp = lazyPart(async () => (await import('./keyboard-help.tsx')).KeyboardHelp)
const SecretStoreChoice = lazyPart(
  async () => (await import('../features/first-run/secret-store-choice.tsx')).SecretStoreChoice,
)
const soonWanted = [
  Palette,
  KeyboardHelp,
  Dialog,
  ConfirmDialog,
  Menu,
  ContextMenu,
  Tooltip,
  Select,
  SecretStoreTrouble,
]

type Overlay = 'palette' | 'help' | null

/** Everything around a page: title bar, rail, bars that speak up, status bar, palette, keyboard help. */
export function Frame() {
  const [overlay, setOverlay] = useState<Overlay>(null)
  const close = useCallback(() => setOverlay(null), [])
  const { current, environments, select } = useCurrentEnvironment()
  const settings = useSettings()
  const host = useHost()
  const store = useSecretStore()
  const connection = useConnection()
  const navigate = useNavigate()
  const isShutOut = connection === 'refused' && !host
  const today = useQuery(orpc.calls.totals.queryOptions({ input: useToday() })).data
  const needsSecrets = useMatches({ select: (matches) => matches.some((match) => match.staticData.needsSecrets) })
  const shortcutOf = (place: number) => (host?.kind === 'headless' ? `alt+shift+${place}` : `mod+${place}`)

  useTheme(settings?.theme)
  useEffect(() => listenForShortcuts(), [])
  useEffect(() => (overlay === 'palette' ? holdTyping(close) : undefined), [overlay, close])
  useEffect(() => keepFocus(), [])
  const isStanding = Boolean(host && store)
  useEffect(() => (isStanding ? prefetchParts(soonWanted) : undefined), [isStanding])
  useFrameCommands({
    togglePalette: () => setOverlay((open) => (open === 'palette' ? null : 'palette')),
    openHelp: () => setOverlay('help'),
    environments,
    selectEnvironment: select,
    shortcutOf,
  })

  return (
    <div className="app" data-env={current?.colour ?? 'all'}>
      <a className="skip" href="#page" onClick={focusPage}>
        {frame.skip}
      </a>
      <TitleBar
        environments={environments}
        current={current}
        onSelect={select}
        onManage={() => void navigate({ to: '/settings/$section', params: { section: 'environments' } })}
        shortcutOf={shortcutOf}
        onSearch={() => setOverlay('palette')}
      />
      <Rail />
      <main className="main" id="page" tabIndex={-1}>
        {isShutOut ? null : <ConnectionBar connection={connection} />}
        <NoticeBar notice={host?.notice} />
        {store ? <StoreBars store={store} platform={host?.platform ?? 'other'} /> : null}
        {isShutOut ? (
          <NoSession />
        ) : store?.state === 'unchosen' && needsSecrets ? (
          <CatchBoundary getResetKey={() => store.state} errorComponent={PageError}>
            <SecretStoreChoice status={store} platform={host?.platform ?? 'other'} />
          </CatchBoundary>
        ) : (
          <Outlet />
        )}
      </main>
      <StatusBar store={store} today={today} />
      {overlay ? (
        <OverlayBoundary title={frame[overlay].title} onClose={close}>
          {overlay === 'palette' ? <Palette onClose={close} /> : null}
          {overlay === 'help' ? <KeyboardHelp open onClose={close} /> : null}
        </OverlayBoundary>
      ) : null}
    </div>
  )
}

function focusPage(event: React.MouseEvent): void {
  event.preventDefault()
  document.getElementById('page')?.focus()
}
