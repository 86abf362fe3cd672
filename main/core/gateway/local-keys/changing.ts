import type { LocalKey, LocalKeyChanges } from '../../../../contract/local-keys.ts'
import { KeydeckError } from '../../keydeck-error.ts'
import { changedFields } from './changed-fields.ts'
import { refuseChoices, withChoices } from './choice-rules.ts'
import { findLocalKey, type LocalKeyParts } from './local-key-parts.ts'

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
    const detail = changedFields(record, next, vault)
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
