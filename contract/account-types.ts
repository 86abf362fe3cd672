import type { AccountType, ModelTier } from './limits.ts'

/** What an account type allows. */
export interface AccountLimits {
  /** Null is unlimited; with `custom`, the vault key's own figure stands in its place. */
  requestsPerMinute: number | null
  tiers: readonly ModelTier[]
}

/** The tiers in their order, from the one that everybody may use. */
export const modelTiers: readonly ModelTier[] = ['free', 'standard', 'premium']

/** The table of the provider documentation, with `custom` behind it. */
export const accountLimits: Readonly<Record<AccountType, AccountLimits>> = {
  free: { requestsPerMinute: 10, tiers: ['free'] },
  basic: { requestsPerMinute: 50, tiers: ['free', 'standard'] },
  pro: { requestsPerMinute: 100, tiers: modelTiers },
  enterprise: { requestsPerMinute: null, tiers: modelTiers },
  custom: { requestsPerMinute: null, tiers: modelTiers },
}
