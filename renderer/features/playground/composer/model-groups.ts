import { playground } from '../../../strings/en/playground.ts'
import type { Model } from '../types.ts'

const words = playground.models

/** A line of the model list. */
export interface ModelItem {
  id: string
  tier: Model['tier'] | null
  isAllowed: boolean
  /** Not in the list: what the person typed. */
  isTyped?: boolean
}

export interface ModelGroup {
  value: string
  items: ModelItem[]
}

const TIERS = ['free', 'standard', 'premium'] as const

/** The models that match every word of the query, by tier; then the query itself as an id, where it is none of them. */
export function modelGroups(models: readonly Model[], query: string, chosen: string): ModelGroup[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean)
  const matching = models.filter((model) => wanted.every((word) => model.id.toLowerCase().includes(word)))
  const groups: ModelGroup[] = TIERS.map((tier) => ({
    value: words.tiers[tier],
    items: matching
      .filter((model) => model.tier === tier)
      .map((model) => ({ id: model.id, tier, isAllowed: model.allowed })),
  }))
  const typed = query.trim() === '' ? chosen : query.trim()
  if (typed !== '' && !models.some((model) => model.id === typed)) {
    groups.push({ value: words.all, items: [{ id: typed, tier: null, isAllowed: true, isTyped: true }] })
  }
  return groups.filter((group) => group.items.length > 0)
}
