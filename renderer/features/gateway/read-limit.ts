import { accountLimits } from '../../../contract/account-types.ts'
import type { AccountType } from '../../../contract/limits.ts'
import { formatCount } from '../../lib/format.ts'
import { readPerMinute } from '../../lib/read-typed.ts'
import { localKeys } from '../../strings/en/local-keys.ts'

const words = localKeys.fields

/** Requests a minute that were typed, and what is wrong with them. An account type's figure is the most. */
export function readLimit(typed: string, type: AccountType): { value: number | null } | { wrong: string } {
  const most = accountLimits[type].requestsPerMinute
  const value = readPerMinute(typed)
  if (value === undefined)
    return { wrong: most === null ? words.perMinuteError : words.perMinuteMost(formatCount(most)) }
  if (value !== null && most !== null && value > most) return { wrong: words.perMinuteMost(formatCount(most)) }
  return { value }
}

/** What an empty field means. */
export function limitPlaceholder(type: AccountType): string {
  const most = accountLimits[type].requestsPerMinute
  return most === null ? words.perMinuteNone : words.perMinuteAsType(formatCount(most))
}
