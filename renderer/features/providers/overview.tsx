import { useState } from 'react'
import { useCurrentEnvironment } from '../../lib/use-environments.ts'
import { localServers } from '../../strings/en/local-servers.ts'
import { providers as words } from '../../strings/en/providers.ts'
import { Card } from '../../ui/card.tsx'
import { EnvironmentMark } from '../../ui/environment-mark.tsx'
import { LocalServers } from '../../ui/local-servers.tsx'
import { Select } from '../../ui/select.tsx'

/** What stands beside the list while no provider is chosen: the model servers on this machine. */
export function Overview() {
  const { current, environments } = useCurrentEnvironment()
  const [chosenId, setChosenId] = useState<string | null>(null)
  const environment = environments.find((one) => one.id === chosenId) ?? current ?? environments[0]
  return (
    <div className="overview">
      <p className="text-fg-2">{words.overviewText}</p>
      <Card
        title={localServers.title}
        end={
          environment ? (
            <Select
              size="small"
              aria-label={localServers.into}
              value={environment.id}
              onValueChange={setChosenId}
              options={environments.map(({ id, name, colour, shape }) => ({
                value: id,
                text: name,
                content: <EnvironmentMark name={name} colour={colour} shape={shape} />,
              }))}
            />
          ) : null
        }
      >
        <p className="hint mb-2">{localServers.text}</p>
        <LocalServers environment={environment} />
      </Card>
    </div>
  )
}
