import type { Finding, FindingKind } from '../../../contract/findings.ts'
import type { Evidence, KeyEvidence } from './evidence-types.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** How long before it ends an expiry is told. */
export const EXPIRING_MS = 14 * DAY_MS
/** How old a key is before it counts as never used. */
export const NEVER_USED_MS = 30 * DAY_MS
/** How long nobody may have called with a key before it counts as unused. */
export const LONG_UNUSED_MS = 90 * DAY_MS
/** How long a new secret may wait for its swap. */
export const UNFINISHED_MS = HOUR_MS
/** How long the old secret may stay for undo before the person is reminded to revoke it at the provider. */
export const OLD_SECRET_MS = 7 * DAY_MS
/** How long a line taken out of a file may wait for the person's word. */
export const UNCONFIRMED_LINE_MS = DAY_MS

/** What is wrong with single keys. */
export function keyFindings(evidence: Evidence): Finding[] {
  const lastUses = lastUseOf(evidence)
  return evidence.keys.flatMap((key) => [
    ...rotation(key),
    ...expiry(key, evidence.now),
    ...use(key, lastUses.get(key.id), evidence.now),
    ...regeneration(key, evidence.now),
  ])
}

/** Lines taken out of files that nobody confirmed. */
export function lineFindings({ removedLines, keys, now }: Evidence): Finding[] {
  return removedLines.flatMap(({ id, keyId, removedAt }) => {
    if (now < removedAt + UNCONFIRMED_LINE_MS) return []
    const keyIds = keys.some((key) => key.id === keyId) ? [keyId] : []
    return [{ id: `env_line_unconfirmed:${id}`, kind: 'env_line_unconfirmed', level: 'soon', keyIds, at: removedAt }]
  })
}

function rotation({ id, rotation: { state, dueAt } }: KeyEvidence): Finding[] {
  if (dueAt === null || (state !== 'due' && state !== 'soon')) return []
  const isDue = state === 'due'
  return [finding(isDue ? 'rotation_due' : 'rotation_soon', isDue ? 'now' : 'soon', id, dueAt)]
}

function expiry({ id, status, expiresAt }: KeyEvidence, now: number): Finding[] {
  if (status !== 'active' || expiresAt === null) return []
  if (now >= expiresAt) return [finding('expired', 'now', id, expiresAt)]
  return now >= expiresAt - EXPIRING_MS ? [finding('expiring', 'soon', id, expiresAt)] : []
}

/** Checks are no use: Keydeck makes one with every key it takes. A local server without a secret has nothing to lose. */
function use({ id, status, hasSecret, enteredAt }: KeyEvidence, lastUse: number | undefined, now: number): Finding[] {
  if (status !== 'active' || !hasSecret) return []
  if (lastUse === undefined) {
    return now >= enteredAt + NEVER_USED_MS ? [finding('never_used', 'note', id, enteredAt)] : []
  }
  return now >= lastUse + LONG_UNUSED_MS ? [finding('long_unused', 'note', id, lastUse)] : []
}

/** A revoked key may still hold what another secret of it needs revoking for: what was swapped out works at the provider. */
function regeneration({ id, pending, previous }: KeyEvidence, now: number): Finding[] {
  const found: Finding[] = []
  if (pending && now >= pending.since + UNFINISHED_MS) {
    found.push(finding('regeneration_unfinished', 'soon', id, pending.since))
  }
  if (previous && now >= previous.since + OLD_SECRET_MS) {
    found.push(finding('old_secret_kept', 'soon', id, previous.since))
  }
  return found
}

/** Its moment tells this one from an earlier one of its kind at the same key. */
function finding(kind: FindingKind, level: Finding['level'], keyId: string, at: number): Finding {
  return { id: `${kind}:${keyId}:${at}`, kind, level, keyIds: [keyId], at }
}

function lastUseOf({ uses }: Evidence): Map<string, number> {
  const last = new Map<string, number>()
  for (const { keyId, origin, lastAt } of uses) {
    if (origin !== 'check') last.set(keyId, Math.max(lastAt, last.get(keyId) ?? 0))
  }
  return last
}
