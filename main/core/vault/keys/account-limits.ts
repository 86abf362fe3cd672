import type { AccountType, ModelTier } from '../../../../contract/limits.ts'
import { accountTypeLimits } from '../../door/account-types.ts'
import type { KeyRecord } from '../key-record.ts'

/** The limits of a key: the documented ones of its account type, or the person's own with `custom`. */
export function limitsOf(
  accountType: AccountType,
  ownRequests: number | null,
  ownTiers: readonly ModelTier[] | null,
): Pick<KeyRecord, 'requestsPerMinute' | 'modelTiers'> {
  if (accountType !== 'custom') {
    return { requestsPerMinute: accountTypeLimits[accountType].requestsPerMinute, modelTiers: null }
  }
  return { requestsPerMinute: ownRequests, modelTiers: ownTiers && [...new Set(ownTiers)] }
}
