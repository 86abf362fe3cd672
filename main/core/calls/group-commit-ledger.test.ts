import { afterEach, beforeEach, expect, test } from 'vitest'
import { aCall } from '../../../test/fakes/calls.ts'
import { createCallsHarness } from '../../../test/fakes/calls-harness.ts'

let harness: ReturnType<typeof createCallsHarness>
beforeEach(() => {
  harness = createCallsHarness()
})
afterEach(() => harness.dispose())

const rows = () => Number(harness.database.get('SELECT count(*) AS n FROM call')?.['n'])
const rolledUp = () => Number(harness.database.get('SELECT coalesce(sum(calls), 0) AS n FROM call_day')?.['n'])

/** No page more than the file has now, or as many as SQLite allows. */
const fillDisk = () => harness.database.get('PRAGMA max_page_count = 1')
const freeDisk = () => harness.database.get('PRAGMA max_page_count = 1073741823')

test('calls that arrive together pay for a transaction each', async () => {
  let commits = 0
  const write = harness.database.write.bind(harness.database)
  harness.database.write = (work) => {
    commits += 1
    return write(work)
  }
  await Promise.all(Array.from({ length: 200 }, () => harness.calls.ledger.record(aCall())))
  expect(commits).toBe(1)
  expect(rows()).toBe(200)
})

test('record resolves before the call is on disk', async () => {
  let settled = false
  const recording = harness.calls.ledger.record(aCall()).then(() => {
    settled = true
    return rows()
  })
  expect(settled).toBe(false)
  expect(await recording).toBe(1)
})

test('every column comes back as it went in', async () => {
  const full = aCall({
    localKeyId: '00000000-0000-4000-8000-0000000000f1',
    localKeyName: 'editor',
    client: 'OpenAI/Python 2.1',
    conversationId: '00000000-0000-4000-8000-0000000000f2',
    endState: 'error',
    status: 502,
    errorLayer: 'network',
    errorCode: 'upstream_tls',
    tokens: { input: 9, cached: 3, output: 8, reasoning: 5, estimated: true },
    waitMs: 12.5,
    timeToFirstTokenMs: 0.25,
    durationMs: 1_234.75,
    attempt: 3,
    providerRequestId: 'req_1',
  })
  const bare = aCall({
    tokens: null,
    cost: null,
    model: null,
    timeToFirstTokenMs: null,
    status: null,
    streaming: false,
  })
  await harness.calls.ledger.record(full)
  await harness.calls.ledger.record(bare)
  const { calls } = harness.calls.list({ limit: 10, filter: {} })
  expect(calls.find((call) => call.id === full.id)).toEqual(full)
  expect(calls.find((call) => call.id === bare.id)).toEqual(bare)
})

test('a full disk loses the call without a word, or for good', async () => {
  await harness.calls.ledger.record(aCall())
  fillDisk()
  const filler = Array.from({ length: 300 }, () => aCall({ path: `/chat/${'completions'.repeat(20)}` }))
  const outcomes = await Promise.allSettled(filler.map((call) => harness.calls.ledger.record(call)))
  expect(outcomes.every((outcome) => outcome.status === 'rejected')).toBe(true)
  expect(outcomes[0]).toMatchObject({ reason: { name: 'LedgerError', trouble: 'disk-full' } })
  expect(outcomes[0]).toMatchObject({ reason: { message: expect.stringContaining('free some space') } })
  expect(rows()).toBe(1)
  expect(rolledUp()).toBe(1)
  expect(harness.calls.state()).toEqual({ unwritten: 300, onlyInMemory: 300, lost: 0, trouble: 'disk-full' })
  expect(harness.log.lines).toContainEqual(expect.objectContaining({ level: 'error', event: 'ledger.write-failed' }))

  harness.clock.advance(2_000)
  expect(harness.calls.state().unwritten).toBe(300)

  freeDisk()
  harness.clock.advance(120_000)
  expect(harness.calls.state()).toEqual({ unwritten: 0, onlyInMemory: 0, lost: 0, trouble: null })
  expect(rows()).toBe(301)
  expect(rolledUp()).toBe(301)
})

test('what a full disk refused waits for the timer though the next call gets in', async () => {
  fillDisk()
  const refused = Array.from({ length: 300 }, () => aCall({ path: `/chat/${'completions'.repeat(20)}` }))
  await Promise.allSettled(refused.map((call) => harness.calls.ledger.record(call)))
  freeDisk()
  await harness.calls.ledger.record(aCall())
  expect(harness.calls.state().unwritten).toBe(0)
  expect(rows()).toBe(301)
})

test('one call that the schema refuses takes the calls beside it along', async () => {
  const broken = { ...aCall(), durationMs: 'soon' as unknown as number }
  const outcomes = await Promise.allSettled([aCall(), broken, aCall()].map((call) => harness.calls.ledger.record(call)))
  expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(harness.calls.state()).toEqual({ unwritten: 0, onlyInMemory: 0, lost: 1, trouble: 'refused' })
  expect(rows()).toBe(2)
  expect(rolledUp()).toBe(2)
})

test('a call that is recorded twice counts twice', async () => {
  const call = aCall()
  await Promise.all([harness.calls.ledger.record(call), harness.calls.ledger.record(call)])
  await harness.calls.ledger.record(call)
  expect(rows()).toBe(1)
  expect(rolledUp()).toBe(1)
})

test('a group that was rolled back is remembered, and the next call points at nothing', async () => {
  const broken = { ...aCall({ keyName: 'new name' }), durationMs: 'soon' as unknown as number }
  await expect(harness.calls.ledger.record(broken)).rejects.toThrow(/refused/)
  await harness.calls.ledger.record(aCall({ keyName: 'new name' }))
  expect(harness.calls.list({ limit: 1, filter: {} }).calls[0]?.keyName).toBe('new name')
})

test('a thousand calls send a thousand words to the page', async () => {
  let words = 0
  harness.events.subscribe(() => {
    words += 1
  })
  for (let call = 0; call < 20; call += 1) await harness.calls.ledger.record(aCall())
  expect(words).toBe(1)
  harness.clock.advance(1_000)
  expect(words).toBe(2)
  harness.clock.advance(1_000)
  expect(words).toBe(2)
})

test('closing drops what waits, or takes calls it will never write', async () => {
  const last = harness.calls.ledger.record(aCall())
  await harness.calls.close()
  await last
  expect(rows()).toBe(1)
  await expect(harness.calls.ledger.record(aCall())).rejects.toMatchObject({ trouble: 'closed' })
})
