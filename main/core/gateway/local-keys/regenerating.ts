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
    const { records, register, ends, audit, view, issue, ended, changed, clock } = this.#parts
    const record = findLocalKey(this.#parts, id)
    const text = localKeyText()
    const at = clock.now()
    const own = partsOf(text)
    const next: LocalKeyRecord = { ...record, ...own, regeneratedAt: at }
    try {
      if (record.revokedAt !== null) throw conflict('local_key_revoked')
      if (isExpired(record, at)) throw conflict('local_key_expired')
      ends.write({ act: 'local_key_regenerated', id, at, hash: record.hash, next: own }, () => {
        records.addFormer({ hash: record.hash, keyId: id }, at)
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
