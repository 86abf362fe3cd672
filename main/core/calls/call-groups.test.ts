import { afterEach, beforeEach, expect, test } from 'vitest'
import { aCall } from '../../../test/fakes/calls.ts'
import { createCallsHarness } from '../../../test/fakes/calls-harness.ts'
import { OTHER_MODELS } from './call-groups.ts'

let harness: ReturnType<typeof createCallsHarness>
beforeEach(() => {
  harness = createCallsHarness()
})
afterEach(() => harness.dispose())

const localKey = (digit: string) => ({
  localKeyId: `00000000-0000-4000-8000-0000000000${digit}${digit}`,
  localKeyName: 'Tool',
})
const groups = () => Number(harness.database.get('SELECT count(*) AS n FROM call_group')?.['n'])
const refused = {
  endState: 'error',
  status: 404,
  errorLayer: 'provider',
  errorCode: 'model_not_found',
  tokens: null,
  cost: null,
} as const
const record = (model: string, rest: Parameters<typeof aCall>[0] = {}) =>
  harness.calls.ledger.record(aCall({ ...localKey('1'), model, ...rest }))
const listed = (filter: { model?: string } = {}) => harness.calls.list({ limit: 100, before: undefined, filter }).calls

test('names that the provider does not know fill the dictionary, and push real ones out of it', async () => {
  await Promise.all(Array.from({ length: 2_000 }, (_, at) => record(`wrong-${at}`, refused)))
  expect(groups()).toBe(1)
  await record('right')
  await record('right', refused)
  expect(groups()).toBe(2)
})

test('names that every server takes fill the dictionary without end, for each start anew', async () => {
  await Promise.all(Array.from({ length: 800 }, (_, at) => record(`any-${at}`)))
  expect(groups()).toBe(501)
  await harness.calls.ledger.record(aCall({ ...localKey('2'), model: 'own' }))
  await record('any-0')
  await record('any-799')
  expect(groups()).toBe(502)
})

test('a row loses the name that its group does not have', async () => {
  await record('wrong', refused)
  const rows = harness.database.all(
    'SELECT call.model AS own, call_group.model AS shared FROM call JOIN call_group ON call_group.id = group_id',
  )
  expect(rows).toEqual([{ own: 'wrong', shared: OTHER_MODELS }])
  expect(listed().map(({ model }) => model)).toEqual(['wrong'])
  expect(listed({ model: OTHER_MODELS })).toHaveLength(1)
})

test('a call without a model is among the other models', async () => {
  await harness.calls.ledger.record(aCall({ ...localKey('1'), model: null }))
  expect(listed().map(({ model }) => model)).toEqual([null])
})
