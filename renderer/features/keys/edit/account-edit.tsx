import { modelTiers } from '../../../../contract/account-types.ts'
import type { ModelTier } from '../../../../contract/limits.ts'
import { readPerMinute } from '../../../lib/read-typed.ts'
import { keysEdit as words } from '../../../strings/en/keys-edit.ts'
import { EditRow } from '../../../ui/edit-row.tsx'
import { AccountRow, TypedRow } from '../../../ui/key-edit-rows.tsx'
import type { KeyRow } from '../types.ts'
import type { KeyEdit } from './use-key-edit.ts'

/** The account type with its documented limits; with *custom*, the person's own. */
export function AccountEdit({ row: { key }, edit }: { row: KeyRow; edit: KeyEdit }) {
  const isCustom = key.accountType === 'custom'
  const tiers = key.modelTiers ?? modelTiers
  const toggle = (tier: ModelTier) => {
    const next = modelTiers.filter((one) => tiers.includes(one) !== (one === tier))
    void edit.save('tiers', { modelTiers: next.length === modelTiers.length ? null : next })
  }
  return (
    <>
      <AccountRow
        field="account"
        edit={edit}
        value={key.accountType}
        save={(accountType) => edit.save('account', { accountType })}
      />
      {isCustom ? (
        <>
          <TypedRow
            field="perMinute"
            edit={edit}
            label={words.perMinute}
            text={key.requestsPerMinute === null ? '' : String(key.requestsPerMinute)}
            read={readPerMinute}
            wrong={words.perMinuteError}
            save={(requestsPerMinute) => edit.save('perMinute', { requestsPerMinute })}
            inputMode="numeric"
            maxLength={8}
            placeholder={words.perMinutePlaceholder}
          />
          <EditRow label={words.tiers} field="tiers" edit={edit}>
            <span className="edit-tiers" role="group" aria-label={words.tiers}>
              {modelTiers.map((tier) => (
                <button
                  key={tier}
                  type="button"
                  className="filter-chip"
                  aria-pressed={tiers.includes(tier)}
                  onClick={() => toggle(tier)}
                >
                  {words.tierNames[tier]}
                </button>
              ))}
            </span>
          </EditRow>
        </>
      ) : null}
    </>
  )
}
