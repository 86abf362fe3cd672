import { expect, test } from 'vitest'
import { aCall } from '../../fakes/calls.ts'
import { findFaults } from './find-faults.ts'
import { type End, nameOf } from './plan.ts'
import { soak } from './soak.ts'

test('a call is lost, counted twice, or let through after a revoke, where many ask at once and the provider fails', async () => {
  const report = await soak({ clients: 16, calls: 600, every: 20 })
  expect(report.faults).toEqual([])
  expect(report).toMatchObject({ calls: 600, keysMade: 34 })
  expect(Object.keys(report.endStates).toSorted()).toEqual(['error', 'ok', 'stopped', 'truncated'])
})

test('the soak finds nothing, whatever is wrong', () => {
  const row = aCall({ client: nameOf(1), endState: 'ok' })
  const end: End = { number: 1, kind: 'json', status: 200, callId: row.id, afterRevoke: false, outcome: 'whole' }
  const seen = { names: [nameOf(1)], open: 0 }
  const kinds = (...found: Parameters<typeof findFaults>) => findFaults(...found).map((text) => text.split(':')[0])
  expect(kinds([end], [row], seen)).toEqual([])
  expect(kinds([end], [], seen)).toContain('an end without a row')
  expect(kinds([], [], seen)).toEqual(['a request at the provider without a row'])
  expect(kinds([end], [row, aCall({ client: nameOf(1) })], seen)).toEqual(['a call with two rows'])
  expect(kinds([end], [row], { names: [nameOf(1), nameOf(1)], open: 0 })).toEqual([
    'a call that reached the provider twice',
  ])
  expect(kinds([end], [{ ...row, endState: 'truncated' }], seen)).toEqual(['an answer that is on record as another'])
  expect(kinds([{ ...end, afterRevoke: true }], [row], seen)).toEqual([
    'a call that ended in no way that was planned',
    'a revoked key that was not refused',
    'a call at the provider after the revoke',
    'a row after the revoke',
  ])
})
