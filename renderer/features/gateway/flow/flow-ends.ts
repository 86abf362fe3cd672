import type { CallFlow, FlowEnd } from '../../../../contract/calls.ts'
import type { RunningCall } from '../../../../contract/gateway.ts'

/** Where calls come in or go out, with those that are under way. */
export interface DrawnEnd extends Omit<FlowEnd, 'calls'> {
  calls: number
  running: number
}

/** Calls between two ends, by their places. */
export interface DrawnLink {
  from: number
  to: number
  calls: number
  running: number
}

/** What is drawn: two sides and what goes between them. */
export interface DrawnFlow {
  localKeys: readonly DrawnEnd[]
  vaultKeys: readonly DrawnEnd[]
  links: readonly DrawnLink[]
}

/**
 * The calls on record and those that are under way, which no record has yet: at most so many ends a side. `positionOf` is an
 * environment's place in the person's order; ends of one environment stand together, the busiest first.
 */
export function drawnFlow(
  recorded: CallFlow,
  running: readonly RunningCall[],
  { atMost, positionOf }: { atMost: number; positionOf: (environmentId: string) => number },
): DrawnFlow {
  const from = recorded.localKeys.map((end): DrawnEnd => ({ ...end, running: 0 }))
  const to = recorded.vaultKeys.map((end): DrawnEnd => ({ ...end, running: 0 }))
  const links = recorded.links.map((link): DrawnLink => ({ ...link, running: 0 }))
  for (const call of running) {
    const { environmentId } = call
    const link = {
      from: placeOf(from, { id: call.localKeyId, name: call.localKeyName, environmentId, providerName: null }, atMost),
      to: placeOf(to, { id: call.keyId, name: call.keyName, environmentId, providerName: call.providerName }, atMost),
    }
    from[link.from]!.running += 1
    to[link.to]!.running += 1
    const known = links.find((one) => one.from === link.from && one.to === link.to)
    if (known) known.running += 1
    else links.push({ ...link, calls: 0, running: 1 })
  }
  return sorted({ localKeys: from, vaultKeys: to, links }, positionOf)
}

/** Where an end stands; adds it where it is new and there is room, else it is one of the others. */
function placeOf(ends: DrawnEnd[], end: Omit<FlowEnd, 'calls'>, atMost: number): number {
  const known = ends.findIndex(({ id }) => id === end.id)
  if (known >= 0) return known
  const others = ends.findIndex(({ id }) => id === null)
  if (others >= 0) return others
  const isFull = ends.length >= atMost - 1
  const added = isFull ? { id: null, name: '', environmentId: null, providerName: null } : end
  return ends.push({ ...added, calls: 0, running: 0 }) - 1
}

function sorted({ localKeys, vaultKeys, links }: DrawnFlow, positionOf: (id: string) => number): DrawnFlow {
  const rank = ({ id, environmentId }: DrawnEnd) =>
    id === null ? Number.MAX_SAFE_INTEGER : environmentId === null ? 0 : positionOf(environmentId)
  const inOrder = (ends: readonly DrawnEnd[]) =>
    ends.toSorted((a, b) => rank(a) - rank(b) || b.calls - a.calls || b.running - a.running)
  const from = inOrder(localKeys)
  const to = inOrder(vaultKeys)
  const moved = links.map((link) => ({
    ...link,
    from: from.indexOf(localKeys[link.from]!),
    to: to.indexOf(vaultKeys[link.to]!),
  }))
  return { localKeys: from, vaultKeys: to, links: moved.toSorted((a, b) => a.from - b.from || a.to - b.to) }
}
