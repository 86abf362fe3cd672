import type { AccountType } from '../../../contract/limits.ts'
import { keys as words } from '../../strings/en/keys.ts'

/** Requests a minute of each account type; null is unlimited. The core enforces its own copy. */
export const requestsPerMinute: Readonly<Record<Exclude<AccountType, 'custom'>, number | null>> = {
  free: 10,
  basic: 50,
  pro: 100,
  enterprise: null,
}

/** The account types in their order, with what each allows. */
export const accountTypes: readonly { value: AccountType; text: string; note: string }[] = [
  ...(['free', 'basic', 'pro', 'enterprise'] as const).map((type) => ({
    value: type,
    text: words.accountTypes[type],
    note: words.limit(requestsPerMinute[type]),
  })),
  { value: 'custom', text: words.accountTypes.custom, note: '' },
]
