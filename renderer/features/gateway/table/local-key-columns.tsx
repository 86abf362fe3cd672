import { classNames } from '../../../lib/class-names.ts'
import { formatAgo, formatCount, formatDate, formatMoment, formatMoney, formatShort } from '../../../lib/format.ts'
import { localKeys as words } from '../../../strings/en/local-keys.ts'
import { EnvironmentMark } from '../../../ui/environment-mark.tsx'
import { StatusDot } from '../../../ui/status-dot.tsx'
import type { VirtualColumn } from '../../../ui/virtual-table-model.ts'
import { stateOf } from '../local-key-state.ts'
import { BudgetMeter, MinuteMeter } from '../meters.tsx'
import type { LocalKeyRow } from '../types.ts'

const heads = words.columns

/** The columns of the table. At module level, so that they are the same at every draw. */
export const localKeyColumns: readonly VirtualColumn<LocalKeyRow>[] = [
  {
    id: 'name',
    head: heads.name,
    width: 'minmax(120px, 1.6fr)',
    sortValue: ({ key }) => key.name.toLowerCase(),
    cell: ({ key }) => (
      <span className="nm trunc" title={key.name} dir="auto">
        {key.name}
      </span>
    ),
  },
  {
    id: 'mask',
    head: heads.mask,
    width: '112px',
    from: 560,
    sortValue: ({ key }) => key.mask,
    cell: ({ key }) => <span className="mask">{key.mask}</span>,
  },
  {
    id: 'environment',
    head: heads.environment,
    width: 'minmax(118px, 0.8fr)',
    from: 700,
    sortValue: ({ environment }) => environment?.position ?? null,
    cell: ({ environment }) =>
      environment ? (
        <EnvironmentMark name={environment.name} colour={environment.colour} shape={environment.shape} />
      ) : (
        <span className="text-fg-3">{words.gone}</span>
      ),
  },
  {
    id: 'account',
    head: heads.account,
    width: '82px',
    from: 980,
    sortValue: ({ key }) => key.accountType,
    cell: ({ key }) => <span className="text-fg-2">{words.accountTypes[key.accountType]}</span>,
  },
  {
    id: 'models',
    head: heads.models,
    width: 'minmax(84px, 1fr)',
    from: 1_120,
    sortValue: ({ key }) => key.models?.length ?? 0,
    cell: ({ key }) => <Models models={key.models} />,
  },
  {
    id: 'minute',
    head: heads.minute,
    width: '112px',
    sortValue: ({ key }) => key.usedThisMinute,
    descendingFirst: true,
    cell: ({ key }) => <MinuteMeter localKey={key} />,
  },
  {
    id: 'used',
    head: heads.used,
    width: '64px',
    align: 'end',
    from: 620,
    sortValue: ({ key }) => key.lastUsedAt,
    descendingFirst: true,
    cell: ({ key }) =>
      key.lastUsedAt === null ? (
        <span className="text-fg-3">{words.never}</span>
      ) : (
        <time
          className="text-fg-2"
          dateTime={new Date(key.lastUsedAt).toISOString()}
          title={[formatMoment(key.lastUsedAt), key.lastClient].filter(Boolean).join(', ')}
        >
          {formatAgo(key.lastUsedAt)}
        </time>
      ),
  },
  {
    id: 'client',
    head: heads.client,
    width: 'minmax(90px, 1fr)',
    from: 1_240,
    sortValue: ({ key }) => key.lastClient,
    cell: ({ key }) => (
      <span className="trunc text-fg-2" title={key.lastClient ?? undefined}>
        {key.lastClient}
      </span>
    ),
  },
  {
    id: 'calls',
    head: heads.calls,
    width: '62px',
    align: 'end',
    from: 760,
    sortValue: ({ key }) => key.calls30d,
    descendingFirst: true,
    cell: ({ key }) => (
      <Figure value={key.calls30d} text={formatShort(key.calls30d)} title={formatCount(key.calls30d)} />
    ),
  },
  {
    id: 'tokens',
    head: heads.tokens,
    width: '72px',
    align: 'end',
    from: 1_040,
    sortValue: ({ key }) => key.tokens30d,
    descendingFirst: true,
    cell: ({ key }) => (
      <Figure value={key.tokens30d} text={formatShort(key.tokens30d)} title={formatCount(key.tokens30d)} />
    ),
  },
  {
    id: 'cost',
    head: heads.cost,
    width: '80px',
    align: 'end',
    sortValue: ({ key }) => key.cost30d,
    descendingFirst: true,
    cell: ({ key }) => <Figure value={key.cost30d} text={formatMoney(key.cost30d)} />,
  },
  {
    id: 'budget',
    head: heads.budget,
    width: '118px',
    from: 860,
    sortValue: ({ key }) => (key.monthlyBudget === null ? null : key.spentThisMonth / Math.max(1, key.monthlyBudget)),
    descendingFirst: true,
    cell: ({ key }) => <BudgetMeter localKey={key} />,
  },
  {
    id: 'expires',
    head: heads.expires,
    width: '84px',
    from: 1_100,
    sortValue: ({ key }) => key.expiresAt,
    cell: ({ key }) =>
      key.expiresAt === null ? (
        <span className="text-fg-3">{words.noExpiry}</span>
      ) : (
        <span className="text-fg-2">{formatDate(key.expiresAt)}</span>
      ),
  },
  {
    id: 'state',
    head: heads.state,
    width: '118px',
    from: 660,
    sortValue: ({ key }) => stateOf(key).rank,
    descendingFirst: true,
    cell: ({ key }) => {
      const { tone, text } = stateOf(key)
      return (
        <StatusDot tone={tone}>
          <span className={classNames('trunc', tone === 'idle' ? 'text-fg-3' : 'text-fg-2')}>{text}</span>
        </StatusDot>
      )
    },
  },
]

function Figure({ value, text, title }: { value: number; text: string; title?: string }) {
  return (
    <span className={value === 0 ? 'text-fg-3' : undefined} title={title}>
      {text}
    </span>
  )
}

function Models({ models }: { models: readonly string[] | null }) {
  if (!models) return <span className="text-fg-3">{words.allModels}</span>
  return (
    <span className="trunc mono text-fg-2" title={models.join(', ')}>
      {models.join(', ')}
    </span>
  )
}
