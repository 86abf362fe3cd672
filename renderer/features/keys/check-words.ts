import type { VaultKey } from '../../../contract/keys.ts'
import { formatDate, formatDuration, formatIn } from '../../lib/format.ts'
import { keys as words } from '../../strings/en/keys.ts'
import { keysTable } from '../../strings/en/keys-table.ts'

/** A key's state in a table cell: a tone, a word or a status, and what stands behind it in grey. */
export interface KeyState {
  tone: 'ok' | 'warn' | 'bad' | 'idle'
  word: string
  note: string
  /** Whether a person has to do something about it. */
  needsYou: boolean
}

const passing = new Set(['rate_limit_exceeded', 'upstream_overloaded', 'upstream_timeout', 'upstream_error', 'stopped'])

/** The part of a key that its state is told from. */
export type Stated = Pick<VaultKey, 'trouble' | 'lastCheck' | 'status' | 'revokedAt' | 'expiresAt'>

const soon = 7 * 86_400_000

/** What a row says of a key: that it is revoked or over, else trouble with its secret, else its last check. */
export function stateOf(key: Stated, now: number = Date.now()): KeyState {
  if (key.status === 'revoked') {
    const note = key.revokedAt === null ? '' : formatDate(key.revokedAt, now)
    return { tone: 'idle', word: keysTable.state.revoked, note, needsYou: false }
  }
  const state = stateOfCheck(key)
  if (key.expiresAt === null || state.tone === 'bad') return state
  if (key.expiresAt <= now) {
    return { tone: 'bad', word: keysTable.state.expired, note: formatDate(key.expiresAt, now), needsYou: true }
  }
  if (key.expiresAt - now > soon) return state
  return { ...state, tone: 'warn', note: keysTable.state.expires(formatIn(key.expiresAt, now)), needsYou: true }
}

function stateOfCheck(key: Stated): KeyState {
  if (key.trouble) {
    const { short } = words.trouble[key.trouble]
    return { tone: key.trouble === 'locked' ? 'warn' : 'bad', word: short, note: '', needsYou: true }
  }
  const check = key.lastCheck
  if (!check) return { tone: 'idle', word: words.check.never, note: '', needsYou: false }
  const latency = check.latencyMs === null ? '' : formatDuration(check.latencyMs)
  if (check.ok) return { tone: 'ok', word: String(check.status ?? words.check.works), note: latency, needsYou: false }
  const { code = 'internal_error' } = check.error ?? {}
  if (code === 'upstream_unreachable') {
    return { tone: 'idle', word: words.check.offline, note: '', needsYou: false }
  }
  const isPassing = passing.has(code)
  return {
    tone: isPassing ? 'warn' : 'bad',
    word: check.status === null ? code : String(check.status),
    note: check.status === null ? '' : code,
    needsYou: !isPassing,
  }
}

/** For sorting: what needs a hand comes first. */
export function stateRank(key: Stated): number {
  const { tone } = stateOf(key)
  const latency = key.lastCheck?.latencyMs ?? 0
  return { bad: 3e9, warn: 2e9, idle: 1e9, ok: 0 }[tone] + latency
}
