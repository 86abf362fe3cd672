import type { ModelTier } from '../../../../contract/limits.ts'
import { matchesPattern } from '../../../../contract/pattern.ts'
import type { Passport } from '../../door/door-types.ts'
import { mayUse, tierOf } from '../../door/tiers.ts'
import type { LocalKeyRecord } from './local-key-record.ts'
import { providerWords } from './model-names.ts'

/** Why a local key can't use a model at a vault key. */
export type Hindrance = 'models' | 'local-tier' | 'vault-tier' | 'revoked'

/** What stands in the way, the local key's own rules first; null where nothing does. */
export function hindranceOf(record: LocalKeyRecord, passport: Passport, model: string): Hindrance | null {
  if (!isAmong(record.models, passport, model)) return 'models'
  const tier = tierAt(passport, model)
  if (!mayUse(record, tier)) return 'local-tier'
  if (!mayUse(passport, tier)) return 'vault-tier'
  return passport.status === 'revoked' ? 'revoked' : null
}

/** The tier of a model by the rules of the vault key's provider. */
export const tierAt = (passport: Passport, model: string): ModelTier => tierOf(passport.provider.tierRules, model)

/** A pattern names a model with or without its provider. */
function isAmong(patterns: readonly string[] | null, passport: Passport, model: string): boolean {
  if (patterns === null) return true
  const names = [model, ...providerWords(passport.provider).map((word) => `${word}/${model}`)]
  return patterns.some((pattern) => names.some((name) => matchesPattern(pattern, name)))
}
