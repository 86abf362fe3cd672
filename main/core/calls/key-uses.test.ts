import { afterEach, beforeEach, expect, test } from 'vitest'
import { aCall } from '../../../test/fakes/calls.ts'
import { createCallsHarness } from '../../../test/fakes/calls-harness.ts'

let harness: ReturnType<typeof createCallsHarness>
beforeEach(() => {
  harness = createCallsHarness()
})
afterEach(() => harness.dispose())

test('the last use is of another origin, environment or model than the newest call', async () => {
  const { keyId, environmentId } = aCall()
  await Promise.all(
    [
      aCall({ startedAt: 3 }),
      aCall({ startedAt: 9, model: 'another' }),
      aCall({ startedAt: 5, origin: 'gateway' }),
      aCall({ startedAt: 7, environmentId: 'moved' }),
      aCall({ startedAt: 4, keyName: 'renamed' }),
    ].map((call) => harness.calls.ledger.record(call)),
  )
  const uses = harness.calls.keyUses()
  expect(uses).toHaveLength(3)
  expect(uses).toContainEqual({ keyId, origin: 'playground', environmentId, lastAt: 9 })
  expect(uses).toContainEqual({ keyId, origin: 'gateway', environmentId, lastAt: 5 })
  expect(uses).toContainEqual({ keyId, origin: 'playground', environmentId: 'moved', lastAt: 7 })
})

test('each question walks through the whole ledger', () => {
  const plan = harness.database.all(
    'EXPLAIN QUERY PLAN SELECT (SELECT max(started_at) FROM call WHERE group_id = call_group.id) FROM call_group',
  )
  expect(JSON.stringify(plan)).toContain('call_by_group')
})
