import { z } from 'zod'
import { MicroDollars } from './base.ts'

/** Account types and their limits come from `YUNXIN-KEYS.md`; `custom` leaves both to the person. */
export const AccountType = z.enum(['free', 'basic', 'pro', 'enterprise', 'custom'])
export type AccountType = z.infer<typeof AccountType>

export const ModelTier = z.enum(['free', 'standard', 'premium'])
export type ModelTier = z.infer<typeof ModelTier>

/** Ordered: the first pattern that matches decides. `*` stands for any characters; matching ignores case. */
export const TierRule = z.strictObject({ pattern: z.string().trim().min(1).max(120), tier: ModelTier })
export type TierRule = z.infer<typeof TierRule>

/** Micro-dollars a million tokens: at most 10,000 dollars. */
const Price = MicroDollars.min(0).max(10_000_000_000)

/** The person's own price for models that a pattern names. `cached` null: cached input costs as much as input. */
export const PriceRule = z.strictObject({
  pattern: z.string().trim().min(1).max(120),
  input: Price,
  cached: Price.nullable(),
  output: Price,
})
export type PriceRule = z.infer<typeof PriceRule>
