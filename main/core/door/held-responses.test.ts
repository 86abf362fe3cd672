import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ManualClock } from '../../../test/fakes/manual-clock.ts'
import { event, json, stream } from '../../../test/faults/answers.ts'
import { stalling } from '../../../test/faults/breaks.ts'
import { type DoorFixture, openDoor, passportFor } from '../../../test/faults/door-fixture.ts'
import { type Fault, type FaultProvider, startFaultProvider } from '../../../test/faults/fault-provider.ts'
import { readResponse } from '../../../test/faults/read-response.ts'
import { Database } from '../storage/database.ts'
import { madeResponseTables } from '../storage/migrations/007-made-responses.ts'
import { heldResponseColumn } from '../storage/migrations/009-held-responses.ts'
import { createResponseRegister } from './create-response-register.ts'
import { DoorError } from './door-types.ts'

/** A token in costs 10 here, one out 100. */
const budget = 100_000
const local = { id: crypto.randomUUID(), name: 'Tool', monthlyBudget: budget }

let provider: FaultProvider
let fixture: DoorFixture
beforeEach(async () => {
  provider = await startFaultProvider(json({}))
  fixture = openDoor(passportFor(provider.baseUrl, { monthlyBudget: budget }))
})
afterEach(async () => {
  await fixture.close()
  await provider.close()
})

const id = 'resp_0123456789abcdef'
const usage = { input_tokens: 30, output_tokens: 12, total_tokens: 42 }
const response = (status: string, rest: object = {}) =>
  json({ id, object: 'response', model: 'fake-1', status, output: [], usage: null, ...rest })

const post = async (fault: Fault, body: object) => {
  provider.next(fault)
  const asked = fixture.chat({ stream: false, ...body }, { path: '/responses', localKey: local })
  return (await readResponse(await fixture.door.send(asked))).record
}
const look = async (fault: Fault, rest = '', method: 'GET' | 'POST' | 'DELETE' = 'GET') => {
  provider.next(fault)
  const asked = fixture.request({ method, path: `/responses/${id}${rest}`, localKey: local })
  return (await readResponse(await fixture.door.send(asked))).record
}
/** Whether a further call is let through. */
const isAllowed = async (localKey: typeof local | null = local) => {
  try {
    await readResponse(await fixture.door.send(fixture.chat({ stream: false, max_tokens: 1 }, { localKey })))
    return true
  } catch (error) {
    if (error instanceof DoorError && error.error.code === 'budget_exceeded') return false
    throw error
  }
}
const background = { background: true, max_output_tokens: 2_000 }

test('a response in the background that nobody fetches passes every budget by', async () => {
  const record = await post(response('queued'), background)
  expect(record).toMatchObject({ tokens: null, cost: null, priceSource: 'unknown' })
  expect([await isAllowed(), await isAllowed(null)]).toEqual([false, false])
})

test('what is held for it stays held when its figures have come', async () => {
  await post(response('queued'), background)
  await look(response('in_progress'))
  expect(await isAllowed()).toBe(false)
  expect(await look(response('completed', { usage }))).toMatchObject({ cost: 1_500 })
  expect(await isAllowed()).toBe(true)
})

test.each(['failed', 'cancelled', 'incomplete', 'completed'])(
  'one that is %s and has no figures is held for ever',
  async (status) => {
    await post(response('queued'), background)
    await look(response(status), status === 'cancelled' ? '/cancel' : '', status === 'cancelled' ? 'POST' : 'GET')
    expect(await isAllowed()).toBe(true)
  },
)

test('one that is deleted while it runs, or whose look fails, is forgotten', async () => {
  await post(response('queued'), background)
  await look(json({ error: { message: 'Not found' } }, 404))
  await look(json({ id, object: 'response', deleted: true }), '', 'DELETE')
  expect(await isAllowed()).toBe(false)
})

test('one that is worked out at once, or is none in the background, is held', async () => {
  await post(response('completed', { usage }), background)
  expect(await isAllowed()).toBe(true)
  await post(response('queued', { id: 'resp_2' }), { ...background, background: false })
  expect(await isAllowed()).toBe(true)
})

test('a budget that is used up keeps the figures of what used it up from coming', async () => {
  await post(response('queued'), background)
  Object.assign(fixture.spent, { amount: budget, byLocalKey: budget })
  expect(await look(response('completed', { usage }))).toMatchObject({ cost: 1_500 })
})

test.each([1, 'true', {}])('some servers take %j for background, and nothing is held for it', async (wish) => {
  await post(response('queued'), { ...background, background: wish })
  expect(await isAllowed()).toBe(false)
})

test('one whose asker leaves its stream runs on for nothing', async () => {
  const events = [
    event({ type: 'response.created', response: { id, model: 'fake-1', status: 'queued', usage: null } }),
    event({ type: 'response.output_text.delta', delta: 'Half an answer' }),
  ]
  provider.next(stalling(events, new Promise<never>(() => {})))
  const asked = fixture.chat({ stream: true, ...background }, { path: '/responses', localKey: local })
  const begun = await fixture.door.send(asked)
  for await (const bytes of begun.body) if (String(bytes).includes('Half')) break
  const { cost } = await begun.recorded
  const held = fixture.responses.held(local.id)
  // The row and what is held make up what it may cost, neither more nor less.
  expect((cost ?? 0) + held).toBeGreaterThan(200_000)
  expect((cost ?? 0) + held).toBeLessThan(201_000)
  const completed = event({ type: 'response.completed', response: { id, status: 'completed', usage } })
  await look(stream([completed]), '?stream=true')
  expect(fixture.responses.held(local.id)).toBe(0)
})

test('while its own call runs it is held twice', async () => {
  const goOn = Promise.withResolvers<void>()
  const created = event({ type: 'response.created', response: { id, model: 'fake-1', status: 'queued' } })
  provider.next(stalling([created], goOn.promise))
  const asked = fixture.chat({ stream: true, background: true, max_output_tokens: 600 }, { path: '/responses' })
  const begun = await fixture.door.send(asked)
  const chunks = begun.body[Symbol.asyncIterator]()
  await chunks.next()
  expect(fixture.responses.held(fixture.passport.keyId)).toBeGreaterThan(60_000)
  // 60,000 are held of 100,000: twice that would refuse this one.
  expect(await isAllowed(null)).toBe(true)
  begun.body.destroy()
  await begun.recorded
})

const keys = { keyId: 'key', localKeyId: 'local' }
const figures = (cost: number, estimated: boolean) => ({
  tokens: { input: 3, cached: 0, output: 2, reasoning: 0, estimated },
  cost,
})

test('a restart forgets what is held, or the next month still pays for it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keydeck-held-'))
  const path = join(folder, 'keydeck.db')
  const clock = new ManualClock()
  clock.jump(new Date(2026, 4, 31, 23).getTime() - clock.now())
  try {
    const before = new Database(path)
    before.script(madeResponseTables + heldResponseColumn)
    createResponseRegister({ database: before, clock }).note(id, keys, 700)
    before.close()
    const after = new Database(path)
    const register = createResponseRegister({ database: after, clock })
    expect([register.held('key'), register.held('local'), register.held('other'), register.held('')]).toEqual([
      700, 700, 0, 0,
    ])
    register.take(id, 'key', figures(300, true))
    expect(register.held('key')).toBe(400)
    register.take(id, 'key', figures(900, true))
    expect(register.held('key')).toBe(0)
    register.note('resp_2', { keyId: 'key', localKeyId: null }, 50)
    expect([register.held('key'), register.held('local')]).toEqual([50, 0])
    clock.advance(2 * 60 * 60_000)
    expect(register.held('key')).toBe(0)
    after.close()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('what is held differs from the sum over all that is not settled', () => {
  const database = new Database(':memory:')
  database.script(madeResponseTables + heldResponseColumn)
  const clock = new ManualClock()
  const register = createResponseRegister({ database, clock })
  const random = seeded(7)
  const open = new Map<string, { owners: string[]; held: number; cost: number }>()
  for (let step = 0; step < 600; step++) {
    const name = `resp_${Math.floor(random() * 300)}`
    const [keyId, localKeyId] = [`key-${Math.floor(random() * 3)}`, random() < 0.3 ? null : 'local']
    const amount = Math.floor(random() * 1_000)
    const known = open.get(name)
    const act = random()
    if (!known) {
      register.note(name, { keyId, localKeyId }, amount)
      open.set(name, { owners: localKeyId ? [keyId, localKeyId] : [keyId], held: amount, cost: 0 })
    } else if (act < 0.2) {
      register.letGo(name, known.owners[0]!)
      known.held = 0
    } else {
      const estimated = act < 0.7
      register.take(name, known.owners[0]!, figures(amount, estimated))
      known.cost = Math.max(known.cost, amount)
      if (!estimated) known.held = 0
    }
    for (const owner of ['key-0', 'key-1', 'key-2', 'local']) {
      let sum = 0
      for (const { owners, held, cost } of open.values()) if (owners.includes(owner)) sum += Math.max(0, held - cost)
      expect(register.held(owner)).toBe(sum)
    }
  }
  database.close()
})

/** Numbers that are the same at every run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
