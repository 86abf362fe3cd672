import type { AccountType, ModelTier, TierRule } from '../../../contract/limits.ts'
import { accountTypeLimits } from './account-types.ts'

const known = new WeakMap<readonly TierRule[], Map<string, ModelTier>>()
const knownModels = 500

/** The tier of a model: the first rule that matches decides, and a model that no rule names is `standard`. */
export function tierOf(rules: readonly TierRule[], model: string): ModelTier {
  let answers = known.get(rules)
  if (!answers) known.set(rules, (answers = new Map()))
  const before = answers.get(model)
  if (before) return before

  const lower = model.toLowerCase()
  const tier = rules.find((rule) => matches(rule.pattern.toLowerCase(), lower))?.tier ?? 'standard'
  if (answers.size >= knownModels) answers.clear()
  answers.set(model, tier)
  return tier
}

/** Whether an account type may use models of a tier. */
export function mayUse(accountType: AccountType, tier: ModelTier): boolean {
  return accountTypeLimits[accountType].tiers.includes(tier)
}

/** `*` stands for any characters. Goes back to the last star only, so that no pattern takes exponential time. */
function matches(pattern: string, text: string): boolean {
  let at = 0
  let inPattern = 0
  let star = -1
  let resume = 0
  while (at < text.length) {
    if (pattern[inPattern] === '*') {
      star = inPattern++
      resume = at
    } else if (pattern[inPattern] === text[at]) {
      inPattern++
      at++
    } else if (star >= 0) {
      inPattern = star + 1
      at = ++resume
    } else return false
  }
  while (pattern[inPattern] === '*') inPattern++
  return inPattern === pattern.length
}
