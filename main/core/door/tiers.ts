import type { AccountType, ModelTier, TierRule } from '../../../contract/limits.ts'
import { decidingRule } from '../../../contract/pattern.ts'
import { accountTypeLimits } from './account-types.ts'

const known = new WeakMap<readonly TierRule[], Map<string, ModelTier>>()
const knownModels = 500

/** The tier of a model: as the rule that decides about it says; one that no rule names is `standard`. */
export function tierOf(rules: readonly TierRule[], model: string): ModelTier {
  let answers = known.get(rules)
  if (!answers) known.set(rules, (answers = new Map()))
  const before = answers.get(model)
  if (before) return before

  const tier = decidingRule(rules, model)?.tier ?? 'standard'
  if (answers.size >= knownModels) answers.clear()
  answers.set(model, tier)
  return tier
}

/** Whether a key may use models of a tier: by its account type, or by its own list where that is `custom`. */
export function mayUse(
  key: { accountType: AccountType; modelTiers: readonly ModelTier[] | null },
  tier: ModelTier,
): boolean {
  const own = key.accountType === 'custom' ? key.modelTiers : null
  return (own ?? accountTypeLimits[key.accountType].tiers).includes(tier)
}
