import { accountLimits, modelTiers } from '../../../../contract/account-types.ts'
import type { AccountType, ModelTier } from '../../../../contract/limits.ts'
import { accountTypes } from '../../../lib/account-types.ts'
import { readPerMinute } from '../../../lib/read-typed.ts'
import { keys } from '../../../strings/en/keys.ts'
import { keysEdit as words } from '../../../strings/en/keys-edit.ts'
import { EditRow } from '../../../ui/edit-row.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextEdit } from '../../../ui/text-edit.tsx'
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
      <EditRow label={words.account} field="account" edit={edit} hint={isCustom ? null : limitsOf(key.accountType)}>
        <Select<AccountType>
          aria-label={words.account}
          value={key.accountType}
          onValueChange={(accountType) => void edit.save('account', { accountType })}
          options={accountTypes}
        />
      </EditRow>
      {isCustom ? (
        <>
          <EditRow label={words.perMinute} field="perMinute" edit={edit}>
            {(control) => (
              <TextEdit
                control={control}
                value={key.requestsPerMinute === null ? '' : String(key.requestsPerMinute)}
                inputMode="numeric"
                maxLength={8}
                placeholder={words.perMinutePlaceholder}
                onForget={edit.forget}
                onSave={async (typed) => {
                  const requestsPerMinute = readPerMinute(typed)
                  if (requestsPerMinute !== undefined) return edit.save('perMinute', { requestsPerMinute })
                  edit.refuse('perMinute', words.perMinuteError)
                  return false
                }}
              />
            )}
          </EditRow>
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

const limitsOf = (type: AccountType) => {
  const { requestsPerMinute, tiers } = accountLimits[type]
  const names = tiers.map((tier) => words.tierNames[tier].toLowerCase()).join(', ')
  return words.limits(keys.limit(requestsPerMinute), names)
}
