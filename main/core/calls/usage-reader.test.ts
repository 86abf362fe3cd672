import * as fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CallFilter, CallRecord, GroupBy, Metric, Span } from '../../../contract/calls.ts'
import { aCall, ENVIRONMENTS, LOCAL_KEYS, manyCalls } from '../../../test/fakes/calls.ts'
import { createCallsHarness } from '../../../test/fakes/calls-harness.ts'
import { facetOf } from './call-groups.ts'
import { DAY, HOUR, RollUp } from './roll-up.ts'

let harness: ReturnType<typeof createCallsHarness>
beforeEach(() => {
  harness = createCallsHarness()
})
afterEach(() => harness.dispose())

const record = (calls: readonly CallRecord[]) => Promise.all(calls.map((call) => harness.calls.ledger.record(call)))
const uuid = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`

const START = Date.UTC(2026, 3, 1)
const anyMoment = fc.integer({ min: START - DAY, max: START + 12 * DAY })
const anySpan = fc.tuple(anyMoment, anyMoment).map(([a, b]): Span => ({ from: Math.min(a, b), to: Math.max(a, b) }))
const anyFilter: fc.Arbitrary<CallFilter> = fc.constantFrom<CallFilter[]>(
  {},
  { environmentId: ENVIRONMENTS[2].id },
  { origin: 'playground', model: 'gpt-4o' },
  { model: 'nothing-like-it' },
  { localKeyId: LOCAL_KEYS[1].id },
  { localKeyId: LOCAL_KEYS[0].id, origin: 'gateway' },
)

const inside = (call: CallRecord, span: Span, filter: CallFilter) =>
  call.startedAt >= span.from &&
  call.startedAt < span.to &&
  Object.entries(filter).every(([name, value]) => call[name as keyof CallFilter] === value)

const facet = (call: CallRecord, groupBy: GroupBy) =>
  facetOf(
    {
      ...call,
      id: 0,
      localKeyId: call.localKeyId ?? '',
      localKeyName: call.localKeyName ?? '',
      model: call.model ?? '',
    },
    groupBy,
  ).id

const VALUES: Record<Metric, (call: CallRecord) => number> = {
  calls: () => 1,
  tokens: (call) => (call.tokens?.input ?? 0) + (call.tokens?.output ?? 0),
  cost: (call) => call.cost ?? 0,
  errors: (call) => (call.endState === 'error' ? 1 : 0),
}

test('a total differs from what adding up the calls one by one gives', async () => {
  const all = [...manyCalls({ count: 3_000, from: START, to: START + 11 * DAY })]
  await record(all)
  fc.assert(
    fc.property(anySpan, anyFilter, (span, filter) => {
      const expected = new RollUp()
      for (const call of all) if (inside(call, span, filter)) expected.add(call)
      expect(harness.calls.totals(span, filter)).toEqual(expected.toTotals())
    }),
    { numRuns: 150 },
  )
})

test('a series or a ranking differs from what adding up the calls one by one gives', async () => {
  const all = [...manyCalls({ count: 2_000, from: START, to: START + 11 * DAY })]
  await record(all)
  const groupBys = fc.constantFrom<GroupBy[]>('key', 'provider', 'environment', 'model', 'origin', 'localKey')
  const metrics = fc.constantFrom<Metric[]>('calls', 'tokens', 'cost', 'errors')
  const zones = fc.constantFrom(0, 480, -300, 330, 345, -210, 840)
  fc.assert(
    fc.property(anySpan, anyFilter, groupBys, metrics, zones, (span, filter, groupBy, metric, zoneOffsetMinutes) => {
      const { bucketMs, buckets, series } = harness.calls.series({
        ...span,
        metric,
        groupBy,
        filter,
        zoneOffsetMinutes,
      })
      const wanted = all.filter((call) => inside(call, span, filter))
      const shown = new Set(series.map((one) => one.id))
      for (const one of series) {
        const own = wanted.filter((call) =>
          one.id === null ? !shown.has(facet(call, groupBy)) : facet(call, groupBy) === one.id,
        )
        const values = buckets.map(() => 0)
        for (const call of own) {
          const index = buckets.findLastIndex((start) => start <= call.startedAt)
          values[index] = (values[index] ?? 0) + VALUES[metric](call)
        }
        expect(one.values).toEqual(values)
        expect(one.total).toBe(values.reduce((sum, value) => sum + value, 0))
      }
      for (const start of buckets) expect((start + zoneOffsetMinutes * 60_000) % bucketMs).toBe(0)
      const { groups } = harness.calls.groups(span, groupBy, filter, 200)
      expect(groups.reduce((sum, group) => sum + group.calls, 0)).toBe(wanted.length)
      expect(new Set(groups.map((group) => group.id))).toEqual(new Set(wanted.map((call) => facet(call, groupBy))))
    }),
    { numRuns: 100 },
  )
})

test('the sixth key and those after it vanish from the chart instead of becoming the others', async () => {
  await record(
    Array.from({ length: 8 }, (_, key) =>
      Array.from({ length: 8 - key }, () => aCall({ keyId: uuid(key + 1), keyName: `key ${key + 1}` })),
    ).flat(),
  )
  const at = aCall().startedAt
  const question = { from: at - HOUR, to: at + HOUR, metric: 'calls', groupBy: 'key', filter: {}, zoneOffsetMinutes: 0 }
  const { series } = harness.calls.series({ ...question, metric: 'calls', groupBy: 'key' })
  expect(series.map(({ id, name, total }) => ({ id, name, total }))).toEqual([
    ...[1, 2, 3, 4, 5].map((key) => ({ id: uuid(key), name: `key ${key}`, total: 9 - key })),
    { id: null, name: '', total: 3 + 2 + 1 },
  ])
})

test('a renamed key splits in two, or keeps its old name', async () => {
  const keyId = uuid(9)
  const at = aCall().startedAt
  await record([
    aCall({ keyId, keyName: 'old name', startedAt: at }),
    aCall({ keyId, keyName: 'new name', startedAt: at + 60_000 }),
    aCall({ keyId, keyName: 'middle name', startedAt: at + 30_000 }),
  ])
  const span = { from: at - HOUR, to: at + HOUR }
  const { series } = harness.calls.series({
    ...span,
    metric: 'calls',
    groupBy: 'key',
    filter: {},
    zoneOffsetMinutes: 0,
  })
  expect(series).toHaveLength(1)
  expect(series[0]).toMatchObject({ id: keyId, name: 'new name', total: 3 })
  expect(harness.calls.groups(span, 'key', {}, 50).groups).toMatchObject([{ id: keyId, name: 'new name', calls: 3 }])
  const { calls } = harness.calls.list({ limit: 10, filter: { keyId } })
  expect(calls.map((call) => call.keyName)).toEqual(['new name', 'middle name', 'old name'])
})

test('a day starts at the midnight of Greenwich though the person is in Chongqing or Kathmandu', async () => {
  for (const [zoneOffsetMinutes, midnight] of [
    [480, Date.UTC(2026, 4, 9, 16)],
    [345, Date.UTC(2026, 4, 9, 18, 15)],
  ] as const) {
    const from = midnight - 19 * DAY
    const { bucketMs, buckets } = harness.calls.series({
      from,
      to: midnight + DAY,
      metric: 'calls',
      groupBy: 'key',
      filter: {},
      zoneOffsetMinutes,
    })
    expect(bucketMs).toBe(DAY)
    expect(buckets).toEqual(Array.from({ length: 20 }, (_, day) => from + day * DAY))
  }
})

test('a span across the change to summer time loses or doubles an hour of calls', async () => {
  // Europe/Berlin went from +60 to +120 on 29 March 2026 at 01:00 UTC. The page sends the offset of now, +120.
  const from = Date.UTC(2026, 2, 20, 22)
  const to = Date.UTC(2026, 3, 9, 22)
  await record(Array.from({ length: 20 * 24 }, (_, hour) => aCall({ startedAt: from + hour * HOUR })))
  const { series, buckets } = harness.calls.series({
    from,
    to,
    metric: 'calls',
    groupBy: 'key',
    filter: {},
    zoneOffsetMinutes: 120,
  })
  expect(series[0]?.total).toBe(480)
  expect(series[0]?.values).toEqual(buckets.map(() => 24))
})

test('a chart gets more bars than fit, or than the contract allows', () => {
  for (const days of [0.01, 1, 2, 7, 10, 30, 62, 90, 365, 3_650, 20_000]) {
    const from = Date.UTC(2026, 0, 1)
    const { buckets } = harness.calls.series({
      from,
      to: from + days * DAY,
      metric: 'calls',
      groupBy: 'key',
      filter: {},
      zoneOffsetMinutes: 480,
    })
    expect(buckets.length).toBeGreaterThan(0)
    expect(buckets.length).toBeLessThanOrEqual(120)
  }
})

test('a call without a known price counts as free', async () => {
  const at = aCall().startedAt
  await record([
    aCall({ cost: null, priceSource: 'unknown' }),
    aCall({ cost: 10 }),
    aCall({ cost: null, tokens: null, endState: 'error', status: 401, priceSource: 'unknown' }),
    aCall({ cost: null, tokens: null, model: null, method: 'GET', path: '/models', priceSource: 'unknown' }),
  ])
  expect(harness.calls.totals({ from: at, to: at + 1 }, {})).toMatchObject({ calls: 4, cost: 10, unpriced: 1 })
})

test('an empty or backward span is an error', () => {
  for (const span of [
    { from: START, to: START },
    { from: START + DAY, to: START },
  ]) {
    expect(harness.calls.totals(span, {})).toMatchObject({ calls: 0, firstTokenP50Ms: null })
    expect(
      harness.calls.series({ ...span, metric: 'cost', groupBy: 'model', filter: {}, zoneOffsetMinutes: 0 }),
    ).toMatchObject({ buckets: [], series: [] })
  }
})
