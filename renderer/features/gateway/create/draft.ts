import type { AccountType, ModelTier } from '../../../../contract/limits.ts'
import type { NewLocalKey } from '../../../../contract/local-keys.ts'
import { readDay, readDollars } from '../../../lib/read-typed.ts'
import { localKeys } from '../../../strings/en/local-keys.ts'
import { readLimit } from '../read-limit.ts'

const words = localKeys.fields

/** A local key in the making: what was chosen, and what was typed as it was typed. */
export interface Draft {
  name: string
  environmentId: string
  accountType: AccountType
  perMinute: string
  modelTiers: readonly ModelTier[] | null
  models: readonly string[] | null
  vaultKeyIds: readonly string[] | null
  budget: string
  expires: string
  allowsFiles: boolean
}

/** The account type that a new local key has until another is chosen: every model, and a limit. */
export const usualAccountType: AccountType = 'pro'

export const emptyDraft = (environmentId: string): Draft => ({
  name: '',
  environmentId,
  accountType: usualAccountType,
  perMinute: '',
  modelTiers: null,
  models: null,
  vaultKeyIds: null,
  budget: '',
  expires: '',
  allowsFiles: false,
})

/** What is wrong, by field. */
export type DraftErrors = Partial<Record<keyof NewLocalKey, string>>

/** Reads a draft: the key to be made, or what is wrong with it. */
export function readDraft(draft: Draft): { key: NewLocalKey } | { errors: DraftErrors } {
  const name = draft.name.trim()
  const limit = readLimit(draft.perMinute, draft.accountType)
  const monthlyBudget = readDollars(draft.budget)
  const expiresAt = readDay(draft.expires)
  const errors: DraftErrors = {
    ...(name === '' ? { name: words.nameEmpty } : {}),
    ...('wrong' in limit ? { requestsPerMinute: limit.wrong } : {}),
    ...(draft.modelTiers?.length === 0 ? { modelTiers: localKeys.refused.empty } : {}),
    ...(monthlyBudget === undefined ? { monthlyBudget: words.budgetError } : {}),
    ...(expiresAt === undefined ? { expiresAt: words.expiresError } : {}),
  }
  if (Object.keys(errors).length > 0 || 'wrong' in limit) return { errors }
  const { environmentId, accountType, models, vaultKeyIds, allowsFiles } = draft
  return {
    key: {
      name,
      environmentId,
      accountType,
      requestsPerMinute: limit.value,
      modelTiers: accountType === 'custom' && draft.modelTiers ? [...draft.modelTiers] : null,
      models: models && [...models],
      vaultKeyIds: vaultKeyIds && [...vaultKeyIds],
      allowsFiles,
      monthlyBudget: monthlyBudget ?? null,
      expiresAt: expiresAt ?? null,
    },
  }
}
