import type { CallFilter, GroupBy, GroupTotals, Metric, Series, Span, Totals } from '../../../contract/calls.ts'
import { bucketStarts, bucketWidth } from './buckets.ts'
import { type CallGroup, type CallGroups, facetOf } from './call-groups.ts'
import type { CallSums } from './call-sums.ts'
import { RollUp } from './roll-up.ts'

const SERIES_AT_MOST = 5

/** Answers the dashboard's questions. Every answer comes from the roll-ups; only a cut hour is read call by call. */
export class UsageReader {
  readonly #groups: CallGroups
  readonly #sums: CallSums

  constructor(groups: CallGroups, sums: CallSums) {
    this.#groups = groups
    this.#sums = sums
  }

  /** The figures of all calls that started in a span: `from` is in it, `to` is not. */
  totals(span: Span, filter: CallFilter): Totals {
    const all = this.#sums.collect(span, filter, () => 'all').get('all')
    return (all ?? new RollUp()).toTotals()
  }

  /** The same figures by group, the costliest first, then the busiest. */
  groups(span: Span, groupBy: GroupBy, filter: CallFilter, limit: number): { groups: GroupTotals[]; more: boolean } {
    const members = new Map<string, Set<number>>()
    const collected = this.#sums.collect(span, filter, (groupId) => {
      const { id } = facetOf(this.#groups.byId(groupId), groupBy)
      const known = members.get(id)
      if (known) known.add(groupId)
      else members.set(id, new Set([groupId]))
      return id
    })
    const ranked = [...collected].toSorted(([, a], [, b]) => b.cost - a.cost || b.calls - a.calls)
    const groups = ranked.slice(0, limit).map(([id, rollUp]) => {
      const latest = this.#latest(members.get(id) ?? [])
      return {
        ...rollUp.toTotals(),
        id,
        name: facetOf(latest, groupBy).name,
        environmentId: groupBy === 'key' || groupBy === 'environment' ? latest.environmentId : null,
        providerName: groupBy === 'key' || groupBy === 'provider' ? latest.providerName : null,
      }
    })
    return { groups, more: ranked.length > limit }
  }

  /** One metric over time: the five largest groups of the span, and the rest as one. */
  series(question: Span & { metric: Metric; groupBy: GroupBy; zoneOffsetMinutes: number; filter: CallFilter }): Series {
    const width = bucketWidth(question)
    const starts = bucketStarts(question, width, question.zoneOffsetMinutes)
    const found = new Map<string, { members: Set<number>; values: number[]; total: number }>()
    starts.forEach((start, index) => {
      const span = { from: Math.max(start, question.from), to: Math.min(start + width, question.to) }
      for (const { groupId, value } of this.#sums.metric(question.metric, span, question.filter)) {
        const { id } = facetOf(this.#groups.byId(groupId), question.groupBy)
        let one = found.get(id)
        if (!one) found.set(id, (one = { members: new Set(), values: starts.map(() => 0), total: 0 }))
        one.members.add(groupId)
        one.values[index] = (one.values[index] ?? 0) + value
        one.total += value
      }
    })
    const ranked = [...found].toSorted(([, a], [, b]) => b.total - a.total)
    const series: Series['series'] = ranked.slice(0, SERIES_AT_MOST).map(([id, { members, values, total }]) => {
      return { id, name: facetOf(this.#latest(members), question.groupBy).name, values, total }
    })
    const rest = ranked.slice(SERIES_AT_MOST).map(([, one]) => one)
    if (rest.length > 0) {
      const values = starts.map((_, index) => rest.reduce((sum, one) => sum + (one.values[index] ?? 0), 0))
      series.push({ id: null, name: '', values, total: rest.reduce((sum, one) => sum + one.total, 0) })
    }
    return { bucketMs: width, buckets: starts.map((start) => Math.max(0, start)), series }
  }

  #latest(groupIds: Iterable<number>): CallGroup {
    return this.#groups.latest([...groupIds].map((id) => this.#groups.byId(id)))
  }
}
