import { KeydeckError } from '../../keydeck-error.ts'
import type { KeyRecords } from '../key-records.ts'
import type { SpareRecords } from '../spare-records.ts'

/** Where the vault has a secret already: in use, waiting to be swapped in, or kept after a swap. */
export interface SameSecret {
  keyId: string
  name: string
  environmentId: string
  role: 'current' | 'pending' | 'previous'
}

/** Finds the same secret elsewhere in the vault, by fingerprint. Deleted keys and secrets on their way out don't count. */
export class SameSecrets {
  readonly #records: KeyRecords
  readonly #spares: SpareRecords
  readonly #beingWritten: ReadonlySet<string>

  constructor(options: { records: KeyRecords; spares: SpareRecords; beingWritten: ReadonlySet<string> }) {
    this.#records = options.records
    this.#spares = options.spares
    this.#beingWritten = options.beingWritten
  }

  /** Everywhere but at `exceptKeyId`. A row that a crash left in `writing` names no secret; one being written does. */
  find(fingerprint: string, exceptKeyId?: string): SameSecret[] {
    const isThere = (row: { id: string; secretState: string }, item: string) =>
      row.secretState === 'stored' || this.#beingWritten.has(item)
    const current = this.#records
      .withFingerprint(fingerprint)
      .filter((record) => isThere(record, record.secretId))
      .map(({ id, name, environmentId }): SameSecret => ({ keyId: id, name, environmentId, role: 'current' }))
    const spare = this.#spares.withFingerprint(fingerprint).flatMap((row): SameSecret[] => {
      const key = isThere(row, row.id) ? this.#records.find(row.keyId) : undefined
      return key ? [{ keyId: key.id, name: key.name, environmentId: key.environmentId, role: row.role }] : []
    })
    return [...current, ...spare].filter((same) => same.keyId !== exceptKeyId)
  }

  /**
   * Refuses a secret that its environment has already, and one that another environment has unless a reason is given.
   * What a key had before its last regeneration counts: it may still work at the provider.
   */
  refuse(found: readonly SameSecret[], environmentId: string, hasReason: boolean): void {
    this.refuseDuplicate(found, environmentId)
    if (found.length > 0 && !hasReason) throw new KeydeckError('CONFLICT', { reason: 'same_secret_other_environment' })
  }

  refuseDuplicate(found: readonly SameSecret[], environmentId: string): void {
    const here = found.filter((same) => same.environmentId === environmentId)
    if (here.length === 0) return
    const isOld = here.every((same) => same.role === 'previous')
    throw new KeydeckError('CONFLICT', { reason: isOld ? 'duplicate_old_secret' : 'duplicate_secret' })
  }
}
