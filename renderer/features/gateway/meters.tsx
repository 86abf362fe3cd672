import type { LocalKey } from '../../../contract/local-keys.ts'
import { formatCount, formatMoney } from '../../lib/format.ts'
import { localKeys as words } from '../../strings/en/local-keys.ts'
import { Progress } from '../../ui/progress.tsx'
import { toneOf } from './local-key-state.ts'

/** Requests that count against the limit at this moment. */
export function MinuteMeter({ localKey }: { localKey: LocalKey }) {
  const { usedThisMinute: used, effectiveRequestsPerMinute: limit, name, status } = localKey
  if (status !== 'active') return null
  if (limit === null) return <span className="text-fg-3">{words.unlimited}</span>
  const share = used / limit
  return (
    <span className="meter">
      <Progress value={share} tone={toneOf(share)} aria-label={words.used(name)} className="meter__bar" />
      <span className={used === 0 ? 'text-fg-3' : 'text-fg-2'}>
        {words.ofLimit(formatCount(used), formatCount(limit))}
      </span>
    </span>
  )
}

/** What this month's budget has come to. */
export function BudgetMeter({ localKey }: { localKey: LocalKey }) {
  const { spentThisMonth: spent, monthlyBudget: budget, name } = localKey
  if (budget === null) return <span className="text-fg-3">{words.noBudget}</span>
  const share = budget === 0 ? 1 : spent / budget
  return (
    <span className="meter" title={words.ofBudget(formatMoney(spent), formatMoney(budget))}>
      <Progress value={share} tone={toneOf(share)} aria-label={words.spent(name)} className="meter__bar" />
      <span className={spent === 0 ? 'text-fg-3' : 'text-fg-2'}>{formatMoney(budget)}</span>
    </span>
  )
}
