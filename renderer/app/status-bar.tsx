import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { formatClock, formatCount, formatMoney } from '../lib/format.ts'
import { useGatewayState } from '../lib/use-gateway.ts'
import type { SecretStoreStatus } from '../lib/use-secret-store.ts'
import { frame } from '../strings/en/frame.ts'
import { StatusDot, type StatusDotProps } from '../ui/status-dot.tsx'
import { RotationsDue } from './rotations-due.tsx'

/** Figures of the day. */
export interface DayFigures {
  calls: number
  errors: number
  cost: number
  unpriced: number
}

export interface StatusBarProps {
  store: SecretStoreStatus | undefined
  today: DayFigures | undefined
}

const storeSection = { section: 'secret-store' }

/** The foot of the window: the gateway, the secret store and its last test, the day's calls and spend. Each part leads to its page. */
export function StatusBar({ store, today }: StatusBarProps) {
  const words = frame.status
  const storeState = store ? describeStore(store) : null
  return (
    <footer className="status" aria-label={words.label}>
      <GatewayPart />
      {storeState ? (
        <Link to="/settings/$section" params={storeSection} className="status__part status__store">
          <StatusDot tone={storeState.tone}>
            <span className="trunc">{storeState.text}</span>
          </StatusDot>
        </Link>
      ) : null}
      {store?.state === 'ready' && store.sentinelReadAt !== null ? (
        <Link
          to="/settings/$section"
          params={storeSection}
          className="status__part status__sentinel"
          title={words.sentinelTitle}
        >
          {words.sentinel(formatClock(store.sentinelReadAt))}
        </Link>
      ) : null}
      <span className="status__gap" />
      <RotationsDue />
      {today ? <DayParts today={today} /> : null}
    </footer>
  )
}

function GatewayPart() {
  const gateway = useGatewayState()
  if (!gateway) return null
  const words = frame.status.gateway
  const { state, trouble, running } = gateway
  const tone = state === 'on' ? 'ok' : trouble ? 'bad' : 'idle'
  const text = state === 'on' ? words.on(new URL(gateway.baseUrl).host) : trouble ? words.trouble : words[state]
  return (
    <Link to="/gateway" className="status__part">
      <StatusDot tone={tone}>{text}</StatusDot>
      {running > 0 ? <span className="status__note">{words.running(formatCount(running))}</span> : null}
    </Link>
  )
}

function DayParts({ today }: { today: DayFigures }) {
  const words = frame.status
  const unpriced = today.unpriced > 0 ? words.unpriced(formatCount(today.unpriced), today.unpriced === 1) : undefined
  return (
    <>
      {today.errors > 0 ? (
        <Link to="/usage" className="status__part">
          <StatusDot tone="bad">{words.failed(formatCount(today.errors))}</StatusDot>
        </Link>
      ) : null}
      <Link to="/usage" className="status__part status__calls">
        {words.calls(formatCount(today.calls), today.calls === 1)}
      </Link>
      <Link to="/usage" className="status__part" title={unpriced}>
        <span className={today.cost === 0 ? 'text-fg-3' : undefined}>
          {unpriced ? '≥ ' : null}
          <b>{formatMoney(today.cost)}</b> {words.spend}
        </span>
      </Link>
    </>
  )
}

function describeStore(store: SecretStoreStatus): { tone: StatusDotProps['tone']; text: ReactNode } {
  const words = frame.status
  if (store.state === 'ready') {
    const kind = store.kind ? words.store[store.kind] : words.unchosen
    return { tone: 'ok', text: store.kind === 'os-keychain' ? `${kind}, ${store.place}` : kind }
  }
  if (store.state === 'unchosen') return { tone: 'idle', text: words.unchosen }
  if (store.state === 'checking') return { tone: 'idle', text: words.checking }
  return { tone: store.state === 'locked' ? 'warn' : 'bad', text: words[store.state] }
}
