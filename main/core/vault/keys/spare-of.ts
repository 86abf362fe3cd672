import type { KeyRecord } from '../key-record.ts'
import type { SpareRecord } from '../spare-record.ts'

/** The secret that a key has in use, as one beside it: kept for undo, or on its way out. */
export function spareOf(record: KeyRecord, secretState: 'stored' | 'removing', since: number): SpareRecord {
  if (record.storeKind === null) throw new Error('A stored secret names its store.')
  return {
    id: record.secretId,
    keyId: record.id,
    role: 'previous',
    secretState,
    storeKind: record.storeKind,
    origin: record.origin,
    pathPrefix: record.pathPrefix,
    prefix: record.prefix,
    last4: record.last4,
    fingerprint: record.fingerprint,
    notes: [],
    overrideReason: record.overrideReason,
    lastCheck: record.lastCheck,
    rotatedAt: record.rotatedAt,
    revokedAt: record.revokedAt,
    since,
  }
}
