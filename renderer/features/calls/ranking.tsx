import type { GroupBy, GroupTotals, Metric } from '../../../contract/calls.ts'
import { classNames } from '../../lib/class-names.ts'
import { formatCount, formatDuration, formatMoney, formatShare, formatShort } from '../../lib/format.ts'
import { useEnvironments } from '../../lib/use-environments.ts'
import { calls as words } from '../../strings/en/calls.ts'
import { Card } from '../../ui/card.tsx'
import { EnvironmentGlyph } from '../../ui/environment-glyph.tsx'
import { approximately, groupName, metricOf } from './figures.ts'
import { Swatch } from './swatch.tsx'

export interface RankingProps {
  groups: readonly GroupTotals[]
  more: boolean
  groupBy: GroupBy
  metric: Metric
  /** False where all are of one environment, which the page's head names. */
  showsEnvironment: boolean
  /** The colour's number that the chart gave each group's id. */
  colours: ReadonlyMap<string, number>
}

/** Every group of the span with its figures, the largest of the chosen metric first. */
export function Ranking({ groups, more, groupBy, metric, showsEnvironment, colours }: RankingProps) {
  const environments = useEnvironments()
  const ranked = groups.toSorted((a, b) => metricOf(b, metric) - metricOf(a, metric) || b.calls - a.calls)
  const largest = Math.max(1, ...ranked.map((group) => metricOf(group, metric)))
  return (
    <Card
      bare
      className="usage-ranking"
      title={words.ranking.title[groupBy]}
      end={<span className="text-11 text-fg-3 px-1.5">{formatCount(groups.length)}</span>}
    >
      <div className="usage-ranking__scroll">
        <table className="tbl" aria-label={words.ranking.title[groupBy]}>
          <colgroup>
            <col />
            <col className="usage-ranking__narrow" />
            <col className="usage-ranking__narrow" />
            <col className="usage-ranking__narrow usage-ranking__p95" />
            <col className="usage-ranking__cost" />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">{words.ranking.one[groupBy]}</th>
              <th scope="col" className="num">
                {words.ranking.calls}
              </th>
              <th scope="col" className="num">
                {words.ranking.errors}
              </th>
              <th scope="col" className="num usage-ranking__p95" title={words.ranking.p95Title}>
                {words.ranking.p95}
              </th>
              <th scope="col" className="num">
                {metric === 'tokens' ? words.ranking.tokens : words.ranking.cost}
              </th>
            </tr>
          </thead>
          <tbody>
            {ranked.map((group) => {
              const environment = showsEnvironment
                ? environments.find((one) => one.id === group.environmentId)
                : undefined
              const errors = group.calls === 0 ? 0 : group.errors / group.calls
              return (
                <tr key={group.id}>
                  <th scope="row" title={groupName(groupBy, group)}>
                    <span className="usage-ranking__name">
                      <Swatch colour={colours.get(group.id) ?? 6} />
                      {environment ? <EnvironmentGlyph shape={environment.shape} colour={environment.colour} /> : null}
                      <span className="trunc">{groupName(groupBy, group)}</span>
                    </span>
                    <Share share={metricOf(group, metric) / largest} colour={colours.get(group.id) ?? 6} />
                  </th>
                  <td className="num text-fg-2">{formatShort(group.calls)}</td>
                  <td
                    className={classNames(
                      'num',
                      errors >= 0.05 ? 'text-bad' : errors === 0 ? 'text-fg-3' : 'text-fg-2',
                    )}
                  >
                    {formatShare(errors)}
                  </td>
                  <td className="num text-fg-2 usage-ranking__p95">
                    {group.durationP95Ms === null ? words.recent.nothing : formatDuration(group.durationP95Ms)}
                  </td>
                  <td className="num">{metric === 'tokens' ? <Tokens group={group} /> : <Cost group={group} />}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
        {ranked.length === 0 ? <p className="usage-nothing">{words.ranking.empty}</p> : null}
        {more ? <p className="usage-nothing">{words.ranking.more(groups.length)}</p> : null}
      </div>
    </Card>
  )
}

function Share({ share, colour }: { share: number; colour: number }) {
  return (
    <svg className="usage-share" viewBox="0 0 100 3" preserveAspectRatio="none" aria-hidden="true">
      <rect className="usage-share__track" width="100" height="3" />
      <rect width={Math.max(share > 0 ? 0.8 : 0, share * 100)} height="3" fill={`var(--s${colour})`} />
    </svg>
  )
}

function Tokens({ group }: { group: GroupTotals }) {
  return <>{approximately(formatShort(group.tokensIn + group.tokensOut), group.estimated > 0)}</>
}

/** A group whose price nobody knows says so; it is not free. */
function Cost({ group }: { group: GroupTotals }) {
  if (group.cost === 0 && group.unpriced > 0) return <span className="text-fg-3">{words.ranking.unknown}</span>
  const money = formatMoney(group.cost)
  const text = approximately(money, group.estimated > 0)
  if (group.unpriced === 0) return <span className={group.cost === 0 ? 'text-fg-3' : undefined}>{text}</span>
  const without = words.cards.unpriced(formatCount(group.unpriced), group.unpriced === 1)
  return <span title={without}>{`≥ ${money}`}</span>
}
