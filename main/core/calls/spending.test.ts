import * as fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CallRecord } from '../../../contract/calls.ts'
import { aCall, LOCAL_KEYS } from '../../../test/fakes/calls.ts'
import { createCallsHarness } from '../../../test/fakes/calls-harness.ts'
import { DAY } from './roll-up.ts'

const NOW = new Date(2026, 4, 12, 12).getTime()
let harness: ReturnType<typeof createCallsHarness>
beforeEach(() => {
  harness = createCallsHarness(NOW)
})
afterEach(() => harness.dispose())

const { keyId } = aCall()
const spent = () => harness.calls.spending.monthToDate(keyId)

test('the month begins at another moment than local midnight of the first', async () => {
  const first = new Date(2026, 4, 1).getTime()
  await harness.calls.ledger.record(aCall({ startedAt: first - 1, cost: 1 }))
  await harness.calls.ledger.record(aCall({ startedAt: first, cost: 10 }))
  await harness.calls.ledger.record(aCall({ startedAt: NOW, cost: 100 }))
  expect(spent()).toBe(110)
})

test('a call does not count against the budget until something reads the month anew', async () => {
  expect(spent()).toBe(0)
  const recording = harness.calls.ledger.record(aCall({ startedAt: NOW, cost: 7 }))
  expect(spent()).toBe(7)
  await recording
  expect(spent()).toBe(7)
  await harness.calls.ledger.record(aCall({ startedAt: NOW, cost: null }))
  await harness.calls.ledger.record(aCall({ startedAt: NOW, cost: 3, keyId: '00000000-0000-4000-8000-0000000000a2' }))
  expect(spent()).toBe(7)
})

test('a call that waits for the disk is counted twice, or not at all', async () => {
  const recording = harness.calls.ledger.record(aCall({ startedAt: NOW, cost: 7 }))
  expect(spent()).toBe(7)
  await recording
  expect(spent()).toBe(7)
})

test('last month is still spent when a new one begins', async () => {
  await harness.calls.ledger.record(aCall({ startedAt: NOW, cost: 7 }))
  expect(spent()).toBe(7)
  harness.clock.setTo(new Date(2026, 5, 1).getTime())
  expect(spent()).toBe(0)
})

test('a local key is charged for what another one spent, or for calls without one', async () => {
  const [editor, agent] = LOCAL_KEYS
  const of = (key: { id: string; name: string }, cost: number) =>
    aCall({ startedAt: NOW, cost, origin: 'gateway', localKeyId: key.id, localKeyName: key.name })
  await harness.calls.ledger.record(of(editor, 7))
  expect(harness.calls.spending.localKeyMonthToDate(editor.id)).toBe(7)
  const recording = harness.calls.ledger.record(of(editor, 3))
  expect(harness.calls.spending.localKeyMonthToDate(editor.id)).toBe(10)
  await recording
  await harness.calls.ledger.record({ ...of(agent, 100), localKeyName: 'renamed since' })
  await harness.calls.ledger.record(aCall({ startedAt: NOW, cost: 1_000 }))
  expect([editor, agent].map(({ id }) => harness.calls.spending.localKeyMonthToDate(id))).toEqual([10, 100])
  expect(harness.calls.spending.localKeyMonthToDate('')).toBe(0)
  expect(spent()).toBe(1_110)
  const usage = harness.calls.usageByLocalKey()
  expect([...usage.keys()].toSorted()).toEqual([editor.id, agent.id])
  expect(usage.get(editor.id)).toMatchObject({ calls30d: 2, tokens30d: 400, cost30d: 10 })
  harness.clock.setTo(new Date(2026, 5, 1).getTime())
  expect(harness.calls.spending.localKeyMonthToDate(editor.id)).toBe(0)
})

test('the list of keys shows the wrong thirty days, or forgets a call that was just made', async () => {
  const today = Math.floor(NOW / DAY) * DAY
  await harness.calls.ledger.record(aCall({ startedAt: today - 30 * DAY, cost: 1 }))
  await harness.calls.ledger.record(aCall({ startedAt: today - 29 * DAY, cost: 10 }))
  await harness.calls.ledger.record(aCall({ startedAt: today + 1, cost: 100 }))
  await harness.calls.ledger.record(aCall({ startedAt: today + 2, cost: null, keyName: 'renamed since' }))
  const usage = harness.calls.usageByKey().get(keyId)
  expect(usage).toMatchObject({ calls30d: 3, cost30d: 110 })
  expect(usage?.daily).toEqual([1, ...Array<number>(28).fill(0), 2])
  await harness.calls.ledger.record(aCall({ startedAt: today + 3 }))
  expect(harness.calls.usageByKey().get(keyId)?.calls30d).toBe(4)
  harness.clock.setTo(NOW + DAY)
  expect(harness.calls.usageByKey().get(keyId)?.calls30d).toBe(3)
})

/** What was spent, as anyone would count it who has every call before them. */
function countedAnew(calls: readonly CallRecord[], now: number, isIts: (call: CallRecord) => boolean): number {
  const month = new Date(now)
  const from = new Date(month.getFullYear(), month.getMonth(), 1).getTime()
  const to = new Date(month.getFullYear(), month.getMonth() + 1, 1).getTime()
  const its = calls.filter((call) => isIts(call) && call.startedAt >= from && call.startedAt < to)
  return its.reduce((sum, { cost }) => sum + (cost ?? 0), 0)
}

test('the running sums of a month differ from its calls, written or not, whenever they are asked for', async () => {
  const step = fc.record({
    key: fc.integer({ min: 1, max: 3 }),
    local: fc.option(fc.constantFrom(...LOCAL_KEYS)),
    cost: fc.option(fc.integer({ min: 0, max: 1_000_000 })),
    /** When the call began, before it was recorded. */
    ago: fc.integer({ min: 0, max: 3 * DAY }),
    passes: fc.integer({ min: 0, max: 8 * DAY }),
    isWritten: fc.boolean(),
    isAsked: fc.boolean(),
  })
  const run = fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
    const fresh = createCallsHarness(NOW)
    const calls: CallRecord[] = []
    try {
      for (const { key, local, cost, ago, passes, isWritten, isAsked } of steps) {
        const now = fresh.clock.now()
        const localKey = local && { origin: 'gateway' as const, localKeyId: local.id, localKeyName: local.name }
        const call = aCall({ startedAt: now - ago, cost, keyId: keyNumber(key), ...localKey })
        calls.push(call)
        const recorded = fresh.calls.ledger.record(call)
        if (isWritten) await recorded
        if (isAsked) {
          for (const number of [1, 2, 3]) {
            const counted = countedAnew(calls, now, ({ keyId }) => keyId === keyNumber(number))
            expect(fresh.calls.spending.monthToDate(keyNumber(number))).toBe(counted)
          }
          for (const { id } of LOCAL_KEYS) {
            const counted = countedAnew(calls, now, ({ localKeyId }) => localKeyId === id)
            expect(fresh.calls.spending.localKeyMonthToDate(id)).toBe(counted)
          }
        }
        fresh.clock.setTo(now + passes)
      }
    } finally {
      await fresh.dispose()
    }
  })
  await fc.assert(run, { numRuns: 40 })
})

const keyNumber = (number: number) => `00000000-0000-4000-8000-0000000000a${number}`
