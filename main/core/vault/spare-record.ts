import { z } from 'zod'
import { CheckResult, EntryNote, SpareSecret } from '../../../contract/keys.ts'
import { SecretStoreKind } from '../../../contract/secret-store.ts'
import type { Row } from '../storage/database.ts'

/** A row of `spare_secret`: a secret beside the one that a key has in use. */
export const SpareRecord = SpareSecret.extend({
  /** The item's name in the store. */
  id: z.string(),
  keyId: z.string(),
  role: z.enum(['pending', 'previous']),
  secretState: z.enum(['writing', 'stored', 'removing']),
  storeKind: SecretStoreKind,
  origin: z.string(),
  pathPrefix: z.string(),
  fingerprint: z.string(),
  notes: z.array(EntryNote),
  overrideReason: z.string().nullable(),
  lastCheck: CheckResult.nullable(),
  /** The key's, while this secret was in use. */
  rotatedAt: z.number().nullable(),
  revokedAt: z.number().nullable(),
})
export type SpareRecord = z.infer<typeof SpareRecord>

const Notes = z.array(EntryNote).catch([])
const LastCheck = CheckResult.nullable().catch(null)

/** A row as a record. Notes or a check result that this version can't read are left out. */
export function readSpareRecord(row: Row): SpareRecord {
  return SpareRecord.parse({
    id: row['id'],
    keyId: row['key_id'],
    role: row['role'],
    secretState: row['secret_state'],
    storeKind: row['store_kind'],
    origin: row['origin'],
    pathPrefix: row['path_prefix'],
    prefix: row['prefix'],
    last4: row['last4'],
    fingerprint: row['fingerprint'],
    notes: Notes.parse(JSON.parse(String(row['notes']))),
    overrideReason: row['override_reason'],
    lastCheck: row['last_check'] === null ? null : LastCheck.parse(JSON.parse(String(row['last_check']))),
    rotatedAt: row['rotated_at'],
    revokedAt: row['revoked_at'],
    since: row['since'],
  })
}
