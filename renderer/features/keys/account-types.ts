import { accountLimits } from '../../../contract/account-types.ts'
import type { AccountType } from '../../../contract/limits.ts'
import { keys as words } from '../../strings/en/keys.ts'

/** The account types in their order, with what each allows. */
export const accountTypes: readonly { value: AccountType; text: string; note: string }[] = [
  ...(['free', 'basic', 'pro', 'enterprise'] as const).map((type) => ({
    value: type,
    text: words.accountTypes[type],
    note: words.limit(accountLimits[type].requestsPerMinute),
  })),
  { value: 'custom', text: words.accountTypes.custom, note: '' },
]
