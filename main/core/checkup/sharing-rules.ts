import { createHash } from 'node:crypto'
import type { Finding } from '../../../contract/findings.ts'
import type { Evidence, KeyEvidence } from './evidence-types.ts'

/** How far back calls say from where a key is used. */
export const USED_WITHIN_MS = 30 * 86_400_000

/**
 * What is wrong with secrets that several keys, environments or programs share.
 *
 * "One secret in two environments": active keys of two or more environments have it. Where every one of them but the
 * first gave a reason it is a note, else it is to be mended soon.
 *
 * "One key for everything": all active keys of a provider have one and the same secret, and either that secret lies in
 * every environment in use (those with an active key that has a secret; two at least), or its calls of the last 30 days
 * came from two or more origins, or were made in two or more environments. Checks don't count as calls. Where the first
 * is so, the finding above would say it again and is left out.
 */
export function sharingFindings(evidence: Evidence): Finding[] {
  const active = evidence.keys.filter((key) => key.status === 'active' && key.hasSecret && key.fingerprint !== '')
  const everywhere = oneForEverything(active, evidence)
  const told = new Set(everywhere.filter((one) => one.isInAll).map((one) => one.fingerprint))
  const shared = [...groupBy(active, (key) => key.fingerprint)]
    .filter(([fingerprint, keys]) => environmentsOf(keys).length > 1 && !told.has(fingerprint))
    .map(([fingerprint, keys]) => ({
      id: `same_secret_two_environments:${digest([fingerprint, ...environmentsOf(keys)])}`,
      kind: 'same_secret_two_environments' as const,
      level: levelOf(keys),
      keyIds: inOrder(keys),
      at: null,
    }))
  return [...shared, ...everywhere.map((one) => one.finding)]
}

function oneForEverything(active: readonly KeyEvidence[], { uses, now }: Evidence) {
  const inUse = environmentsOf(active)
  const recent = uses.filter((use) => use.origin !== 'check' && now - use.lastAt <= USED_WITHIN_MS)
  return [...groupBy(active, (key) => key.providerId)].flatMap(([providerId, keys]) => {
    const [fingerprint, ...others] = new Set(keys.map((key) => key.fingerprint))
    if (fingerprint === undefined || others.length > 0) return []
    const ids = new Set(keys.map((key) => key.id))
    const calls = recent.filter((use) => ids.has(use.keyId))
    const isInAll = inUse.length > 1 && environmentsOf(keys).length === inUse.length
    const isUsedWidely =
      new Set(calls.map((use) => use.origin)).size > 1 || new Set(calls.map((use) => use.environmentId)).size > 1
    if (!isInAll && !isUsedWidely) return []
    const finding: Finding = {
      id: `one_key_for_everything:${digest([providerId, fingerprint])}`,
      kind: 'one_key_for_everything',
      level: isInAll ? levelOf(keys) : 'note',
      keyIds: inOrder(keys),
      at: null,
    }
    return [{ fingerprint, isInAll, finding }]
  })
}

const environmentsOf = (keys: readonly KeyEvidence[]) => [...new Set(keys.map((key) => key.environmentId))].toSorted()

/** The first that had the secret needed no reason. */
const levelOf = (keys: readonly KeyEvidence[]): Finding['level'] =>
  keys.filter((key) => key.overrideReason === null).length > 1 ? 'soon' : 'note'

/** The one that came last first: it is the one that should have had a secret of its own. */
const inOrder = (keys: readonly KeyEvidence[]) =>
  keys.toSorted((a, b) => b.createdAt - a.createdAt || a.id.localeCompare(b.id)).map((key) => key.id)

const digest = (parts: readonly string[]) => createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 32)

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}
