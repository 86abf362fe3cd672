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
    const at = removedAt + UNCONFIRMED_LINE_MS
    if (now < at) return []
    const keyIds = keys.some((key) => key.id === keyId) ? [keyId] : []
    return [{ id: `env_line_unconfirmed:${id}`, kind: 'env_line_unconfirmed', level: 'soon', keyIds, at }]
  })
}

function rotation({ id, rotation: { state, dueAt } }: KeyEvidence): Finding[] {
  if (dueAt === null || (state !== 'due' && state !== 'soon')) return []
  const isDue = state === 'due'
  return [finding(isDue ? 'rotation_due' : 'rotation_soon', isDue ? 'now' : 'soon', id, dueAt, dueAt)]
}

function expiry({ id, status, expiresAt }: KeyEvidence, now: number): Finding[] {
  if (status !== 'active' || expiresAt === null) return []
  if (now >= expiresAt) return [finding('expired', 'now', id, expiresAt, expiresAt)]
  return now >= expiresAt - EXPIRING_MS ? [finding('expiring', 'soon', id, expiresAt, expiresAt)] : []
}

/** Checks are no use: Keydeck makes one with every key it takes. A local server without a secret has nothing to lose. */
function use({ id, status, hasSecret, createdAt }: KeyEvidence, lastUse: number | undefined, now: number): Finding[] {
  if (status !== 'active' || !hasSecret) return []
  if (lastUse === undefined) {
    const at = createdAt + NEVER_USED_MS
    return now >= at ? [finding('never_used', 'note', id, createdAt, at)] : []
  }
  const at = Math.max(lastUse, createdAt) + LONG_UNUSED_MS
  return now >= at ? [finding('long_unused', 'note', id, lastUse, at)] : []
}

/** A revoked key may still hold what another secret of it needs revoking for: what was swapped out works at the provider. */
function regeneration({ id, pending, previous }: KeyEvidence, now: number): Finding[] {
  const found: Finding[] = []
  if (pending && now >= pending.since + UNFINISHED_MS) {
    found.push(finding('regeneration_unfinished', 'soon', id, pending.since, pending.since + UNFINISHED_MS))
  }
  if (previous && now >= previous.since + OLD_SECRET_MS) {
    found.push(finding('old_secret_kept', 'soon', id, previous.since, previous.since + OLD_SECRET_MS))
  }
  return found
}

/** `matter` tells this one from an earlier one of its kind at the same key. */
function finding(kind: FindingKind, level: Finding['level'], keyId: string, matter: number, at: number): Finding {
  return { id: `${kind}:${keyId}:${matter}`, kind, level, keyIds: [keyId], at }
}

function lastUseOf({ uses }: Evidence): Map<string, number> {
  const last = new Map<string, number>()
  for (const { keyId, origin, lastAt } of uses) {
    if (origin !== 'check') last.set(keyId, Math.max(lastAt, last.get(keyId) ?? 0))
  }
  return last
}
