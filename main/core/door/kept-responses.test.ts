import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ManualClock } from '../../../test/fakes/manual-clock.ts'
import { event, json, stream, text } from '../../../test/faults/answers.ts'
import { stalling } from '../../../test/faults/breaks.ts'
import { type DoorFixture, openDoor, passportFor } from '../../../test/faults/door-fixture.ts'
import { type Fault, type FaultProvider, startFaultProvider } from '../../../test/faults/fault-provider.ts'
import { readResponse } from '../../../test/faults/read-response.ts'
import { Database } from '../storage/database.ts'
import { madeResponseTables } from '../storage/migrations/007-made-responses.ts'
import { heldResponseColumn } from '../storage/migrations/009-held-responses.ts'
import { createResponseRegister } from './create-response-register.ts'

let provider: FaultProvider
let fixture: DoorFixture
beforeEach(async () => {
  provider = await startFaultProvider(json({}))
  fixture = openDoor(passportFor(provider.baseUrl))
})
afterEach(async () => {
  await fixture.close()
  await provider.close()
})

const id = 'resp_0123456789abcdef'
const usage = { input_tokens: 30, output_tokens: 12, total_tokens: 42 }
const used = { input: 30, output: 12, estimated: false }
const unused = { tokens: null, cost: null, model: null, endState: 'ok' }
const response = (rest: object) => ({
  id,
  object: 'response',
  model: 'fake-1',
  status: 'completed',
  output: [],
  ...rest,
})
const events = (...last: object[]): string[] => [
  event(
    { type: 'response.created', response: response({ status: 'in_progress', usage: null }) },
    { name: 'response.created' },
  ),
  ...last.map((one) => event(one)),
]
const completed = { type: 'response.completed', response: response({ usage }) }

const make = async (fault: Fault, body: object = {}) => {
  provider.next(fault)
  return readResponse(await fixture.door.send(fixture.chat({ stream: false, ...body }, { path: '/responses' })))
}
const look = async (fault: Fault, rest = '', method: 'GET' | 'POST' = 'GET') => {
  provider.next(fault)
  return readResponse(await fixture.door.send(fixture.request({ method, path: `/responses/${id}${rest}` })))
}

test('a response that was counted when it was made is counted again at each look', async () => {
  const made = await make(json(response({ usage })))
  expect(made.record).toMatchObject({ tokens: used, cost: 1_500 })
  expect((await look(json(response({ usage })))).record).toMatchObject(unused)
  expect((await look(stream(events(completed)), '?stream=true')).record).toMatchObject(unused)
  expect((await look(json(response({ usage })), '/cancel', 'POST')).record).toMatchObject(unused)
})

test('one that runs in the background is never counted, or at every look', async () => {
  const made = await make(json(response({ status: 'queued', usage: null })), { background: true })
  expect(made.record).toMatchObject({ tokens: null, cost: null, model: 'fake-1' })
  expect((await look(json(response({ status: 'in_progress', usage: null })))).record).toMatchObject(unused)
  expect((await look(json(response({ usage })))).record).toMatchObject({ tokens: used, cost: 1_500, model: 'fake-1' })
  expect((await look(json(response({ usage })))).record).toMatchObject(unused)
  expect((await look(stream(events(completed)), '?stream=true')).record).toMatchObject(unused)
})

test('two looks at once count it twice', async () => {
  await make(json(response({ status: 'queued' })), { background: true })
  const looks = await Promise.all([look(json(response({ usage }))), look(json(response({ usage })))])
  expect(looks.flatMap(({ record }) => record.cost ?? [])).toEqual([1_500])
})

test('a large or packed one is counted again at each look', async () => {
  const large = response({ output: [{ text: 'x'.repeat(400_000) }], usage })
  const packed = gzipSync(JSON.stringify(response({ note: Math.random(), usage })))
  const pack = text(packed, 'application/json', 200, { 'content-encoding': 'gzip' })
  expect((await make(json(large))).record).toMatchObject({ tokens: used })
  expect((await look(json(large))).record).toMatchObject(unused)
  expect((await look(pack)).record).toMatchObject(unused)
})

test('one whose asker goes away with the id, in the middle of its stream, is never counted', async () => {
  const never = new Promise<never>(() => {})
  provider.next(stalling(events({ type: 'response.output_text.delta', delta: 'Half an answer' }), never))
  const begun = await fixture.door.send(fixture.chat({ background: true }, { path: '/responses' }))
  for await (const bytes of begun.body) if (String(bytes).includes('Half')) break
  const first = await begun.recorded
  expect(first).toMatchObject({ endState: 'stopped', tokens: { estimated: true } })
  const { record } = await look(stream(events(completed)), '?stream=true&starting_after=1')
  const sum = (part: 'input' | 'output') => (first.tokens?.[part] ?? 0) + (record.tokens?.[part] ?? 0)
  expect([sum('input'), sum('output')]).toEqual([30, 12])
  expect((first.cost ?? 0) + (record.cost ?? 0)).toBe(1_500)
})

test('one that was made elsewhere is charged to whoever looks at it', async () => {
  expect((await look(json(response({ usage })))).record).toMatchObject(unused)
})

test('counting tokens and compacting are endpoints, and no responses to look at', async () => {
  provider.next(json({ id: 'resp_c', object: 'response.compaction', usage }))
  const call = fixture.chat({ stream: false }, { path: '/responses/compact' })
  expect((await readResponse(await fixture.door.send(call))).record).toMatchObject({ tokens: used })
})

test.each([id, ''])(
  'a provider that gives every response the id %j is used for nothing from the second on',
  async (same) => {
    for (let count = 0; count < 3; count++) {
      expect((await make(json({ ...response({ usage }), id: same }))).record).toMatchObject({
        tokens: used,
        cost: 1_500,
      })
    }
  },
)

test('a response that the register could not take, or pushed out meanwhile, is not counted', async () => {
  const { responses } = fixture
  const note = responses.note.bind(responses)
  responses.note = () => {
    throw new Error('database or disk is full')
  }
  expect((await make(json(response({ usage })))).record).toMatchObject({ tokens: used, cost: 1_500 })
  responses.note = () => true
  expect((await make(json(response({ usage })))).record).toMatchObject({ tokens: used, cost: 1_500 })
  responses.note = note
})

test('the name that a provider gives its model fills the ledger, and is a line that no journal reads again', async () => {
  await make(json(response({ status: 'queued', usage: null })), { background: true })
  const long = { type: 'response.completed', response: response({ model: 'x'.repeat(2_000_000), usage }) }
  const { record } = await look(stream([event(long)]), '?stream=true')
  expect(record.tokens).toMatchObject(used)
  expect(JSON.stringify(record).length).toBeLessThan(5_000)
})

test('after a restart everything is counted again, and the ids stand in the file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keydeck-responses-'))
  const path = join(folder, 'keydeck.db')
  const maker = { keyId: 'key', localKeyId: 'local' }
  const figures = { tokens: { input: 3, cached: 1, output: 2, reasoning: 0, estimated: false }, cost: 9 }
  const clock = new ManualClock()
  try {
    const before = new Database(path)
    before.script(madeResponseTables + heldResponseColumn)
    const register = createResponseRegister({ database: before, clock })
    register.note(id, maker)
    register.note(id, { ...maker, localKeyId: 'thief' })
    expect(register.take(id, 'key', figures)).toEqual(figures)
    before.close()
    const after = new Database(path)
    const again = createResponseRegister({ database: after, clock })
    expect(again.madeBy(id)).toEqual([maker])
    expect(again.take(id, 'key', figures)).toBeNull()
    expect(JSON.stringify(after.all('SELECT * FROM made_response'))).not.toContain(id)
    after.close()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('the register grows for ever, or one local key pushes out what another made', () => {
  const database = new Database(':memory:')
  database.script(madeResponseTables + heldResponseColumn)
  const clock = new ManualClock()
  const register = createResponseRegister({ database, clock, most: 20 })
  register.note('other', { keyId: 'key', localKeyId: 'quiet' })
  for (let count = 0; count < 200; count++) {
    clock.advance(1)
    register.note(`resp_${count}`, { keyId: 'key', localKeyId: 'busy' })
  }
  const rows = database.all('SELECT * FROM made_response').length
  expect(rows).toBeGreaterThanOrEqual(21)
  expect(rows).toBeLessThanOrEqual(41)
  expect(register.madeBy('resp_199')).toHaveLength(1)
  expect(register.madeBy('resp_0')).toEqual([])
  expect(register.madeBy('other')).toHaveLength(1)
  database.close()
})
