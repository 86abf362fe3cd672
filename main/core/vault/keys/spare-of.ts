import type { KeyRecord } from '../key-record.ts'
import type { SpareRecord } from '../spare-record.ts'

/** The secret that a key has in use, as one beside it: kept for undo, or on its way out. */
export function spareOf(record: KeyRecord, secretState: 'stored' | 'removing', since: number): SpareRecord {
  const { id: keyId, secretId: id, storeKind, origin, pathPrefix, prefix, last4, fingerprint } = record
  if (storeKind === null) throw new Error('A stored secret names its store.')
  return {
    ...{ id, keyId, secretState, storeKind, origin, pathPrefix, prefix, last4, fingerprint, since },
    role: 'previous',
    notes: [],
    overrideReason: record.overrideReason,
    lastCheck: record.lastCheck,
    rotatedAt: record.rotatedAt,
    revokedAt: record.revokedAt,
  }
}
