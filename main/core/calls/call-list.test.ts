import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CallFilter, CallRecord } from '../../../contract/calls.ts'
import { aCall, ENVIRONMENTS, LOCAL_KEYS, manyCalls } from '../../../test/fakes/calls.ts'
import { createCallsHarness } from '../../../test/fakes/calls-harness.ts'

let harness: ReturnType<typeof createCallsHarness>
beforeEach(() => {
  harness = createCallsHarness()
})
afterEach(() => harness.dispose())

const record = (calls: readonly CallRecord[]) => Promise.all(calls.map((call) => harness.calls.ledger.record(call)))

/** Turns every page, as a person who scrolls to the end does. */
function readAll(filter: CallFilter, limit: number): string[] {
  const seen: string[] = []
  let before: { startedAt: number; id: string } | undefined
  for (;;) {
    const { calls, more } = harness.calls.list({ limit, before, filter })
    seen.push(...calls.map((call) => call.id))
    const last = calls.at(-1)
    if (!more || !last) return seen
    before = { startedAt: last.startedAt, id: last.id }
  }
}

const newestFirst = (calls: readonly CallRecord[]) =>
  calls.toSorted((a, b) => b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1)).map((call) => call.id)

test('turning the pages skips or repeats calls of the same millisecond', async () => {
  const all = Array.from({ length: 47 }, (_, index) => aCall({ startedAt: 1_000_000 + Math.floor(index / 20) }))
  await record(all)
  for (const limit of [1, 7, 20, 47, 200]) expect(readAll({}, limit)).toEqual(newestFirst(all))
})

test('a filter loses calls that lie far behind thousands of others', async () => {
  const to = Date.UTC(2026, 4, 12)
  const all = [...manyCalls({ count: 5_000, from: to - 86_400_000, to })]
  const rare = Array.from({ length: 9 }, (_, index) =>
    aCall({ startedAt: to - 86_400_000 + index, model: index % 2 ? 'rare-a' : 'rare-b', origin: 'check' }),
  )
  await record([...rare, ...all])
  expect(readAll({ origin: 'check' }, 4)).toEqual(newestFirst(rare))
  expect(readAll({ model: 'rare-a' }, 50)).toEqual(newestFirst(rare.filter((call) => call.model === 'rare-a')))
  const agents = all.filter((call) => call.localKeyId === LOCAL_KEYS[1].id)
  expect(agents.length).toBeGreaterThan(100)
  expect(readAll({ localKeyId: LOCAL_KEYS[1].id }, 200)).toEqual(newestFirst(agents))
  const production = all.filter((call) => call.environmentId === ENVIRONMENTS[2].id)
  expect(readAll({ environmentId: ENVIRONMENTS[2].id }, 200)).toEqual(newestFirst(production))
})

test('one unreadable row hides the page that it is on', async () => {
  const all = Array.from({ length: 5 }, (_, index) => aCall({ startedAt: 1_000_000 + index }))
  await record(all)
  harness.database.run("UPDATE call SET end_state = 'vanished' WHERE id = ?", all[2]!.id)
  expect(readAll({}, 50)).toEqual(newestFirst(all.filter((call) => call !== all[2])))
  expect(harness.log.lines).toContainEqual(expect.objectContaining({ event: 'ledger.row-unreadable' }))
})
