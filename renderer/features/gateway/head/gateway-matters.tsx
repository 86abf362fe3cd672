import { useQuery } from '@tanstack/react-query'
import { CircleAlert, Lock } from 'lucide-react'
import { useState } from 'react'
import type { GatewayState, GatewayTrouble } from '../../../../contract/gateway.ts'
import { client, orpc } from '../../../lib/client.ts'
import { wordsOf } from '../../../lib/known-error.ts'
import type { Environment } from '../../../lib/use-environments.ts'
import { keepGatewayState } from '../../../lib/use-gateway.ts'
import { gateway as texts } from '../../../strings/en/gateway.ts'
import { Button } from '../../../ui/button.tsx'
import { useToast } from '../../../ui/toast.tsx'
import { GuardQuestion } from '../guard-question.tsx'
import type { LocalKeyRow } from '../types.ts'
import { useSwitch } from './use-switch.ts'

interface GatewayMattersProps {
  gateway: GatewayState
  rows: readonly LocalKeyRow[]
  environments: readonly Environment[]
}

/** What keeps tools from their answers and needs the person: a port that can't be had, a guard that nobody answered. */
export function GatewayMatters({ gateway, rows, environments }: GatewayMattersProps) {
  const waiting = useUnconfirmed(rows, environments)
  if (!gateway.trouble && waiting.length === 0) return null
  return (
    <div className="gateway-matters">
      {gateway.trouble ? <PortTrouble gateway={gateway} trouble={gateway.trouble} /> : null}
      {waiting.map((one) => (
        <GuardMatter key={one.environment.id} {...one} />
      ))}
    </div>
  )
}

function PortTrouble({ gateway, trouble }: { gateway: GatewayState; trouble: GatewayTrouble }) {
  const words = texts.trouble
  const toast = useToast()
  const { turn, turningTo } = useSwitch()
  const [isMoving, setIsMoving] = useState(false)
  const isOn = gateway.state === 'on'
  const next = trouble.port >= 65_535 ? 1_024 : trouble.port + 1
  const move = async () => {
    setIsMoving(true)
    try {
      const moved = keepGatewayState(await client.gateway.configure({ port: next }))
      if (!isOn && moved.port === next) await turn(true)
    } catch (error) {
      toast({ kind: 'error', title: texts.choices.failed, text: wordsOf(error) })
    } finally {
      setIsMoving(false)
    }
  }
  return (
    <section className="matter matter--bad" role="alert">
      <CircleAlert className="i" aria-hidden="true" />
      <p>
        <b>{words[trouble.reason](trouble.port)}.</b> {reasonOf(trouble)}
        {isOn ? ` ${words.stays(gateway.port)}` : null}
      </p>
      <span className="matter__actions">
        {isOn ? null : (
          <Button size="small" busy={turningTo !== null} onClick={() => void turn(true)}>
            {words.retry}
          </Button>
        )}
        <Button size="small" busy={isMoving} onClick={() => void move()}>
          {words.use(next)}
        </Button>
      </span>
    </section>
  )
}

function reasonOf({ reason, holder }: GatewayTrouble): string {
  const words = texts.trouble
  if (reason === 'port_not_allowed') return words.notAllowed
  if (reason === 'failed') return words.unknown
  return holder ? words.holder(holder) : words.noHolder
}

interface Unconfirmed {
  environment: Environment
  /** A local key of it that a tool asked with. */
  keyName: string
  count: number
}

/** Guarded environments that tools asked for in vain, and that nobody has confirmed since. */
function useUnconfirmed(rows: readonly LocalKeyRow[], environments: readonly Environment[]): readonly Unconfirmed[] {
  const refusals = useQuery(orpc.gateway.refusals.queryOptions()).data ?? []
  const found = new Map<string, Unconfirmed>()
  for (const { code, localKeyId, count } of refusals) {
    if (code !== 'guard_unconfirmed') continue
    const row = rows.find(({ key }) => key.id === localKeyId)
    const environment = environments.find(({ id }) => id === row?.key.environmentId)
    if (!row || !environment || !environment.guarded || environment.confirmed) continue
    const known = found.get(environment.id)
    found.set(environment.id, { environment, keyName: row.key.name, count: count + (known?.count ?? 0) })
  }
  return [...found.values()]
}

function GuardMatter({ environment, keyName, count }: Unconfirmed) {
  const words = texts.guard
  const [isAsking, setIsAsking] = useState(false)
  return (
    <section className="matter" role="alert">
      <Lock className="i" aria-hidden="true" />
      <p>
        <b>{words.matter(environment.name)}.</b> {words.matterText(count)}
      </p>
      <span className="matter__actions">
        <Button size="small" onClick={() => setIsAsking(true)}>
          {words.ask}
        </Button>
      </span>
      {isAsking ? <GuardQuestion {...{ environment, keyName }} onClose={() => setIsAsking(false)} /> : null}
    </section>
  )
}
