import type { AccountType, ModelTier } from '../../../contract/limits.ts'

/** What an account type allows. */
export interface AccountTypeLimits {
  /** Null is unlimited. `custom` leaves the figure to the person, so the vault key's own figure stands in its place. */
  requestsPerMinute: number | null
  tiers: readonly ModelTier[]
  /** Place in a vault key's queue: 0 goes first. */
  lane: number
}

const everyTier: readonly ModelTier[] = ['free', 'standard', 'premium']

/** The table of the provider documentation, with `custom` beside it. */
export const accountTypeLimits: Readonly<Record<AccountType, AccountTypeLimits>> = {
  enterprise: { requestsPerMinute: null, tiers: everyTier, lane: 0 },
  pro: { requestsPerMinute: 100, tiers: everyTier, lane: 1 },
  basic: { requestsPerMinute: 50, tiers: ['free', 'standard'], lane: 2 },
  custom: { requestsPerMinute: null, tiers: everyTier, lane: 2 },
  free: { requestsPerMinute: 10, tiers: ['free'], lane: 3 },
}
