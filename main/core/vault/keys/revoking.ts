import type { VaultKey } from '../../../../contract/keys.ts'
import { errorKind } from '../../error-kind.ts'
import { KeydeckError, notFound } from '../../keydeck-error.ts'
import type { KeyRecord } from '../key-record.ts'
import type { KeyParts } from './key-parts.ts'
import type { KeyListing } from './listing.ts'
import { isNoted, type Revoke } from './revoking-again.ts'
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
    const revoked = records.write(() => {
      const record = this.#find(id)
      const isRevoked = record.status === 'revoked'
      const holdsSecret = record.secretState === 'stored' || spares.of(id).length > 0
      if (isRevoked && !(removeSecret && holdsSecret)) return null
      const at = record.revokedAt ?? clock.now()
      records.save({
        ...record,
        status: 'revoked',
        revokedAt: at,
        ...(removeSecret ? this.#giveUpSecrets(record) : {}),
      })
      audit.record('key_revoked', record, { detail: { secret: removeSecret ? 'removed' : 'kept' } })
      return isRevoked ? null : { id, at, secretId: record.secretId }
    })
    if (revoked) this.#note(revoked)
    passports.forget()
    door().cut(id)
    if (removeSecret) void removals.run()
    events.emit({ type: 'keys', id })
    return this.#listing.get(id)
  }

  /** Takes a revoke back, where the secret is still there. */
  reactivate(id: string): VaultKey {
    const { records, audit, passports, ends, events } = this.#parts
    const record = this.#find(id)
    if (record.status === 'active') return this.#listing.get(id)
    const revoke = { id, at: record.revokedAt ?? 0, secretId: record.secretId }
    const wasNoted = isNoted(revoke, ends.endings)
    try {
      const isRemoved = record.secretState === 'none' && record.fingerprint !== ''
      if (isRemoved) throw new KeydeckError('CONFLICT', { reason: 'secret_removed' })
      // First: while the line of its revoke stands alone, the next start would revoke it again.
      if (wasNoted) ends.note({ act: 'key_reactivated', ...revoke })
      records.write(() => {
        records.save({ ...record, status: 'active', revokedAt: null })
        audit.record('key_reactivated', record)
      })
    } catch (error) {
      if (wasNoted && !isNoted(revoke, ends.endings)) this.#note(revoke)
      audit.refused('reactivate', record, error)
      throw error
    }
    passports.forget()
    events.emit({ type: 'keys', id })
    return this.#listing.get(id)
  }

  /** The database has it. A backup that takes its place has not, and looks for this line. */
  #note(revoke: Revoke): void {
    const { ends, log } = this.#parts
    try {
      ends.note({ act: 'key_revoked', ...revoke })
    } catch (error) {
      log.error('vault.revoke-not-noted', { id: revoke.id, kind: errorKind(error) })
    }
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
