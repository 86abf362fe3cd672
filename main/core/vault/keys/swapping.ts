import { KeydeckError } from '../../keydeck-error.ts'
import type { KeyRecord } from '../key-record.ts'
import type { SpareRecord } from '../spare-record.ts'
import type { KeyParts } from './key-parts.ts'
import { spareOf } from './spare-of.ts'

/** Exchanges the secret in use with one beside it. Each is one transaction: a crash leaves the old one or the new one. */
export class SecretSwapping {
  readonly #parts: KeyParts

  constructor(parts: KeyParts) {
    this.#parts = parts
  }

  /** The pending secret is the key's from now on; what it had is kept for undo. A revoked key is active again. */
  swap(record: KeyRecord, anyway: boolean): void {
    const { spares, records, clock, audit } = this.#parts
    const pending = spares.find(record.id, 'pending')
    if (!pending) throw conflict('nothing_pending')
    if (spares.find(record.id, 'previous')) throw conflict('old_secret_kept')
    if (!anyway && !pending.lastCheck) throw conflict('not_tested')
    if (!anyway && !pending.lastCheck?.ok) throw conflict('test_failed')
    const isSame = record.secretState === 'stored' && record.fingerprint === pending.fingerprint
    spares.remove(pending.id)
    if (record.secretState === 'stored') {
      // The same secret for another address, or for a lost item: there is nothing to undo to and nothing to revoke.
      spares.insert(spareOf(record, isSame ? 'removing' : 'stored', clock.now()))
    }
    const next: KeyRecord = {
      ...record,
      ...secretOf(pending),
      overrideReason: pending.overrideReason ?? (isSame ? record.overrideReason : null),
      rotatedAt: isSame ? record.rotatedAt : clock.now(),
      status: 'active',
      revokedAt: null,
    }
    records.save(next)
    audit.record('secret_swapped', next, {
      detail: {
        ...(pending.lastCheck?.ok ? {} : { test: pending.lastCheck ? 'failed' : 'none' }),
        ...(record.status === 'revoked' ? { was: 'revoked' } : {}),
      },
    })
  }

  /** What the key had before is its secret again; the new one goes. What was revoked stays so. */
  undo(record: KeyRecord): void {
    const { spares, records, clock, audit } = this.#parts
    const previous = spares.find(record.id, 'previous')
    if (!previous) throw conflict('nothing_to_undo')
    spares.remove(previous.id)
    if (record.secretState === 'stored') spares.insert(spareOf(record, 'removing', clock.now()))
    const revokedAt = previous.revokedAt ?? record.revokedAt
    const next: KeyRecord = {
      ...record,
      ...secretOf(previous),
      overrideReason: previous.overrideReason,
      rotatedAt: previous.rotatedAt,
      status: revokedAt === null ? 'active' : 'revoked',
      revokedAt,
    }
    records.save(next)
    audit.record('secret_swap_undone', next)
  }
}

/** What describes a secret, as the key's own. */
function secretOf(spare: SpareRecord) {
  return {
    secretId: spare.id,
    secretState: 'stored' as const,
    storeKind: spare.storeKind,
    origin: spare.origin,
    pathPrefix: spare.pathPrefix,
    prefix: spare.prefix,
    last4: spare.last4,
    fingerprint: spare.fingerprint,
    lastCheck: spare.lastCheck,
  }
}

const conflict = (reason: string) => new KeydeckError('CONFLICT', { reason })
