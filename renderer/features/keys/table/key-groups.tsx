import { Lock } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Settings } from '../../../../contract/settings.ts'
import { formatMoney } from '../../../lib/format.ts'
import { keepLast } from '../../../lib/keep-last.ts'
import { keys as words } from '../../../strings/en/keys.ts'
import { EnvironmentGlyph } from '../../../ui/environment-glyph.tsx'
import { Monogram } from '../../../ui/monogram.tsx'
import type { RowGroup } from '../../../ui/virtual-table-model.ts'
import type { KeyRow } from '../types.ts'

/** What the table is grouped by. */
export type KeysGroup = Settings['keysGroup']

interface Sum {
  row: KeyRow
  keys: number
  cost: number
}

/** Tells each row's group, with its heading; undefined where nothing is grouped. */
export const groupsOf = keepLast((rows: readonly KeyRow[], by: KeysGroup): ((row: KeyRow) => RowGroup) | undefined => {
  if (by === 'none') return undefined
  const idOf = by === 'environment' ? (row: KeyRow) => row.environment.id : (row: KeyRow) => row.provider.id
  const sums = new Map<string, Sum>()
  for (const row of rows) {
    const sum = sums.get(idOf(row)) ?? { row, keys: 0, cost: 0 }
    sum.keys += 1
    sum.cost += row.key.cost30d
    sums.set(idOf(row), sum)
  }
  const groups = new Map(
    [...sums].map(([id, sum]) => [
      id,
      { id, label: <GroupLabel by={by} {...sum} />, end: words.group.cost(formatMoney(sum.cost)) },
    ]),
  )
  return (row) => groups.get(idOf(row)) ?? { id: '', label: '' }
})

function GroupLabel({ by, row, keys }: Sum & { by: KeysGroup }): ReactNode {
  const { environment, provider } = row
  return (
    <span className="key-group">
      {by === 'environment' ? (
        <EnvironmentGlyph shape={environment.shape} colour={environment.colour} />
      ) : (
        <Monogram letters={provider.monogram} name={provider.name} size="small" />
      )}
      <b className="trunc" dir="auto">
        {by === 'environment' ? environment.name : provider.name}
      </b>
      <span className="text-fg-3">{words.group.keys(keys)}</span>
      {by === 'environment' && environment.guarded ? (
        <Lock className="i i--12" role="img" aria-label={words.decks.guarded} />
      ) : null}
    </span>
  )
}
