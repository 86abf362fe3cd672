import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CallRecord } from '../../../contract/calls.ts'
import { aCall, ENVIRONMENTS, LOCAL_KEYS } from '../../../test/fakes/calls.ts'
import { createCallsHarness } from '../../../test/fakes/calls-harness.ts'
import { DAY } from './roll-up.ts'

let harness: ReturnType<typeof createCallsHarness>
beforeEach(() => {
  harness = createCallsHarness()
})
afterEach(() => harness.dispose())

const record = (calls: readonly CallRecord[]) => Promise.all(calls.map((call) => harness.calls.ledger.record(call)))
const uuid = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`
const { startedAt } = aCall()
const span = { from: startedAt - (startedAt % DAY), to: startedAt + DAY }
const [editor, agent] = LOCAL_KEYS

/** So many calls of a local key that one vault key took, with several models. */
const calls = (count: number, local: { id: string; name: string }, change: Partial<CallRecord> = {}) =>
  Array.from({ length: count }, (_, index) =>
    aCall({ origin: 'gateway', localKeyId: local.id, localKeyName: local.name, model: `m${index % 2}`, ...change }),
  )

test('a call is told at the wrong pair, twice, or though no local key asked', async () => {
  await record([
    ...calls(3, editor, { keyId: uuid(1), keyName: 'one' }),
    ...calls(2, editor, { keyId: uuid(2), keyName: 'two', environmentId: ENVIRONMENTS[2].id }),
    ...calls(4, agent, { keyId: uuid(2), keyName: 'two', environmentId: ENVIRONMENTS[2].id }),
    ...calls(1, agent, { keyId: uuid(2), keyName: 'two', startedAt: span.from - 1 }),
    aCall({ keyId: uuid(1) }),
  ])
  const flow = harness.calls.flow(span, {}, 6)
  expect(flow.localKeys.map(({ name, calls }) => [name, calls])).toEqual([
    ['Editor', 5],
    ['Agent', 4],
  ])
  expect(flow.vaultKeys).toMatchObject([
    { id: uuid(2), name: 'two', environmentId: ENVIRONMENTS[2].id, providerName: 'Yunxin', calls: 6 },
    { id: uuid(1), name: 'one', environmentId: ENVIRONMENTS[0].id, calls: 3 },
  ])
  const named = flow.links.map((link) => [flow.localKeys[link.from]!.name, flow.vaultKeys[link.to]!.name, link.calls])
  expect(named.toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual([
    ['Agent', 'two', 4],
    ['Editor', 'one', 3],
    ['Editor', 'two', 2],
  ])
  expect(harness.calls.flow(span, { environmentId: ENVIRONMENTS[0].id }, 6).localKeys).toMatchObject([{ calls: 3 }])
})

test('with more local keys than fit, the calls of some are in no end', async () => {
  await record(
    Array.from({ length: 9 }, (_, index) =>
      calls(9 - index, { id: uuid(100 + index), name: `tool ${index}` }, { keyId: uuid(200 + index) }),
    ).flat(),
  )
  const { localKeys, vaultKeys, links } = harness.calls.flow(span, {}, 4)
  expect(localKeys.map(({ id, name, calls }) => [id, name, calls])).toEqual([
    [uuid(100), 'tool 0', 9],
    [uuid(101), 'tool 1', 8],
    [uuid(102), 'tool 2', 7],
    [null, '', 6 + 5 + 4 + 3 + 2 + 1],
  ])
  expect(vaultKeys.map(({ calls }) => calls)).toEqual([9, 8, 7, 21])
  expect(links).toEqual([
    { from: 0, to: 0, calls: 9 },
    { from: 1, to: 1, calls: 8 },
    { from: 2, to: 2, calls: 7 },
    { from: 3, to: 3, calls: 21 },
  ])
})

test('a renamed local key is two, or goes by its old name', async () => {
  await record([...calls(1, editor), ...calls(2, { ...editor, name: 'New name' }, { startedAt: startedAt + 1_000 })])
  expect(harness.calls.flow(span, {}, 6).localKeys).toMatchObject([{ id: editor.id, name: 'New name', calls: 3 }])
})

test('a day without a call is an error', () => {
  expect(harness.calls.flow(span, {}, 6)).toEqual({ localKeys: [], vaultKeys: [], links: [] })
})
