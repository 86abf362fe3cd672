import { Link } from '@tanstack/react-router'
import { type ReactNode, useMemo } from 'react'
import { formatCount } from '../../../lib/format.ts'
import { gateway as texts } from '../../../strings/en/gateway.ts'
import type { GatewayData } from '../use-gateway-data.ts'
import { localKeyName, vaultKeyName } from './end-name.ts'
import type { DrawnEnd, DrawnFlow } from './flow-ends.ts'
import { drawingWidth, type EndBar, layOutFlow } from './flow-layout.ts'

const words = texts.flow

interface FlowDrawingProps {
  flow: DrawnFlow
  data: GatewayData
  isOn: boolean
  onOpen: (id: string) => void
}

/** Ribbons from local keys through the door to vault keys, in the colours of the environments. */
export function FlowDrawing({ flow, data, isOn, onOpen }: FlowDrawingProps) {
  const layout = useMemo(() => layOutFlow(flow), [flow])
  const colourOf = (environmentId: string | null) =>
    data.environments.find(({ id }) => id === environmentId)?.colour ?? 'slate'
  const { height, door } = layout
  return (
    <div className="flow__drawing" style={{ height }}>
      <ul className="flow__ends" aria-label={words.localKeys}>
        {flow.localKeys.map((end, place) => {
          const { id } = end
          const name = localKeyName(end, data)
          const isHere = data.rows.some(({ key }) => key.id === id)
          return (
            <End key={id ?? ''} bar={layout.from[place]!} colour={colourOf(end.environmentId)}>
              {id !== null && isHere ? (
                <button type="button" className="flow__name trunc" title={name} dir="auto" onClick={() => onOpen(id)}>
                  {name}
                </button>
              ) : (
                <span className="flow__name trunc" title={name} dir="auto">
                  {name}
                </span>
              )}
              <Counts end={end} />
            </End>
          )
        })}
      </ul>
      <div className="flow__ribbons" aria-hidden="true">
        <svg viewBox={`0 0 ${drawingWidth} ${height}`} preserveAspectRatio="none">
          {layout.ribbons.map(({ link, path }) => {
            const from = flow.localKeys[link.from]!
            const environmentId = from.environmentId ?? flow.vaultKeys[link.to]!.environmentId
            return (
              <path
                key={`${link.from} ${link.to}`}
                className="flow__ribbon"
                data-env={colourOf(environmentId)}
                data-running={link.running > 0 ? '' : undefined}
                d={path}
              />
            )
          })}
        </svg>
        <Door stack={door} height={height} isOn={isOn} />
      </div>
      <ul className="flow__ends flow__ends--out" aria-label={words.vaultKeys}>
        {flow.vaultKeys.map((end, place) => {
          const { id } = end
          const name = vaultKeyName(end, data)
          const isHere = data.vaultKeys.some((key) => key.id === id)
          return (
            <End key={id ?? ''} bar={layout.to[place]!} colour={colourOf(end.environmentId)}>
              {id !== null && isHere ? (
                <Link className="flow__name trunc" title={name} dir="auto" to="/keys" search={{ key: id }}>
                  {name}
                </Link>
              ) : (
                <span className="flow__name trunc" title={name} dir="auto">
                  {name}
                </span>
              )}
              <span className="flow__provider trunc">{end.providerName}</span>
            </End>
          )
        })}
      </ul>
    </div>
  )
}

function End({ bar, colour, children }: { bar: EndBar; colour: string; children: ReactNode }) {
  return (
    <li className="flow__end" data-env={colour} style={{ top: bar.top + bar.height / 2 }}>
      {children}
      <i className="flow__bar" style={{ height: Math.max(3, bar.height) }} aria-hidden="true" />
    </li>
  )
}

function Counts({ end: { calls, running } }: { end: DrawnEnd }) {
  return (
    <span className="flow__counts">
      {running > 0 ? (
        <span className="flow__now" title={words.nowTitle}>
          {words.now(formatCount(running))}
        </span>
      ) : null}
      {calls > 0 ? <span className="unit">{words.calls(formatCount(calls), calls === 1)}</span> : null}
    </span>
  )
}

/** The wall and the door in it: light shows through its keyhole while the gateway is on. */
function Door({ stack, height, isOn }: { stack: EndBar; height: number; isOn: boolean }) {
  const plate = Math.min(64, Math.max(40, height * 0.38))
  const gap = isOn ? Math.max(plate, stack.height) + 16 : plate
  const wall = { height: Math.max(0, (height - gap) / 2) }
  return (
    <>
      <i className="flow__wall" style={wall} />
      <i className="flow__wall flow__wall--below" style={wall} />
      <span className="flow__door" data-on={isOn} style={{ height: plate }}>
        <svg viewBox="0 0 16 20" width="22" height="28">
          <path d="M8 1.5a5 5 0 0 0-2.6 9.25L4 18a.9.9 0 0 0 .9 1h6.2a.9.9 0 0 0 .9-1l-1.4-7.25A5 5 0 0 0 8 1.5Z" />
        </svg>
      </span>
    </>
  )
}
