import { z } from 'zod'
import { LocalKey } from '../../../../contract/local-keys.ts'
import type { Row, Value } from '../../storage/database.ts'

/** A row of `local_key`. What the page sees of it is as strict as the contract, so that one row can't break the list. */
export const LocalKeyRecord = LocalKey.pick({
  id: true,
  name: true,
  environmentId: true,
  accountType: true,
  requestsPerMinute: true,
  modelTiers: true,
  models: true,
  vaultKeyIds: true,
  allowsFiles: true,
  monthlyBudget: true,
  expiresAt: true,
  createdAt: true,
  regeneratedAt: true,
  revokedAt: true,
  lastUsedAt: true,
  lastClient: true,
}).extend({
  /** SHA-256 of the text in use. */
  hash: z.string(),
  last4: z.string(),
  deletedAt: z.number().nullable(),
})
export type LocalKeyRecord = z.infer<typeof LocalKeyRecord>

/** How a local key is shown: `kd_••••x7Qa`. */
export const maskOf = ({ last4 }: Pick<LocalKeyRecord, 'last4'>): string => `kd_••••${last4}`

/** Throws for a row that no Keydeck wrote: a list that can't be read must not come to mean "all". */
export function readLocalKey(row: Row): LocalKeyRecord {
  return LocalKeyRecord.parse({
    id: row['id'],
    hash: row['hash'],
    last4: row['last4'],
    name: row['name'],
    environmentId: row['environment_id'],
    accountType: row['account_type'],
    requestsPerMinute: row['requests_per_minute'],
    modelTiers: fromJson(row['model_tiers']),
    models: fromJson(row['models']),
    vaultKeyIds: fromJson(row['vault_key_ids']),
    allowsFiles: row['allows_files'] === 1,
    monthlyBudget: row['monthly_budget'],
    expiresAt: row['expires_at'],
    createdAt: row['created_at'],
    regeneratedAt: row['regenerated_at'],
    revokedAt: row['revoked_at'],
    lastUsedAt: row['last_used_at'],
    lastClient: row['last_client'],
    deletedAt: row['deleted_at'],
  })
}

/** A record as SQL takes it, by its fields' names. */
export function valuesOf(record: LocalKeyRecord): Record<string, Value> {
  return {
    ...record,
    modelTiers: toJson(record.modelTiers),
    models: toJson(record.models),
    vaultKeyIds: toJson(record.vaultKeyIds),
    allowsFiles: record.allowsFiles ? 1 : 0,
  }
}

const fromJson = (value: Value | undefined): unknown => (typeof value === 'string' ? JSON.parse(value) : value)
const toJson = (list: readonly string[] | null) => (list === null ? null : JSON.stringify(list))
