/** Words of account types and model tiers, shared by vault keys and local keys. */
export const accountTypes = {
  names: {
    free: 'Free',
    basic: 'Basic',
    pro: 'Pro',
    enterprise: 'Enterprise',
    custom: 'Custom',
  },
  tiers: { free: 'Free', standard: 'Standard', premium: 'Premium' },
  limit: (perMinute: number | null) =>
    perMinute === null ? 'Unlimited' : perMinute === 1 ? '1 request a minute' : `${perMinute} requests a minute`,
  limits: (rate: string, tiers: string) => `${rate}; models: ${tiers}.`,
} as const
