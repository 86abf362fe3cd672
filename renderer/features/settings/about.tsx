import { useHost } from '../../lib/use-host.ts'
import { settings as words } from '../../strings/en/settings.ts'
import { Card } from '../../ui/card.tsx'

/** Which Keydeck this is, and where its data lies. */
export function About() {
  const host = useHost()
  if (!host) return null
  return (
    <Card title={words.sections.about}>
      <dl className="kv kv--settings">
        <dt>{words.about.version}</dt>
        <dd>{host.version}</dd>
        <dt>{words.about.host}</dt>
        <dd>{words.about.hosts[host.kind]}</dd>
        <dt>{words.about.data}</dt>
        <dd>
          <code className="sel">{host.dataFolder}</code>
          <p className="hint">{words.about.dataHint}</p>
        </dd>
      </dl>
    </Card>
  )
}
