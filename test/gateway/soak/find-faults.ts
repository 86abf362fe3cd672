import type { CallRecord } from '../../../contract/calls.ts'
import { type End, nameOf, type Seen } from './plan.ts'

/** Everything that is not as it must be, in words; at most twenty of a kind. */
export function findFaults(ends: readonly End[], rows: readonly CallRecord[], seen: Seen): string[] {
  return [...lostOrDoubled(ends, rows, seen), ...afterRevoke(ends, rows, seen)]
}

/** Every end that a client was given a number for, and every request that reached the provider, has exactly one row. */
function lostOrDoubled(ends: readonly End[], rows: readonly CallRecord[], seen: Seen): string[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const byName = countBy(rows, ({ client }) => client ?? '')
  const arrived = countBy(seen.names, (name) => name)
  const told = ends.filter(({ callId }) => callId !== null)
  return [
    ...some('an end without a row', told.filter(({ callId }) => !byId.has(callId ?? '')).map(describe)),
    ...some(
      'another call’s row',
      told.filter(({ callId, number }) => byId.get(callId ?? '')?.client !== nameOf(number)).map(describe),
    ),
    ...some(
      'a request at the provider without a row',
      Object.keys(arrived).filter((name) => byName[name] === undefined),
    ),
    ...some(
      'a call that reached the provider twice',
      Object.keys(arrived).filter((name) => arrived[name] !== 1),
    ),
    ...some(
      'a call with two rows',
      Object.keys(byName).filter((name) => byName[name] !== 1),
    ),
    ...some(
      'an answer that is on record as another',
      told.filter((end) => isOtherwise(end, byId.get(end.callId ?? ''))).map(describe),
    ),
    ...some(
      'an answer of a call without a number',
      ends.filter((end) => end.status === 200 && end.callId === null).map(describe),
    ),
    ...some('a call that ended in no way that was planned', ends.filter((end) => !isAsPlanned(end)).map(describe)),
  ]
}

/** A client that saw the whole of a good answer must not find it on record as anything else, nor the other way round. */
function isOtherwise({ status, outcome, kind }: End, row: CallRecord | undefined): boolean {
  if (!row || outcome === 'given-up' || kind === 'breaks-off') return false
  return (status === 200 && outcome === 'whole') !== (row.endState === 'ok')
}

function isAsPlanned({ kind, status, outcome, afterRevoke }: End): boolean {
  // A key may be revoked while a call with it is on its way: it is then refused, or cut in its middle.
  if (status === 403 || (status === 200 && outcome === 'broken')) return true
  if (afterRevoke) return false
  switch (kind) {
    case 'json':
    case 'large':
    case 'stream':
    case 'breaks-off':
    case 'revoked-key':
      return status === 200 && outcome === 'whole'
    case 'refused-429':
      return status === 429
    case 'refused-500':
      return status === 500
    case 'hangs-up':
      return status === 502
    case 'abort-waiting':
    case 'abort-streaming':
      return outcome === 'given-up'
  }
}

/** A call whose key was revoked before it was sent. */
function afterRevoke(ends: readonly End[], rows: readonly CallRecord[], seen: Seen): string[] {
  const late = ends.filter((end) => end.afterRevoke)
  const names = new Set(late.map(({ number }) => nameOf(number)))
  return [
    ...some('a revoked key that was not refused', late.filter(({ status }) => status !== 403).map(describe)),
    ...some(
      'a call at the provider after the revoke',
      seen.names.filter((name) => names.has(name)),
    ),
    ...some(
      'a row after the revoke',
      rows.flatMap(({ client }) => (client && names.has(client) ? [client] : [])),
    ),
  ]
}

const describe = ({ number, kind, status, outcome }: End) => `${nameOf(number)} (${kind}, ${status}, ${outcome})`

const some = (what: string, which: readonly string[]) => which.slice(0, 20).map((one) => `${what}: ${one}`)

/** How many items there are of each kind. */
export function countBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1
  return counts
}
