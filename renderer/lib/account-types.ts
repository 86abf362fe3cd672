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

/** What an account type allows, in a sentence; null for `custom`, which leaves it to the person. */
export function accountHint(type: AccountType): string | null {
  if (type === 'custom') return null
  const { requestsPerMinute, tiers } = accountLimits[type]
  return words.limits(words.limit(requestsPerMinute), tiers.map((tier) => words.tiers[tier].toLowerCase()).join(', '))
}
