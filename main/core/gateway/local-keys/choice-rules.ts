import type { LocalKeyChanges } from '../../../../contract/local-keys.ts'
import { accountTypeLimits } from '../../door/account-types.ts'
import { KeydeckError, notFound } from '../../keydeck-error.ts'
import type { VaultForGateway } from '../../vault/gateway-port.ts'
import type { LocalKeyRecord } from './local-key-record.ts'

/**
 * A record with what is given of it. Of what the account type decides nothing of one's own is left: tiers but with
 * `custom`, and a figure over the type's that was chosen for another type.
 */
export function withChoices(record: LocalKeyRecord, changes: LocalKeyChanges): LocalKeyRecord {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
  const next: LocalKeyRecord = { ...record, ...given }
  const isLeftOver = changes.requestsPerMinute === undefined && isOverType(next)
  return {
    ...next,
    requestsPerMinute: isLeftOver ? null : next.requestsPerMinute,
    modelTiers: next.accountType === 'custom' ? once(next.modelTiers) : null,
    models: once(next.models),
    vaultKeyIds: once(next.vaultKeyIds),
  }
}

/** Throws for what can't be chosen. What was there `before` is not asked about again. */
export function refuseChoices(
  next: LocalKeyRecord,
  before: LocalKeyRecord | null,
  { vault, now, text }: { vault: VaultForGateway; now: number; text?: string },
): void {
  if (!vault.environments().some(({ id }) => id === next.environmentId))
    throw notFound('environment', next.environmentId)
  if (next.modelTiers?.length === 0) throw invalid('modelTiers', 'empty')
  if (isOverType(next)) throw invalid('requestsPerMinute', 'over_account_type')
  if (next.expiresAt !== null && next.expiresAt !== before?.expiresAt && next.expiresAt <= now) {
    throw invalid('expiresAt', 'in_the_past')
  }
  const isSamePlace = next.environmentId === before?.environmentId
  const known = new Set(isSamePlace ? before.vaultKeyIds : [])
  for (const id of next.vaultKeyIds ?? []) if (!known.has(id)) refuseVaultKey(vault, id, next.environmentId)
  const knownModels = new Set(before?.models)
  vault.refuseSecrets(
    {
      name: next.name === before?.name ? null : next.name,
      models: next.models?.filter((model) => !knownModels.has(model)) ?? null,
    },
    text,
  )
}

function refuseVaultKey(vault: VaultForGateway, id: string, environmentId: string): void {
  const passport = vault.passports.find(id)
  if (!passport) throw invalid('vaultKeyIds', 'unknown_key')
  if (passport.environment.id !== environmentId) throw invalid('vaultKeyIds', 'other_environment')
}

/** What really applies: the account type's figure, or one's own below it. Null is unlimited. */
export function effectiveLimit({
  accountType,
  requestsPerMinute,
}: Pick<LocalKeyRecord, 'accountType' | 'requestsPerMinute'>): number | null {
  const ofType = accountTypeLimits[accountType].requestsPerMinute
  if (requestsPerMinute === null || ofType === null) return requestsPerMinute ?? ofType
  return Math.min(requestsPerMinute, ofType)
}

const isOverType = (record: LocalKeyRecord) =>
  record.requestsPerMinute !== null && effectiveLimit(record) !== record.requestsPerMinute

const once = <Item>(list: Item[] | null): Item[] | null => list && [...new Set(list)]
const invalid = (field: string, reason: string) => new KeydeckError('INVALID', { field, reason })
