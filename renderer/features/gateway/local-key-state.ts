import type { LocalKey } from '../../../contract/local-keys.ts'
import { formatIn } from '../../lib/format.ts'
import { localKeys } from '../../strings/en/local-keys.ts'
import type { StatusDotProps } from '../../ui/status-dot.tsx'

const words = localKeys.states
const week = 7 * 24 * 60 * 60 * 1_000

/** How a local key is, the worst first. */
export interface LocalKeyState {
  tone: StatusDotProps['tone']
  text: string
  /** For sorting: what needs a hand has the highest. */
  rank: number
}

/** What a tool would meet with this key at this moment. */
export function stateOf(key: LocalKey, now: number = Date.now()): LocalKeyState {
  if (key.status === 'revoked') return { tone: 'idle', text: words.revoked, rank: 0 }
  if (key.status === 'expired') return { tone: 'bad', text: words.expired, rank: 6 }
  if (key.monthlyBudget !== null && key.spentThisMonth >= key.monthlyBudget) {
    return { tone: 'bad', text: words.budget, rank: 5 }
  }
  const limit = key.effectiveRequestsPerMinute
  if (limit !== null && key.usedThisMinute >= limit) return { tone: 'warn', text: words.limited, rank: 4 }
  if (key.expiresAt !== null && key.expiresAt - now < week) {
    return { tone: 'warn', text: words.soon(formatIn(key.expiresAt, now)), rank: 3 }
  }
  if (key.lastUsedAt === null) return { tone: 'idle', text: words.unused, rank: 1 }
  return { tone: 'ok', text: words.active, rank: 2 }
}

/** From here on a meter warns; at one it is full. */
export const toneOf = (share: number): 'normal' | 'warn' | 'bad' =>
  share >= 1 ? 'bad' : share >= 0.8 ? 'warn' : 'normal'
