import { useQuery } from '@tanstack/react-query'
import { Check, Copy } from 'lucide-react'
import { useMemo } from 'react'
import type { GatewayState } from '../../../../contract/gateway.ts'
import { orpc } from '../../../lib/client.ts'
import { formatCount, formatDate, formatMoney, formatTime } from '../../../lib/format.ts'
import { isGatewayOn } from '../../../lib/use-gateway.ts'
import { useToday } from '../../../lib/use-today.ts'
import { gateway as texts } from '../../../strings/en/gateway.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Spinner } from '../../../ui/spinner.tsx'
import { Switch } from '../../../ui/switch.tsx'
import { useCopied } from '../../../ui/use-copied.ts'
import { GatewayChoices } from './gateway-choices.tsx'
import { useSwitch } from './use-switch.ts'

const words = texts.bar

/** Whether the gateway is on, where tools find it, how it does, and how it runs. */
export function GatewayBar({ gateway }: { gateway: GatewayState }) {
  return (
    <section className="gateway-bar card" aria-label={words.label}>
      <div className="gateway-bar__line">
        <OnOff gateway={gateway} />
        <Address baseUrl={gateway.baseUrl} />
        <Figures gateway={gateway} />
      </div>
      <GatewayChoices gateway={gateway} />
    </section>
  )
}

function OnOff({ gateway }: { gateway: GatewayState }) {
  const { turn, turningTo } = useSwitch()
  const today = useToday()
  const isOn = turningTo ?? isGatewayOn(gateway)
  const state = turningTo === null ? gateway.state : turningTo ? 'starting' : 'stopping'
  const since = gateway.since
  return (
    <div className="gateway-bar__state">
      <Switch
        checked={isOn}
        onCheckedChange={(next) => {
          // It keeps the focus meanwhile: what is disabled loses it.
          if (turningTo === null) void turn(next)
        }}
        aria-label={words.switch}
      />
      <span role="status">
        <b>{words.states[state]}</b>
        {since === null ? null : (
          <span className="hint">
            {words.since(since >= today.from ? formatTime(since) : `${formatDate(since)}, ${formatTime(since)}`)}
          </span>
        )}
        {state === 'off' ? <span className="hint">{words.offText}</span> : null}
      </span>
      {turningTo === null ? null : <Spinner />}
    </div>
  )
}

function Address({ baseUrl }: { baseUrl: string }) {
  const { isCopied, copy } = useCopied()
  return (
    <div className="gateway-bar__address" role="group" aria-label={words.address}>
      <code className="sel trunc">{baseUrl}</code>
      <IconButton
        label={words.copy}
        size="small"
        icon={isCopied ? <Check className="i i--14" /> : <Copy className="i i--14" />}
        onClick={() => copy(baseUrl)}
      />
    </div>
  )
}

function Figures({ gateway }: { gateway: GatewayState }) {
  const { from, to } = useToday()
  const input = useMemo(() => ({ from, to, filter: { origin: 'gateway' as const } }), [from, to])
  const today = useQuery(orpc.calls.totals.queryOptions({ input })).data
  const refusals = useQuery(orpc.gateway.refusals.queryOptions()).data
  const refused = refusals?.reduce((sum, one) => sum + one.count, 0)
  const { addedMsP50, addedMsP95, running, waiting } = gateway
  return (
    <dl className="gateway-figures" aria-label={words.figures}>
      <Figure
        name={words.running}
        value={formatCount(running)}
        note={waiting > 0 ? words.waiting(formatCount(waiting)) : null}
        isQuiet={running === 0}
      />
      <Figure
        name={words.calls}
        value={today ? formatCount(today.calls) : ''}
        note={today && today.calls > 0 ? formatMoney(today.cost) : null}
        isQuiet={today?.calls === 0}
      />
      <Figure
        name={words.added}
        title={words.addedTitle}
        value={addedMsP50 === null ? words.none : words.milliseconds(addedMsP50.toFixed(2))}
        note={addedMsP95 === null ? null : words.addedP95(words.milliseconds(addedMsP95.toFixed(2)))}
        isQuiet={addedMsP50 === null}
      />
      <Figure
        name={words.refused}
        title={words.refusedTitle}
        value={refused === undefined ? '' : formatCount(refused)}
        note={null}
        isQuiet={refused === 0}
      />
    </dl>
  )
}

function Figure(props: { name: string; value: string; note: string | null; isQuiet: boolean; title?: string }) {
  const { name, value, note, isQuiet, title } = props
  return (
    <div title={title}>
      <dt>{name}</dt>
      <dd>
        <b className={isQuiet ? 'text-fg-3' : undefined}>{value}</b>
        {note ? <span className="unit">{note}</span> : null}
      </dd>
    </div>
  )
}
