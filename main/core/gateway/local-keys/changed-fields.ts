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
  const changed: Record<string, string> = after.name === before.name ? {} : { formerName: before.name }
  for (const { field, as, say } of FIELDS) {
    // By what is chosen and not by how it is said: two vault keys may have one name.
    if (JSON.stringify(after[field]) === JSON.stringify(before[field])) continue
    changed[as ?? field] = shortened(say ? say(after, vault) : asList(after[field]))
  }
  return changed
}

interface Field {
  field: keyof LocalKeyRecord
  /** Its name in the audit, where that is another. */
  as?: string
  say?: (record: LocalKeyRecord, vault: VaultForGateway) => readonly string[]
}

const FIELDS: readonly Field[] = [
  {
    field: 'environmentId',
    as: 'environment',
    say: ({ environmentId }, vault) => [vault.environments().find(({ id }) => id === environmentId)?.name ?? ''],
  },
  { field: 'accountType' },
  { field: 'requestsPerMinute', say: (record) => asList(effectiveLimit(record)) },
  { field: 'modelTiers' },
  { field: 'models' },
  {
    field: 'vaultKeyIds',
    as: 'vaultKeys',
    say: ({ vaultKeyIds }, vault) =>
      vaultKeyIds?.map((id) => vault.passports.find(id)?.keyName ?? id) ?? asList(vaultKeyIds),
  },
  { field: 'allowsFiles' },
  { field: 'monthlyBudget' },
  { field: 'expiresAt' },
]

const asList = (value: LocalKeyRecord[keyof LocalKeyRecord]): readonly string[] =>
  value === null ? ['none'] : typeof value === 'object' ? value : [String(value)]

const shortened = (list: readonly string[]): string =>
  list.length > MOST_NAMED ? `${list.slice(0, MOST_NAMED).join(', ')}, … (${list.length})` : list.join(', ')
