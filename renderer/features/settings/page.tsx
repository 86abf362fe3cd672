import { Link, Outlet } from '@tanstack/react-router'
import { settings as words } from '../../strings/en/settings.ts'
import { PageHead } from '../../ui/page-head.tsx'
import type { SettingsSection } from './settings-section.ts'

/** The sections at the left, the open one beside them. What breaks in a section leaves the others reachable. */
export function SettingsPage({ sections }: { sections: readonly SettingsSection[] }) {
  return (
    <div className="page">
      <PageHead title={words.title} />
      <div className="settings-page">
        <nav className="settings-nav" aria-label={words.title}>
          {sections.map(({ id, name, icon: Icon, part }) => (
            <Link
              key={id}
              to="/settings/$section"
              params={{ section: id }}
              className="settings-nav__link"
              onPointerEnter={() => void part.preload()}
            >
              <Icon className="i" />
              <span className="trunc">{name}</span>
            </Link>
          ))}
        </nav>
        <div className="settings-page__body">
          <Outlet />
        </div>
      </div>
    </div>
  )
}
