import type { LocalKey, LocalKeyChanges } from '../../../../contract/local-keys.ts'
import { KeydeckError } from '../../keydeck-error.ts'
import { refuseChoices, withChoices } from './choice-rules.ts'
import { findLocalKey, type LocalKeyParts } from './local-key-parts.ts'
import type { LocalKeyRecord } from './local-key-record.ts'

/** Changes what a person chose for a local key. Its text, its use and its history stay; the next request meets the change. */
export class LocalKeyChanging {
  readonly #parts: LocalKeyParts

  constructor(parts: LocalKeyParts) {
    this.#parts = parts
  }

  update(id: string, changes: LocalKeyChanges): LocalKey {
    const { records, register, audit, view, changed, clock, vault } = this.#parts
    const record = findLocalKey(this.#parts, id)
    const next = withChoices(record, changes)
    const detail = changedFields(record, next)
    if (Object.keys(detail).length === 0) return view(record)
    try {
      if (record.revokedAt !== null) throw new KeydeckError('CONFLICT', { reason: 'local_key_revoked' })
      refuseChoices(next, record, { vault, now: clock.now() })
      records.write(() => {
        records.save(next)
        audit.record('local_key_changed', next, detail)
      })
    } catch (error) {
      audit.refused('update', record, error)
      throw error
    }
    register.put(next)
    changed(id)
    return view(next)
  }
}

/** For the audit: figures and codes as they are now; of lists how long they are, of what people write only the old name. */
function changedFields(before: LocalKeyRecord, after: LocalKeyRecord): Record<string, string> {
  const changed: Record<string, string> = {}
  if (after.name !== before.name) changed['formerName'] = before.name
  for (const field of FIGURES) {
    if (after[field] !== before[field]) changed[field] = after[field] === null ? 'none' : String(after[field])
  }
  for (const [field, none] of LISTS) {
    const list = after[field]
    if (list?.join('\n') !== before[field]?.join('\n')) changed[field] = list === null ? none : String(list.length)
  }
  return changed
}

const FIGURES = [
  'environmentId',
  'accountType',
  'requestsPerMinute',
  'allowsFiles',
  'monthlyBudget',
  'expiresAt',
] as const
const LISTS = [
  ['modelTiers', 'all'],
  ['models', 'all'],
  ['vaultKeyIds', 'all'],
] as const
