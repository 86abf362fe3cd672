import type { VaultKey } from '../../../../contract/keys.ts'
import { formatAgo, formatDate, formatIn } from '../../../lib/format.ts'
import { keysTable } from '../../../strings/en/keys-table.ts'

const words = keysTable.rotation
const DAY = 86_400_000

/** When a key is to be regenerated, in a word or two, and what of a regeneration is left to do. */
export interface RotationState {
  word: string
  tone: 'bad' | 'warn' | 'plain' | 'quiet'
  /** A new secret that waits, or an old one that is still kept. */
  mark: string | null
}

/** What a row says of a key's rotation. */
export function rotationOf(
  key: Pick<VaultKey, 'rotation' | 'status' | 'pending' | 'previous'>,
  now: number = Date.now(),
): RotationState {
  const mark = key.pending ? words.pending : key.previous ? words.previous : null
  const { state, dueAt } = key.rotation
  if (key.status === 'revoked') return { word: words.revoked, tone: 'quiet', mark }
  if (state === 'none' || dueAt === null) return { word: words.none, tone: 'quiet', mark }
  if (state === 'due') {
    // Ages of a month and more are told as a date.
    const isLong = now - dueAt >= 30 * DAY
    return { word: isLong ? words.since(formatDate(dueAt, now)) : words.due(formatAgo(dueAt, now)), tone: 'bad', mark }
  }
  return { word: words.in(formatIn(dueAt, now)), tone: state === 'soon' ? 'warn' : 'plain', mark }
}
