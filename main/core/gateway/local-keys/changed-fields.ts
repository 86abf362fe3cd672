import type { VaultForGateway } from '../../vault/gateway-port.ts'
import { effectiveLimit } from './choice-rules.ts'
import type { LocalKeyRecord } from './local-key-record.ts'

/** So many of a list stand in a row of the audit; the others are counted. */
const MOST_NAMED = 5

/** For the audit: what is different now, as it is now; of the name, what it was. Empty where nothing is. */
export function changedFields(
  before: LocalKeyRecord,
  after: LocalKeyRecord,
  vault: VaultForGateway,
): Record<string, string> {
  const [was, is] = [fieldsOf(before, vault), fieldsOf(after, vault)]
  const changed = Object.entries(is).filter(([field, value]) => value.join('\n') !== was[field]?.join('\n'))
  const former: Record<string, string> = after.name === before.name ? {} : { formerName: before.name }
  return Object.fromEntries([...Object.entries(former), ...changed.map(([field, value]) => [field, shortened(value)])])
}

function fieldsOf(record: LocalKeyRecord, vault: VaultForGateway): Record<string, readonly string[]> {
  const one = (value: string | number | boolean | null) => [value === null ? 'none' : String(value)]
  return {
    environment: one(vault.environments().find(({ id }) => id === record.environmentId)?.name ?? ''),
    accountType: one(record.accountType),
    requestsPerMinute: one(effectiveLimit(record)),
    modelTiers: record.modelTiers ?? one(null),
    models: record.models ?? one(null),
    vaultKeys: record.vaultKeyIds?.map((id) => vault.passports.find(id)?.keyName ?? id) ?? one(null),
    allowsFiles: one(record.allowsFiles),
    monthlyBudget: one(record.monthlyBudget),
    expiresAt: one(record.expiresAt),
  }
}

const shortened = (list: readonly string[]): string =>
  list.length > MOST_NAMED ? `${list.slice(0, MOST_NAMED).join(', ')}, … (${list.length})` : list.join(', ')
