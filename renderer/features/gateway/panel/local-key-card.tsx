import { formatAgo, formatCount, formatDate, formatMoment, formatMoney } from '../../../lib/format.ts'
import { localKeys } from '../../../strings/en/local-keys.ts'
import { Progress } from '../../../ui/progress.tsx'
import { StatusDot } from '../../../ui/status-dot.tsx'
import { stateOf, toneOf } from '../local-key-state.ts'
import type { LocalKeyRow } from '../types.ts'

const words = localKeys.panel

/** The local key as a card: its spine, its mask, the hole, and how far its limits are used. */
export function LocalKeyCard({ row: { key, environment } }: { row: LocalKeyRow }) {
  const { tone, text } = stateOf(key)
  const limit = key.effectiveRequestsPerMinute
  const budget = key.monthlyBudget
  return (
    <section className="keycard key-panel__card local-key-card" data-env={environment?.colour ?? 'slate'}>
      <svg className="keycard__hole" width="22" height="36" viewBox="0 0 16 20" aria-hidden="true">
        <path d="M8 1a5.300 5.300 0 0 0-2.800 9.800L3.700 18.100a.9.900 0 0 0 .9 1.100h6.800a.9.900 0 0 0 .9-1.100l-1.500-7.300A5.300 5.300 0 0 0 8 1Z" />
      </svg>
      <h2 className="key-panel__name">
        <span className="trunc" title={key.name} dir="auto">
          {key.name}
        </span>
      </h2>
      <p className="key-panel__secret">
        <span className="mask">{key.mask}</span>
      </p>
      <dl className="key-panel__facts">
        <div>
          <dt>{words.account}</dt>
          <dd>{localKeys.accountTypes[key.accountType]}</dd>
        </div>
        <div>
          <dt>{words.made}</dt>
          <dd title={formatMoment(key.createdAt)}>{formatDate(key.createdAt)}</dd>
        </div>
        <div>
          <dt>{localKeys.columns.state}</dt>
          <dd>
            <StatusDot tone={tone}>{text}</StatusDot>
          </dd>
        </div>
      </dl>
      {key.status === 'active' ? (
        <dl className="local-key-meters">
          <Meter
            name={words.minute}
            share={limit === null ? null : key.usedThisMinute / limit}
            label={localKeys.used(key.name)}
            text={
              limit === null
                ? words.noLimit(formatCount(key.usedThisMinute))
                : localKeys.ofLimit(formatCount(key.usedThisMinute), formatCount(limit))
            }
          />
          <Meter
            name={words.month}
            share={budget === null ? null : budget === 0 ? 1 : key.spentThisMonth / budget}
            label={localKeys.spent(key.name)}
            text={
              budget === null
                ? words.monthNone(formatMoney(key.spentThisMonth))
                : localKeys.ofBudget(formatMoney(key.spentThisMonth), formatMoney(budget))
            }
          />
        </dl>
      ) : null}
      <p className="local-key-last">
        {key.lastUsedAt === null ? (
          words.unused
        ) : (
          <>
            <span className="text-fg-3">{words.lastUse}</span>
            <time dateTime={new Date(key.lastUsedAt).toISOString()} title={formatMoment(key.lastUsedAt)}>
              {formatAgo(key.lastUsedAt)}
            </time>
            <span className="trunc" title={key.lastClient ?? undefined}>
              {key.lastClient}
            </span>
          </>
        )}
      </p>
    </section>
  )
}

function Meter({ name, share, label, text }: { name: string; share: number | null; label: string; text: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {share === null ? null : <Progress value={share} tone={toneOf(share)} aria-label={label} />}
        {text}
      </dd>
    </div>
  )
}
