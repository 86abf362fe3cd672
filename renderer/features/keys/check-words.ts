import type { VaultKey } from '../../../contract/keys.ts'
import { formatDate, formatDuration, formatIn } from '../../lib/format.ts'
import { keys as words } from '../../strings/en/keys.ts'
import { keysTable } from '../../strings/en/keys-table.ts'

/** A key's state in a table cell: a tone, a word or a status, and what stands behind it in grey. */
export interface KeyState {
  tone: 'ok' | 'warn' | 'bad' | 'idle'
  word: string
  note: string
}

/** The part of a key that its state is told from. */
export type Stated = Pick<VaultKey, 'trouble' | 'lastCheck' | 'status' | 'revokedAt' | 'expiresAt'>

type Kind =
  | 'revoked'
  | 'locked'
  | 'trouble'
  | 'failed'
  | 'expired'
  | 'expires'
  | 'unchecked'
  | 'offline'
  | 'passing'
  | 'ok'

const tones: Readonly<Record<Kind, KeyState['tone']>> = {
  revoked: 'idle',
  locked: 'warn',
  trouble: 'bad',
  failed: 'bad',
  expired: 'bad',
  expires: 'warn',
  unchecked: 'idle',
  offline: 'idle',
  passing: 'warn',
  ok: 'ok',
}
const yours: ReadonlySet<Kind> = new Set(['locked', 'trouble', 'failed', 'expired', 'expires'])
const passing = new Set(['rate_limit_exceeded', 'upstream_overloaded', 'upstream_timeout', 'upstream_error', 'stopped'])
const soon = 7 * 86_400_000

/** What goes before the rest: that it is revoked, trouble with its secret, a check that failed, its expiry. */
function kindOf(key: Stated, now: number): Kind {
  if (key.status === 'revoked') return 'revoked'
  if (key.trouble) return key.trouble === 'locked' ? 'locked' : 'trouble'
  const checked = kindOfCheck(key)
  if (checked === 'failed' || key.expiresAt === null) return checked
  if (key.expiresAt <= now) return 'expired'
  return key.expiresAt - now <= soon ? 'expires' : checked
}

function kindOfCheck({ lastCheck }: Stated): Kind {
  if (!lastCheck) return 'unchecked'
  if (lastCheck.ok) return 'ok'
  const { code = 'internal_error' } = lastCheck.error ?? {}
  if (code === 'upstream_unreachable') return 'offline'
  return passing.has(code) ? 'passing' : 'failed'
}

/** Whether a person has to do something about a key. Apart from its words: a thousand rows are counted by it. */
export function needsYou(key: Stated, now: number = Date.now()): boolean {
  return yours.has(kindOf(key, now))
}

/** What a row says of a key. */
export function stateOf(key: Stated, now: number = Date.now()): KeyState {
  const kind = kindOf(key, now)
  return { tone: tones[kind], ...wordsFor(kind, key, now) }
}

function wordsFor(kind: Kind, key: Stated, now: number): Pick<KeyState, 'word' | 'note'> {
  const { state } = keysTable
  if (kind === 'revoked') {
    return { word: state.revoked, note: key.revokedAt === null ? '' : formatDate(key.revokedAt, now) }
  }
  if (key.trouble && (kind === 'locked' || kind === 'trouble')) {
    return { word: words.trouble[key.trouble].short, note: '' }
  }
  const checked = wordsOfCheck(key)
  if (key.expiresAt === null) return checked
  if (kind === 'expired') return { word: state.expired, note: formatDate(key.expiresAt, now) }
  return kind === 'expires' ? { ...checked, note: state.expires(formatIn(key.expiresAt, now)) } : checked
}

function wordsOfCheck({ lastCheck }: Stated): Pick<KeyState, 'word' | 'note'> {
  if (!lastCheck) return { word: words.check.never, note: '' }
  const { ok, status, latencyMs, error } = lastCheck
  if (ok) {
    return { word: String(status ?? words.check.works), note: latencyMs === null ? '' : formatDuration(latencyMs) }
  }
  const code = error?.code ?? 'internal_error'
  if (code === 'upstream_unreachable') return { word: words.check.offline, note: '' }
  return status === null ? { word: code, note: '' } : { word: String(status), note: code }
}

/** For sorting: what needs a hand comes first. */
export function stateRank(key: Stated): number {
  const latency = key.lastCheck?.latencyMs ?? 0
  return { bad: 3e9, warn: 2e9, idle: 1e9, ok: 0 }[tones[kindOf(key, Date.now())]] + latency
}
