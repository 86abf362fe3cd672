import type { VaultKey } from '../../../../contract/keys.ts'
import { KeydeckError, notFound } from '../../keydeck-error.ts'
import type { KeyRecord } from '../key-record.ts'
import type { KeyParts } from './key-parts.ts'
import type { KeyListing } from './listing.ts'
import { spareOf } from './spare-of.ts'

/** Takes keys out of use while their records stay. */
export class KeyRevoking {
  readonly #parts: KeyParts
  readonly #listing: KeyListing

  constructor(parts: KeyParts, tools: { listing: KeyListing }) {
    this.#parts = parts
    this.#listing = tools.listing
  }

  /**
   * Refuses the key everywhere from this moment, and ends its calls under way. With `removeSecret` nothing can use its
   * secrets again, and the store is asked to let go of them; one that can't answer now is asked again later.
   */
  revoke(id: string, removeSecret: boolean): VaultKey {
    const { records, spares, audit, clock, passports, door, removals, events } = this.#parts
    records.write(() => {
      const record = this.#find(id)
      const isRevoked = record.status === 'revoked'
      const holdsSecret = record.secretState === 'stored' || spares.of(id).length > 0
      if (isRevoked && !(removeSecret && holdsSecret)) return
      records.save({
        ...record,
        status: 'revoked',
        revokedAt: record.revokedAt ?? clock.now(),
        ...(removeSecret ? this.#giveUpSecrets(record) : {}),
      })
      audit.record('key_revoked', record, { detail: { secret: removeSecret ? 'removed' : 'kept' } })
    })
    passports.forget()
    door().cut(id)
    if (removeSecret) void removals.run()
    events.emit({ type: 'keys', id })
    return this.#listing.get(id)
  }

  /** Takes a revoke back, where the secret is still there. */
  reactivate(id: string): VaultKey {
    const { records, audit, passports, events } = this.#parts
    const record = this.#find(id)
    if (record.status === 'active') return this.#listing.get(id)
    try {
      records.write(() => {
        const isRemoved = record.secretState === 'none' && record.fingerprint !== ''
        if (isRemoved) throw new KeydeckError('CONFLICT', { reason: 'secret_removed' })
        records.save({ ...record, status: 'active', revokedAt: null })
        audit.record('key_reactivated', record)
      })
    } catch (error) {
      audit.refused('reactivate', record, error)
      throw error
    }
    passports.forget()
    events.emit({ type: 'keys', id })
    return this.#listing.get(id)
  }

  /** The secret in use becomes one of those beside it, all on their way out: one way of removing for all of them. */
  #giveUpSecrets(record: KeyRecord): Pick<KeyRecord, 'secretState' | 'storeKind'> {
    const { spares, clock } = this.#parts
    spares.markAllRemoving(record.id)
    if (record.secretState === 'stored') spares.insert(spareOf(record, 'removing', clock.now()))
    return { secretState: 'none', storeKind: null }
  }

  #find(id: string): KeyRecord {
    const record = this.#parts.records.find(id)
    if (!record) throw notFound('key', id)
    return record
  }
}
