import { useState } from 'react'
import { useCurrentEnvironment } from '../../lib/use-environments.ts'
import { localServers } from '../../strings/en/local-servers.ts'
import { providers as words } from '../../strings/en/providers.ts'
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
      <section>
        <div className="overview__head">
          <div>
            <h2>{localServers.title}</h2>
            <p className="hint">{localServers.text}</p>
          </div>
          {environment ? (
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
          ) : null}
        </div>
        <LocalServers environment={environment} />
      </section>
      <p className="hint">{words.overviewText}</p>
    </div>
  )
}
