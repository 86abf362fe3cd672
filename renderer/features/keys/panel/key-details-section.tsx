import { Link } from '@tanstack/react-router'
import { formatMoment } from '../../../lib/format.ts'
import { keys as words } from '../../../strings/en/keys.ts'
import { keysPanel } from '../../../strings/en/keys-panel.ts'
import { DashboardLink } from '../dashboard-link.tsx'
import type { KeyRow } from '../types.ts'

/** What is known of the key and can't be changed here. */
export function KeyDetailsSection({ row }: { row: KeyRow }) {
  const { key, provider } = row
  return (
    <section className="sect">
      <h3>{keysPanel.details}</h3>
      <dl className="kv">
        <dt>{words.panel.provider}</dt>
        <dd className="flex flex-wrap gap-x-2.5">
          {provider.name}
          <Link to="/settings/$section" params={{ section: 'providers' }} search={{ item: provider.id }}>
            {keysPanel.editProvider}
          </Link>
        </dd>
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
        {key.overrideReason ? (
          <>
            <dt>{keysPanel.override}</dt>
            <dd className="sel" dir="auto">
              {key.overrideReason}
            </dd>
          </>
        ) : null}
      </dl>
    </section>
  )
}
