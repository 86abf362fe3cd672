import type { z } from 'zod'
import type { Rotation } from '../../../contract/keys.ts'
import type { KeyRecord } from './key-record.ts'

const DAY_MS = 86_400_000
/** A key is soon due in the last tenth of its period, and never for longer than this. */
const LONGEST_SOON_MS = 14 * DAY_MS

/** When a key is to be regenerated: its own period comes before its environment's. */
export function rotationOf(
  record: Pick<KeyRecord, 'createdAt' | 'rotatedAt' | 'rotateAfterDays' | 'status' | 'secretState'>,
  environmentDays: number | null,
  now: number,
): z.infer<typeof Rotation> {
  const everyDays = record.rotateAfterDays ?? environmentDays
  const canRotate = record.status === 'active' && record.secretState === 'stored'
  if (everyDays === null || !canRotate) return { state: 'none', everyDays, dueAt: null }
  const period = everyDays * DAY_MS
  const dueAt = Math.max(record.createdAt, record.rotatedAt ?? 0) + period
  if (now >= dueAt) return { state: 'due', everyDays, dueAt }
  const soon = Math.min(LONGEST_SOON_MS, period / 10)
  return { state: dueAt - now <= soon ? 'soon' : 'ok', everyDays, dueAt }
}
