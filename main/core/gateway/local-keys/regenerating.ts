import type { IssuedLocalKey } from '../../../../contract/local-keys.ts'
import { KeydeckError } from '../../keydeck-error.ts'
import { partsOf } from './creating.ts'
import { findLocalKey, type LocalKeyParts } from './local-key-parts.ts'
import type { LocalKeyRecord } from './local-key-record.ts'
import { isExpired } from './local-key-register.ts'
import { localKeyText } from './local-key-text.ts'

/** Gives a local key another text. Everything else of it stays; whoever has the old text is refused from this moment. */
export class LocalKeyRegenerating {
  readonly #parts: LocalKeyParts

  constructor(parts: LocalKeyParts) {
    this.#parts = parts
  }

  regenerate(id: string): IssuedLocalKey {
    const { records, register, audit, view, issue, ended, changed, clock } = this.#parts
    const record = findLocalKey(this.#parts, id)
    const text = localKeyText()
    const next: LocalKeyRecord = { ...record, ...partsOf(text), regeneratedAt: clock.now() }
    try {
      if (record.revokedAt !== null) throw conflict('local_key_revoked')
      if (isExpired(record, clock.now())) throw conflict('local_key_expired')
      records.write(() => {
        records.addFormer({ hash: record.hash, keyId: id }, clock.now())
        records.save(next)
        audit.record('local_key_regenerated', next)
      })
    } catch (error) {
      audit.refused('regenerate', record, error)
      throw error
    }
    register.put(next)
    ended(id)
    changed(id)
    return { key: view(next), ticket: issue(text), shownOnce: text }
  }
}

const conflict = (reason: string) => new KeydeckError('CONFLICT', { reason })
