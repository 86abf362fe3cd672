import { type AccountLimits, accountLimits } from '../../../contract/account-types.ts'
import type { AccountType } from '../../../contract/limits.ts'

/** What an account type allows, and how soon its calls go. */
export interface AccountTypeLimits extends AccountLimits {
  /** Place in a vault key's queue: 0 goes first. */
  lane: number
}

/** The account types with their lanes. */
export const accountTypeLimits: Readonly<Record<AccountType, AccountTypeLimits>> = {
  enterprise: { ...accountLimits.enterprise, lane: 0 },
  pro: { ...accountLimits.pro, lane: 1 },
  basic: { ...accountLimits.basic, lane: 2 },
  custom: { ...accountLimits.custom, lane: 2 },
  free: { ...accountLimits.free, lane: 3 },
}
