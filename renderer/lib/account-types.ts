import { accountLimits } from '../../contract/account-types.ts'
import type { AccountType } from '../../contract/limits.ts'
import { accountTypes as words } from '../strings/en/account-types.ts'

/** The account types in their order, with what each allows. */
export const accountTypes: readonly { value: AccountType; text: string; note: string }[] = [
  ...(['free', 'basic', 'pro', 'enterprise'] as const).map((type) => ({
    value: type,
    text: words.names[type],
    note: words.limit(accountLimits[type].requestsPerMinute),
  })),
  { value: 'custom', text: words.names.custom, note: '' },
]
