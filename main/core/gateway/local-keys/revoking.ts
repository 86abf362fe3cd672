import type { LocalKey } from '../../../../contract/local-keys.ts'
import { findLocalKey, type LocalKeyParts } from './local-key-parts.ts'

/** Takes local keys out of use for ever; their records and their calls stay. */
export class LocalKeyRevoking {
  readonly #parts: LocalKeyParts

  constructor(parts: LocalKeyParts) {
    this.#parts = parts
  }

  revoke(id: string): LocalKey {
    const { records, register, ends, audit, view, ended, changed, clock } = this.#parts
    const record = findLocalKey(this.#parts, id)
    if (record.revokedAt !== null) return view(record)
    const at = clock.now()
    const next = { ...record, revokedAt: at }
    ends.write({ act: 'local_key_revoked', id, at }, () => {
      records.save(next)
      audit.record('local_key_revoked', next)
    })
    register.put(next)
    ended(id)
    changed(id)
    return view(next)
  }
}
