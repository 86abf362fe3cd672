import { TriangleAlert } from 'lucide-react'
import { formatAgo, formatMoney, formatShort } from '../../../lib/format.ts'
import { keys as words } from '../../../strings/en/keys.ts'
import { Chip } from '../../../ui/chip.tsx'
import { EnvironmentMark } from '../../../ui/environment-mark.tsx'
import { Monogram } from '../../../ui/monogram.tsx'
import { Secret } from '../../../ui/secret.tsx'
import { Sparkline } from '../../../ui/sparkline.tsx'
import type { VirtualColumn } from '../../../ui/virtual-table-model.ts'
import { stateRank } from '../check-words.ts'
import { KeyStateMark } from '../key-state-mark.tsx'
import type { KeyRow } from '../types.ts'
import type { KeysGroup } from './key-groups.tsx'
import { RotationMark } from './rotation-mark.tsx'

const { columns: heads } = words

/** The columns of the table. At module level, so that they are the same at every draw. */
const all: readonly VirtualColumn<KeyRow>[] = [
  {
    id: 'key',
    head: heads.key,
    width: 'minmax(150px, 2fr)',
    sortValue: (row) => row.key.name.toLowerCase(),
    cell: ({ key, provider }) => (
      <>
        <Monogram letters={provider.monogram} name={provider.name} isNamed />
        <span className="nm trunc" title={key.name} dir="auto">
          {key.name}
        </span>
        {key.trouble ? <TriangleAlert className="i i--14 fg-warn" aria-hidden="true" /> : null}
      </>
    ),
  },
  {
    id: 'provider',
    head: heads.provider,
    width: 'minmax(84px, 1fr)',
    from: 760,
    sortValue: (row) => row.provider.name.toLowerCase(),
    cell: ({ provider }) => (
      <span className="text-fg-2 trunc" dir="auto">
        {provider.name}
      </span>
    ),
  },
  {
    id: 'environment',
    head: heads.environment,
    width: 'minmax(104px, 1fr)',
    from: 780,
    sortValue: (row) => row.environment.position,
    cell: ({ environment }) => (
      <EnvironmentMark name={environment.name} colour={environment.colour} shape={environment.shape} />
    ),
  },
  {
    id: 'account',
    head: heads.account,
    width: '82px',
    from: 860,
    sortValue: (row) => row.key.accountType,
    cell: ({ key }) => words.accountTypes[key.accountType],
    tone: () => 'soft',
  },
  {
    id: 'secret',
    head: heads.secret,
    width: '116px',
    from: 620,
    sortValue: (row) => `${row.key.prefix}${row.key.last4}`,
    cell: ({ key }) =>
      key.fingerprint === '' ? (
        <span className="mask text-fg-3">{words.noneNeeded}</span>
      ) : (
        <Secret prefix={key.prefix} last4={key.last4} />
      ),
  },
  {
    id: 'check',
    head: heads.lastCheck,
    width: 'minmax(128px, 1fr)',
    sortValue: (row) => stateRank(row.key),
    descendingFirst: true,
    cell: ({ key }) => <KeyStateMark vaultKey={key} />,
  },
  {
    id: 'rotation',
    head: heads.rotation,
    width: 'minmax(88px, 1fr)',
    from: 560,
    sortValue: (row) => row.key.rotation.dueAt,
    cell: ({ key }) => <RotationMark vaultKey={key} />,
  },
  {
    id: 'used',
    head: heads.used,
    width: '64px',
    align: 'end',
    from: 920,
    sortValue: (row) => row.key.lastUsedAt,
    descendingFirst: true,
    cell: ({ key }) => (key.lastUsedAt === null ? words.never : formatAgo(key.lastUsedAt)),
    tone: ({ key }) => (key.lastUsedAt === null ? 'quiet' : 'soft'),
  },
  {
    id: 'tags',
    head: heads.tags,
    width: 'minmax(72px, 1fr)',
    from: 1_020,
    sortValue: (row) => row.key.tags.join(' ').toLowerCase() || null,
    cell: ({ key }) => <Tags tags={key.tags} />,
  },
  {
    id: 'trend',
    head: heads.trend,
    width: '82px',
    from: 1_100,
    cell: ({ daily }) => (daily.length > 0 ? <Sparkline values={daily} /> : <span className="key-idle" />),
  },
  {
    id: 'calls',
    head: heads.calls,
    width: '68px',
    align: 'end',
    from: 660,
    sortValue: (row) => row.key.calls30d,
    descendingFirst: true,
    cell: ({ key }) => formatShort(key.calls30d),
    tone: ({ key }) => (key.calls30d === 0 ? 'quiet' : undefined),
  },
  {
    id: 'cost',
    head: heads.cost,
    width: '88px',
    align: 'end',
    sortValue: (row) => row.key.cost30d,
    descendingFirst: true,
    cell: ({ key }) => formatMoney(key.cost30d),
    tone: ({ key }) => (key.cost30d === 0 ? 'quiet' : undefined),
  },
]

/** What has to wait for room where the environment has a column beside that of the provider. */
const afterEnvironment = new Set(['provider', 'account', 'used', 'tags', 'trend'])

const columnsBy: Readonly<Record<KeysGroup, readonly VirtualColumn<KeyRow>[]>> = {
  environment: all.filter(({ id }) => id !== 'environment'),
  provider: all.filter(({ id }) => id !== 'provider'),
  none: all.map((column) => (afterEnvironment.has(column.id) ? { ...column, from: (column.from ?? 0) + 110 } : column)),
}

/** The columns that a grouping leaves: what its headings say stands in no column. */
export function columnsFor(group: KeysGroup): readonly VirtualColumn<KeyRow>[] {
  return columnsBy[group]
}

function Tags({ tags }: { tags: readonly string[] }) {
  const [first] = tags
  if (first === undefined) return null
  return (
    <span className="key-tags" title={tags.join(', ')}>
      <Chip>
        <span className="trunc" dir="auto">
          {first}
        </span>
      </Chip>
      {tags.length > 1 ? <span className="text-11 text-fg-3">+{tags.length - 1}</span> : null}
    </span>
  )
}
