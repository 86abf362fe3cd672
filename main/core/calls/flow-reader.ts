import type { CallFilter, CallFlow, FlowEnd, Span } from '../../../contract/calls.ts'
import { type CallGroup, type CallGroups, facetOf } from './call-groups.ts'
import type { CallSums } from './call-sums.ts'

/** Answers which local keys' calls went to which vault keys. */
export class FlowReader {
  readonly #groups: CallGroups
  readonly #sums: CallSums

  constructor(groups: CallGroups, sums: CallSums) {
    this.#groups = groups
    this.#sums = sums
  }

  /** At most so many ends a side: where there are more, those with the fewest calls are one. */
  flow(span: Span, filter: CallFilter, atMost: number): CallFlow {
    const found = this.#sums
      .metric('calls', span, filter)
      .map(({ groupId, value }) => ({ group: this.#groups.byId(groupId), calls: value }))
      .filter(({ group }) => group.localKeyId !== '')
    const from = this.#side(found, 'localKey', atMost)
    const to = this.#side(found, 'key', atMost)
    const links = new Map<string, CallFlow['links'][number]>()
    for (const { group, calls } of found) {
      const link = { from: from.placeOf(group), to: to.placeOf(group), calls }
      const name = `${link.from} ${link.to}`
      const known = links.get(name)
      if (known) known.calls += calls
      else links.set(name, link)
    }
    return { localKeys: from.ends, vaultKeys: to.ends, links: [...links.values()] }
  }

  #side(found: readonly Found[], groupBy: 'localKey' | 'key', atMost: number): Side {
    const idOf = (group: CallGroup) => facetOf(group, groupBy).id
    const byId = new Map<string, { calls: number; groups: Set<CallGroup> }>()
    for (const { group, calls } of found) {
      const known = byId.get(idOf(group))
      if (!known) byId.set(idOf(group), { calls, groups: new Set([group]) })
      else {
        known.calls += calls
        known.groups.add(group)
      }
    }
    const ranked = [...byId].toSorted(([, a], [, b]) => b.calls - a.calls)
    const own = ranked.length > atMost ? ranked.slice(0, atMost - 1) : ranked
    const rest = ranked.slice(own.length)
    const ends: FlowEnd[] = own.map(([id, { calls, groups }]) => {
      const latest = this.#groups.latest([...groups])
      return {
        id,
        name: facetOf(latest, groupBy).name,
        environmentId: latest.environmentId,
        providerName: groupBy === 'key' ? latest.providerName : null,
        calls,
      }
    })
    if (rest.length > 0) {
      const calls = rest.reduce((sum, [, one]) => sum + one.calls, 0)
      ends.push({ id: null, name: '', environmentId: null, providerName: null, calls })
    }
    const places = new Map(ranked.map(([id], place) => [id, Math.min(place, own.length)]))
    return { ends, placeOf: (group) => places.get(idOf(group)) ?? own.length }
  }
}

interface Found {
  group: CallGroup
  calls: number
}

interface Side {
  ends: FlowEnd[]
  /** Where a group's end stands among them. */
  placeOf: (group: CallGroup) => number
}
