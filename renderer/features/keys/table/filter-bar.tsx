import { ChevronDown, X } from 'lucide-react'
import { memo } from 'react'
import { keysTable } from '../../../strings/en/keys-table.ts'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Menu } from '../../../ui/menu.tsx'
import type { KeyRow } from '../types.ts'
import { countFacets, type Facet, type FacetValue, type Flag, hasPicks, type KeyFilter } from './filter-keys.ts'
import { keyFilter } from './view-state.ts'

const words = keysTable.filter
const flags: readonly Flag[] = ['attention', 'rotation', 'unused']

interface FilterBarProps {
  /** The keys of the environment that the frame shows. */
  rows: readonly KeyRow[]
  filter: KeyFilter
  /** False where the frame shows one environment only. */
  hasEnvironments: boolean
}

/** What the table can be narrowed to, each with the number of keys that it would leave. */
export const FilterBar = memo(function FilterBar({ rows, filter, hasEnvironments }: FilterBarProps) {
  const counts = countFacets(rows, filter)
  const facets: readonly Facet[] = [
    'provider',
    ...(hasEnvironments ? (['environment'] as const) : []),
    'account',
    'status',
  ]
  return (
    <div className="key-filters" role="group" aria-label={words.label}>
      {flags.map((flag) => {
        const isOn = filter.flags.has(flag)
        return (
          <button
            key={flag}
            type="button"
            className="filter-chip"
            aria-pressed={isOn}
            disabled={!isOn && counts.flags[flag] === 0}
            onClick={() => keyFilter.toggleFlag(flag)}
          >
            {words[flag]}
            <span className="filter-chip__count">{counts.flags[flag]}</span>
          </button>
        )
      })}
      <span className="key-filters__rule" aria-hidden="true" />
      {facets.map((facet) => (
        <FacetChip key={facet} facet={facet} values={counts.values[facet]} picked={filter.picks[facet]} />
      ))}
      {hasPicks(filter) ? (
        <Button variant="link" className="text-12" onClick={keyFilter.clearPicks}>
          {words.clear}
        </Button>
      ) : null}
    </div>
  )
})

interface FacetChipProps {
  facet: Facet
  values: readonly FacetValue[]
  picked: ReadonlySet<string>
}

function FacetChip({ facet, values, picked }: FacetChipProps) {
  const [first] = values.filter(({ value }) => picked.has(value))
  const face = first ? words.picked(words[facet], textOf(facet, first), picked.size - 1) : words[facet]
  return (
    <span className="filter-facet">
      <Menu
        align="start"
        trigger={
          <button
            type="button"
            className="filter-chip"
            data-pressed={first ? '' : undefined}
            disabled={values.length === 0}
          >
            <span className="trunc">{face}</span>
            <ChevronDown className="i i--12" aria-hidden="true" />
          </button>
        }
        entries={values.map((one) => ({
          id: one.value,
          text: textOf(facet, one),
          checked: picked.has(one.value),
          end: String(one.count),
          onSelect: () => keyFilter.togglePick(facet, one.value),
        }))}
      />
      {first ? (
        <IconButton
          label={words.clearOne(words[facet])}
          size="small"
          className="filter-facet__clear"
          icon={<X className="i i--12" />}
          onClick={() => keyFilter.clearFacet(facet)}
        />
      ) : null}
    </span>
  )
}

const textOf = (facet: Facet, { value, text }: FacetValue) =>
  facet === 'status' ? (value === 'revoked' ? words.revoked : words.active) : text
