import type { AccountType, ModelTier, TierRule } from '../../../contract/limits.ts'
import { matchesPattern } from '../../../contract/pattern.ts'
import { accountTypeLimits } from './account-types.ts'

const known = new WeakMap<readonly TierRule[], Map<string, ModelTier>>()
const knownModels = 500

/** The tier of a model: the first rule that matches decides, and a model that no rule names is `standard`. */
export function tierOf(rules: readonly TierRule[], model: string): ModelTier {
  let answers = known.get(rules)
  if (!answers) known.set(rules, (answers = new Map()))
  const before = answers.get(model)
  if (before) return before

  const tier = ruleFor(rules, model)?.tier ?? 'standard'
  if (answers.size >= knownModels) answers.clear()
  answers.set(model, tier)
  return tier
}

/** `ID:online` is the model `ID` in another way: where no rule speaks of it, the model's own rule decides. */
function ruleFor(rules: readonly TierRule[], model: string): TierRule | undefined {
  const found = rules.find((rule) => matchesPattern(rule.pattern, model))
  const colon = model.lastIndexOf(':')
  if ((found && found.pattern !== '*') || colon < 1) return found
  return rules.find((rule) => matchesPattern(rule.pattern, model.slice(0, colon))) ?? found
}

/** Whether a key may use models of a tier: by its account type, or by its own list where that is `custom`. */
export function mayUse(
  key: { accountType: AccountType; modelTiers: readonly ModelTier[] | null },
  tier: ModelTier,
): boolean {
  const own = key.accountType === 'custom' ? key.modelTiers : null
  return (own ?? accountTypeLimits[key.accountType].tiers).includes(tier)
}
