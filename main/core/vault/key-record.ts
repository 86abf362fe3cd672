import { z } from 'zod'
import { CheckResult, VaultKey } from '../../../contract/keys.ts'
import { ModelTier } from '../../../contract/limits.ts'
import { SecretStoreKind } from '../../../contract/secret-store.ts'
import type { Row } from '../storage/database.ts'

/** A row of `vault_key`. What the page sees of it is as strict as the contract, so that one row can't break the list. */
export const KeyRecord = VaultKey.pick({
  id: true,
  name: true,
  providerId: true,
  environmentId: true,
  accountType: true,
  requestsPerMinute: true,
  modelTiers: true,
  prefix: true,
  last4: true,
  tags: true,
  notes: true,
  overrideReason: true,
  createdAt: true,
  rotatedAt: true,
  rotateAfterDays: true,
  expiresAt: true,
  lastUsedAt: true,
  lastCheck: true,
  status: true,
  revokedAt: true,
  monthlyBudget: true,
}).extend({
  origin: z.string(),
  pathPrefix: z.string(),
  fingerprint: z.string(),
  /** The item of the secret in use, in the store. */
  secretId: z.string(),
  /** Where the record stands with its secret: see the migration. */
  secretState: z.enum(['writing', 'stored', 'removing', 'none']),
  storeKind: SecretStoreKind.nullable(),
  deletedAt: z.number().nullable(),
})
export type KeyRecord = z.infer<typeof KeyRecord>

const Tags = KeyRecord.shape.tags.catch([])
const Tiers = z.array(ModelTier).nullable().catch(null)
const LastCheck = CheckResult.nullable().catch(null)

/** A row as a record. A check result or tags that an older version wrote and this one can't read are left out. */
export function readKeyRecord(row: Row): KeyRecord {
  return KeyRecord.parse({
    id: row['id'],
    name: row['name'],
    providerId: row['provider_id'],
    environmentId: row['environment_id'],
    accountType: row['account_type'],
    requestsPerMinute: row['requests_per_minute'],
    modelTiers: row['model_tiers'] === null ? null : Tiers.parse(JSON.parse(String(row['model_tiers']))),
    origin: row['origin'],
    pathPrefix: row['path_prefix'],
    prefix: row['prefix'],
    last4: row['last4'],
    fingerprint: row['fingerprint'],
    secretId: row['secret_id'],
    secretState: row['secret_state'],
    storeKind: row['store_kind'],
    tags: Tags.parse(JSON.parse(String(row['tags']))),
    notes: row['notes'],
    overrideReason: row['override_reason'],
    createdAt: row['created_at'],
    rotatedAt: row['rotated_at'],
    rotateAfterDays: row['rotate_after_days'],
    expiresAt: row['expires_at'],
    lastUsedAt: row['last_used_at'],
    lastCheck: row['last_check'] === null ? null : LastCheck.parse(JSON.parse(String(row['last_check']))),
    status: row['status'],
    revokedAt: row['revoked_at'],
    monthlyBudget: row['monthly_budget'],
    deletedAt: row['deleted_at'],
  })
}
