import { modelTiers } from '../../../contract/account-types.ts'
import type { ModelTier } from '../../../contract/limits.ts'
import { localKeys } from '../../strings/en/local-keys.ts'

const words = localKeys.fields

interface TiersFieldProps {
  /** Null is every tier. */
  tiers: readonly ModelTier[] | null
  onChange: (tiers: ModelTier[] | null) => void
}

/** Which model tiers a `custom` local key may use. */
export function TiersField({ tiers, onChange }: TiersFieldProps) {
  const chosen = tiers ?? modelTiers
  const toggle = (tier: ModelTier) => {
    const next = modelTiers.filter((one) => chosen.includes(one) !== (one === tier))
    onChange(next.length === modelTiers.length ? null : next)
  }
  return (
    <span className="edit-tiers" role="group" aria-label={words.tiers}>
      {modelTiers.map((tier) => (
        <button
          key={tier}
          type="button"
          className="filter-chip"
          aria-pressed={chosen.includes(tier)}
          onClick={() => toggle(tier)}
        >
          {words.tierNames[tier]}
        </button>
      ))}
    </span>
  )
}
