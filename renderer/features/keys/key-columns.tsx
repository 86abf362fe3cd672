import { TriangleAlert } from 'lucide-react'
import { formatAgo, formatMoney, formatShort } from '../../lib/format.ts'
import { keys as words } from '../../strings/en/keys.ts'
import { Monogram } from '../../ui/monogram.tsx'
import { Secret } from '../../ui/secret.tsx'
import { Sparkline } from '../../ui/sparkline.tsx'
import type { VirtualColumn } from '../../ui/virtual-table-model.ts'
import { stateRank } from './check-words.ts'
import { KeyStateMark } from './key-state-mark.tsx'
import type { KeyRow } from './types.ts'

const { columns: heads } = words

/** The columns of the table. At module level, so that they are the same at every draw. */
export const keyColumns: readonly VirtualColumn<KeyRow>[] = [
  {
    id: 'key',
    head: heads.key,
    width: 'minmax(150px, 1fr)',
    sortValue: (row) => row.key.name.toLowerCase(),
    cell: ({ key, provider }) => (
      <>
        <Monogram letters={provider.monogram} name={provider.name} isNamed />
        <span className="nm trunc" title={key.name}>
          {key.name}
        </span>
        {key.trouble ? <TriangleAlert className="i i--14 fg-warn" aria-hidden="true" /> : null}
      </>
    ),
  },
  {
    id: 'secret',
    head: heads.secret,
    width: '116px',
    hideNarrow: true,
    cell: ({ key }) =>
      key.fingerprint === '' ? (
        <span className="mask text-fg-3">{words.noneNeeded}</span>
      ) : (
        <Secret prefix={key.prefix} last4={key.last4} />
      ),
  },
  {
    id: 'account',
    head: heads.account,
    width: '84px',
    hideNarrow: true,
    sortValue: (row) => row.key.accountType,
    cell: ({ key }) => <span className="text-fg-2">{words.accountTypes[key.accountType]}</span>,
  },
  {
    id: 'check',
    head: heads.lastCheck,
    width: 'minmax(112px, 160px)',
    sortValue: (row) => stateRank(row.key),
    descendingFirst: true,
    cell: ({ key }) => <KeyStateMark vaultKey={key} />,
  },
  {
    id: 'used',
    head: heads.used,
    width: '64px',
    align: 'end',
    hideNarrow: true,
    sortValue: (row) => row.key.lastUsedAt,
    descendingFirst: true,
    cell: ({ key }) =>
      key.lastUsedAt === null ? (
        <span className="text-fg-3">{words.never}</span>
      ) : (
        <span className="text-fg-2">{formatAgo(key.lastUsedAt)}</span>
      ),
  },
  {
    id: 'trend',
    head: heads.trend,
    width: '82px',
    hideNarrow: true,
    cell: ({ daily }) => <Sparkline values={daily.length > 0 ? daily : [0, 0]} />,
  },
  {
    id: 'calls',
    head: heads.calls,
    width: '72px',
    align: 'end',
    sortValue: (row) => row.key.calls30d,
    descendingFirst: true,
    cell: ({ key }) => (
      <span className={key.calls30d === 0 ? 'text-fg-3' : undefined}>{formatShort(key.calls30d)}</span>
    ),
  },
  {
    id: 'cost',
    head: heads.cost,
    width: '88px',
    align: 'end',
    sortValue: (row) => row.key.cost30d,
    descendingFirst: true,
    cell: ({ key }) => <span className={key.cost30d === 0 ? 'text-fg-3' : undefined}>{formatMoney(key.cost30d)}</span>,
  },
]
