import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { orpc } from '../../../lib/client.ts'
import { wordsOf } from '../../../lib/known-error.ts'
import type { Environment } from '../../../lib/use-environments.ts'
import { isGatewayOn } from '../../../lib/use-gateway.ts'
import { useMediaQuery } from '../../../lib/use-media-query.ts'
import { useToday } from '../../../lib/use-today.ts'
import { gateway as texts } from '../../../strings/en/gateway.ts'
import { EnvironmentMark } from '../../../ui/environment-mark.tsx'
import type { GatewayData } from '../use-gateway-data.ts'
import { FlowDrawing } from './flow-drawing.tsx'
import { type DrawnFlow, drawnFlow } from './flow-ends.ts'
import { FlowWords } from './flow-words.tsx'

const words = texts.flow
/** How many stand on a side before the rest is one; in a low window fewer, so that the local keys stay in sight. */
const most = 6
const mostInLow = 4

interface FlowCardProps {
  data: GatewayData
  /** The environment that the frame shows; null is all of them. */
  current: Environment | null
  /** Shows a local key in the panel. */
  onOpen: (id: string) => void
}

/** Which local keys' calls went through the gateway to which vault keys today, and which are going through now. */
export function FlowCard({ data, current, onOpen }: FlowCardProps) {
  const { gateway, rows, environments } = data
  const { from, to } = useToday()
  const atMost = useMediaQuery('(max-height: 760px)') ? mostInLow : most
  const environmentId = current?.id
  const filter = { origin: 'gateway' as const, ...(environmentId ? { environmentId } : {}) }
  const recorded = useQuery(
    orpc.calls.flow.queryOptions({ input: { from, to, filter, atMost }, placeholderData: keepPreviousData }),
  )
  const running = useQuery(orpc.gateway.running.queryOptions()).data
  const flow = useMemo(() => {
    if (!recorded.data) return null
    const here = (running ?? []).filter((call) => !environmentId || call.environmentId === environmentId)
    const positionOf = (id: string) => environments.find((one) => one.id === id)?.position ?? environments.length
    return drawnFlow(recorded.data, here, { atMost, positionOf })
  }, [recorded.data, running, environmentId, environments, atMost])
  const hasCalls = flow !== null && flow.links.length > 0
  const isOn = isGatewayOn(gateway)
  // Before the first key there is nothing to come, and the first page needs the room.
  if (rows.length === 0 && !hasCalls) return null
  return (
    <section className="flow card" aria-label={words.title}>
      <header className="card__head">
        <h2>{words.title}</h2>
        <span className="flow__about">{isOn ? words.about : words.off}</span>
        {hasCalls ? <Legend flow={flow} environments={environments} /> : null}
      </header>
      {recorded.error ? (
        <p className="flow__said" role="alert">
          <b>{words.failed}</b> <span>{wordsOf(recorded.error)}</span>
        </p>
      ) : hasCalls ? (
        <>
          <FlowDrawing {...{ flow, data, isOn, onOpen }} />
          <FlowWords {...{ flow, data }} />
        </>
      ) : (
        <p className="flow__said">
          {flow ? (
            <>
              <b>{current ? words.noneIn(current.name) : words.none}</b> <span>{words.noneHint}</span>
            </>
          ) : null}
        </p>
      )}
    </section>
  )
}

/** The environments that are drawn. */
function Legend({ flow, environments }: { flow: DrawnFlow; environments: readonly Environment[] }) {
  const drawn = new Set([...flow.localKeys, ...flow.vaultKeys].map((end) => end.environmentId))
  return (
    <ul className="flow__legend" aria-label={words.legend}>
      {environments
        .filter(({ id }) => drawn.has(id))
        .map(({ id, name, colour, shape }) => (
          <li key={id}>
            <EnvironmentMark {...{ name, colour, shape }} />
          </li>
        ))}
    </ul>
  )
}
