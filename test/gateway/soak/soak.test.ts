import { expect, test } from 'vitest'
import { soak } from './soak.ts'

test('a call is lost, counted twice, or let through after a revoke, where many ask at once and the provider fails', async () => {
  const report = await soak({ clients: 16, calls: 600, every: 20 })
  expect(report.faults).toEqual([])
  expect(report).toMatchObject({ calls: 600, keysMade: 34 })
  expect(Object.keys(report.endStates).toSorted()).toEqual(['error', 'ok', 'stopped', 'truncated'])
})
