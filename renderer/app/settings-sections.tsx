import { useParams } from '@tanstack/react-router'
import { Info, Layers, Plug, SlidersHorizontal, Vault } from 'lucide-react'
import type { SettingsSection } from '../features/settings/settings-section.ts'
import { classNames } from '../lib/class-names.ts'
import { lazyPart } from '../lib/lazy-part.ts'
import { environments } from '../strings/en/environments.ts'
import { settings as words } from '../strings/en/settings.ts'

/** Every section of the settings, in the order of their list. The first one opens by itself. */
export const settingsSections: readonly SettingsSection[] = [
  {
    id: 'general',
    name: words.nav.general,
    icon: SlidersHorizontal,
    part: lazyPart(async () => (await import('../features/settings/preferences.tsx')).Preferences),
  },
  {
    id: 'environments',
    name: environments.section,
    command: environments.manage,
    icon: Layers,
    part: lazyPart(async () => (await import('../features/environments/environments-section.tsx')).EnvironmentsSection),
  },
  {
    id: 'providers',
    name: words.nav.providers,
    icon: Plug,
    part: lazyPart(async () => (await import('../features/providers/section.tsx')).ProvidersSection),
    isWhole: true,
  },
  {
    id: 'secret-store',
    name: words.nav.secretStore,
    icon: Vault,
    part: lazyPart(async () => (await import('../features/settings/store-settings.tsx')).StoreSettings),
  },
  {
    id: 'about',
    name: words.nav.about,
    icon: Info,
    part: lazyPart(async () => (await import('../features/settings/about.tsx')).About),
  },
]

/** The section that the address names, in a page's measure. */
export function OpenSettingsSection() {
  const { section } = useParams({ from: '/settings/$section' })
  const open = settingsSections.find(({ id }) => id === section)
  if (!open) return null
  return (
    <section className={classNames('settings', open.isWhole && 'settings--whole')} aria-label={open.name}>
      <open.part />
    </section>
  )
}
