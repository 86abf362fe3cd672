import { useNavigate } from '@tanstack/react-router'
import { DoorOpen, Keyboard, Layers, LockKeyhole, Monitor, Moon, Plug, Plus, Sun } from 'lucide-react'
import { useEffect } from 'react'
import { client } from '../lib/client.ts'
import { type Command, useCommands } from '../lib/commands.ts'
import { wordsOf } from '../lib/known-error.ts'
import { registerShortcut } from '../lib/shortcut-registry.ts'
import type { Environment } from '../lib/use-environments.ts'
import { isGatewayOn, switchGateway, useGatewayState } from '../lib/use-gateway.ts'
import { keepStoreStatus, useSecretStore } from '../lib/use-secret-store.ts'
import { useUpdateSettings } from '../lib/use-settings.ts'
import { useShortcut } from '../lib/use-shortcut.ts'
import { frame } from '../strings/en/frame.ts'
import { settings as settingsWords } from '../strings/en/settings.ts'
import { EnvironmentGlyph } from '../ui/environment-glyph.tsx'
import { useToast } from '../ui/toast.tsx'
import { pages } from './pages.ts'
import { settingsSections } from './settings-sections.tsx'

interface Place extends Partial<Pick<Environment, 'shape' | 'colour'>> {
  id: string | null
  name: string
}

interface FrameActions {
  togglePalette: () => void
  openHelp: () => void
  environments: readonly Environment[]
  selectEnvironment: (id: string | null) => void
  /** The shortcut of the environment at this place: 0 is all. */
  shortcutOf: (place: number) => string
}

const themes = [
  { theme: 'system', icon: Monitor },
  { theme: 'light', icon: Sun },
  { theme: 'dark', icon: Moon },
] as const

/** The frame's own commands and shortcuts. */
export function useFrameCommands(actions: FrameActions): void {
  const { togglePalette, openHelp, environments, selectEnvironment, shortcutOf } = actions
  const navigate = useNavigate()
  const update = useUpdateSettings()
  const words = frame.palette
  const store = useSecretStore()
  const toast = useToast()
  const canLock = store?.kind === 'encrypted-file' && store.state === 'ready'
  const lock = () =>
    client.secretStore
      .lock({})
      .then(keepStoreStatus)
      .catch((error: unknown) => toast({ kind: 'error', title: words.lockFailed, text: wordsOf(error) }))
  useShortcut('mod+k', togglePalette, { label: frame.help.palette, group: frame.help.general, inDialog: true })

  const places: readonly Place[] = [{ id: null, name: frame.allLong }, ...environments]
  const switches: Command[] = places.map(({ id, name, shape, colour }, place) => ({
    id: `environment ${id ?? 'all'}`,
    title: words.switchTo(name),
    icon: shape ? () => <EnvironmentGlyph shape={shape} {...(colour ? { colour } : {})} /> : Layers,
    ...(place <= 9 ? { shortcut: shortcutOf(place), group: frame.help.environment } : {}),
    run: () => selectEnvironment(id),
  }))
  useCommands([
    ...pages.map(
      (page): Command => ({
        id: `page ${page.path}`,
        title: words.go(page.name),
        icon: page.icon,
        ...(page.path === '/settings' ? { shortcut: 'mod+,', group: frame.help.general } : {}),
        run: () => void navigate({ to: page.path }),
      }),
    ),
    ...settingsSections.map(
      ({ id, name, command, icon }): Command => ({
        id: `settings ${id}`,
        title: command ?? words.section(name),
        keywords: words.section(name),
        icon,
        run: () => void navigate({ to: '/settings/$section', params: { section: id } }),
      }),
    ),
    ...switches,
    ...themes.map(
      ({ theme, icon }): Command => ({
        id: `theme ${theme}`,
        title: words.theme(settingsWords.theme[theme]),
        icon,
        run: () => update.mutate({ theme }),
      }),
    ),
    ...useGatewayCommands(),
    ...(canLock ? [{ id: 'lock', title: words.lock, icon: LockKeyhole, run: () => void lock() }] : []),
    {
      id: 'help',
      title: frame.help.command,
      icon: Keyboard,
      shortcut: '?',
      group: frame.help.general,
      run: openHelp,
    },
  ])
  useControlDigits(places, selectEnvironment, shortcutOf)
}

/** What the gateway does from anywhere. */
function useGatewayCommands(): Command[] {
  const words = frame.palette
  const gateway = useGatewayState()
  const navigate = useNavigate()
  const toast = useToast()
  if (!gateway) return []
  const isOn = isGatewayOn(gateway)
  const turn = async () => {
    try {
      const { trouble } = await switchGateway(!isOn)
      if (trouble && !isOn) toast({ kind: 'error', title: words.gatewayOnFailed, text: words.gatewayTrouble })
    } catch (error) {
      toast({ kind: 'error', title: words.gatewayFailed, text: wordsOf(error) })
    }
  }
  return [
    {
      id: 'gateway.turn',
      title: isOn ? words.gatewayOff : words.gatewayOn,
      keywords: words.gatewayWords,
      icon: DoorOpen,
      run: () => void turn(),
    },
    {
      id: 'gateway.new',
      title: words.newLocalKey,
      keywords: words.gatewayWords,
      icon: Plus,
      run: () => void navigate({ to: '/gateway', search: { new: true } }),
    },
    {
      id: 'gateway.connect',
      title: words.connectTool,
      keywords: words.gatewayWords,
      icon: Plug,
      run: () => void navigate({ to: '/gateway', search: { connect: '' } }),
    },
  ]
}

/** Ctrl or Command with a digit works wherever the browser around the page lets it through; it is not promised there. */
function useControlDigits(
  places: readonly Place[],
  select: (id: string | null) => void,
  shortcutOf: (place: number) => string,
): void {
  const isPromised = shortcutOf(0) === 'mod+0'
  const ids = places.map((place) => place.id ?? '').join(' ')
  useEffect(() => {
    if (isPromised) return
    const removers = ids.split(' ').map((id, place) =>
      registerShortcut({
        combo: `mod+${place}`,
        label: '',
        group: '',
        hidden: true,
        run: () => select(id === '' ? null : id),
      }),
    )
    return () => {
      for (const remove of removers) remove()
    }
  }, [ids, isPromised, select])
}
