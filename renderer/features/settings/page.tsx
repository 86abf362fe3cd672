import { settings as words } from '../../strings/en/settings.ts'
import { PageHead } from '../../ui/page-head.tsx'
import { About } from './about.tsx'
import { Preferences } from './preferences.tsx'
import { StoreSettings } from './store-settings.tsx'

/** What the person can set, where secrets and data lie, and which version this is. */
export function SettingsPage() {
  return (
    <div className="page">
      <PageHead title={words.title} />
      <div className="page__body">
        <div className="settings">
          <Preferences />
          <StoreSettings />
          <About />
        </div>
      </div>
    </div>
  )
}
