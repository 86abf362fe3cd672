import { z } from 'zod'
import { Id, Name, procedure } from './base.ts'

/** Account types and their limits come from `YUNXIN-KEYS.md`; `custom` leaves both to the person. */
export const AccountType = z.enum(['free', 'basic', 'pro', 'enterprise', 'custom'])
export type AccountType = z.infer<typeof AccountType>

export const ModelTier = z.enum(['free', 'standard', 'premium'])
export type ModelTier = z.infer<typeof ModelTier>

/** Ordered: the first pattern that matches decides. `*` stands for any characters; matching ignores case. */
export const TierRule = z.object({ pattern: z.string().min(1).max(120), tier: ModelTier })
export type TierRule = z.infer<typeof TierRule>

/** An https URL, or http to a literal loopback address. No user, no query, no fragment, no trailing slash. */
export const BaseUrl = z.string().trim().min(8).max(400)

export const Provider = z.object({
  id: Id,
  /** `custom` for one that the person added. */
  preset: z.string(),
  name: Name,
  /** Two letters for the tile beside its name. */
  monogram: z.string().min(1).max(2),
  baseUrl: BaseUrl,
  /** How its keys begin (`yx-`), or empty where they have no common beginning. */
  keyPrefix: z.string().max(20),
  /** The usual environment variable, as in `YUNXIN_API_KEY`. */
  variable: z.string().max(80),
  dashboardUrl: z.string().max(400).nullable(),
  /** False for a local server that takes any key, or none. */
  needsKey: z.boolean(),
  tierRules: z.array(TierRule).max(100),
  /** PEM of an extra certificate authority, for a provider behind a private one. */
  caPem: z.string().max(100_000).nullable(),
})
export type Provider = z.infer<typeof Provider>

export const NewProvider = z.strictObject({
  name: Name,
  baseUrl: BaseUrl,
  keyPrefix: z.string().trim().max(20).default(''),
  variable: z
    .string()
    .trim()
    .max(80)
    .regex(/^([A-Za-z_][A-Za-z0-9_]*)?$/)
    .default(''),
  dashboardUrl: z.string().trim().max(400).nullable().default(null),
  needsKey: z.boolean().default(true),
  caPem: z.string().max(100_000).nullable().default(null),
})
export type NewProvider = z.infer<typeof NewProvider>

export const providers = {
  list: procedure.output(z.array(Provider)),
  add: procedure.input(NewProvider).output(Provider),
}
