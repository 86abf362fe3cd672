import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { RunEvent } from '../../../contract/playground.ts'
import { callRecord, passport, passportsOf, ScriptedDoor } from '../../../test/fakes/scripted-door.ts'
import { systemClock } from '../clock.ts'
import { DoorError } from '../door/door-types.ts'
import { EventBus } from '../event-bus.ts'
import { KeydeckError } from '../keydeck-error.ts'
import { Database } from '../storage/database.ts'
import { migrations } from '../storage/migrations/index.ts'
import { createPlayground, type Playground } from './create-playground.ts'

const silent = { info() {}, warn() {}, error() {} }
const key = passport()

let folder: string
let database: Database
let door: ScriptedDoor
let playground: Playground
let guard: (keyId: string) => void

function open(): Playground {
  database = new Database(join(folder, 'keydeck.db'))
  if (database.version === 0) {
    database.write(() => {
      for (const migration of migrations) database.script(migration)
      database.version = migrations.length
    })
  }
  return createPlayground({
    database,
    door,
    passports: passportsOf(key),
    guard: { require: (keyId) => guard(keyId) },
    retries: () => 0,
    clock: systemClock,
    log: silent,
    events: new EventBus(),
  })
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydeck-playground-'))
  door = new ScriptedDoor()
  guard = () => {}
  playground = open()
})

afterEach(async () => {
  await playground.close()
  database.close()
  rmSync(folder, { recursive: true, force: true })
})

const ask = (text: string, more: Partial<Parameters<Playground['start']>[0]> = {}) =>
  playground.start({ conversationId: null, parentId: null, keyId: key.keyId, model: 'tiny', system: '', text, ...more })

async function follow(runId: string): Promise<{ events: RunEvent[]; text: string; reasoning: string }> {
  const events: RunEvent[] = []
  let text = ''
  let reasoning = ''
  for await (const event of playground.watch(runId, new AbortController().signal)) {
    events.push(event)
    if (event.type === 'so-far' || event.type === 'delta') {
      text += event.text
      reasoning += event.reasoning
    }
  }
  return { events, text, reasoning }
}

const messageOf = (conversationId: string, id: string) => {
  const message = playground.get(conversationId).messages.find((one) => one.id === id)
  if (!message) throw new Error('The message is missing.')
  return message
}

test('an answer that streamed is saved whole, with its figures, key and end state', async () => {
  const { runId, conversationId, answerMessageId } = ask('What is a deck?')
  const call = await door.nextCall()
  call.say({ reasoning_content: 'Hm. ' })
  call.say({ content: 'A pile ' })
  call.say({ content: 'of cards.' })
  call.finish(
    callRecord({
      endState: 'ok',
      waitMs: 3,
      timeToFirstTokenMs: 100,
      durationMs: 1_100,
      tokens: { input: 5, cached: 1, output: 21, reasoning: 4, estimated: false },
      cost: 42,
    }),
  )
  const seen = await follow(runId)
  expect(seen.text).toBe('A pile of cards.')
  expect(seen.reasoning).toBe('Hm. ')
  expect(seen.events.at(-1)?.type).toBe('end')
  const saved = messageOf(conversationId, answerMessageId)
  expect(saved).toMatchObject({ text: 'A pile of cards.', reasoning: 'Hm. ', state: 'ok', error: null, model: 'tiny' })
  expect(saved).toMatchObject({ keyId: key.keyId, keyName: key.keyName, environmentId: key.environment.id })
  expect(saved.figures).toMatchObject({ tokensPerSecond: 20, cost: 42, timeToFirstTokenMs: 100 })
  const { conversation } = playground.get(conversationId)
  expect(conversation).toMatchObject({ title: 'What is a deck?', messages: 2, cost: 42, runId: null })
  expect(conversation.activeMessageId).toBe(answerMessageId)
})

test('a run in a guarded environment that nobody confirmed leaves no call and no conversation behind', () => {
  guard = () => {
    throw new KeydeckError('CONFLICT', { reason: 'guard_unconfirmed' })
  }
  expect(() => ask('Is it on?')).toThrow(expect.objectContaining({ data: { reason: 'guard_unconfirmed' } }))
  expect(playground.list({ limit: 10 }).total).toBe(0)
})

test('the body holds only what was set: no system turn, no undefined, no parameter that nobody chose', async () => {
  ask('Hello')
  const call = await door.nextCall()
  expect(call.json()).toEqual({ model: 'tiny', messages: [{ role: 'user', content: 'Hello' }], stream: true })
  expect(call.request.path).toBe('/chat/completions')
  expect(Object.keys(call.request.headers).filter((name) => /stainless|openai|organization/i.test(name))).toEqual([])
  call.finish(callRecord())
})

test('a second question sends the branch it stands in, not the whole tree', async () => {
  const first = ask('One', { system: 'Be short.' })
  const firstCall = await door.nextCall()
  firstCall.say({ content: 'First.' })
  firstCall.finish(callRecord())
  await follow(first.runId)
  const second = ask('Two', { conversationId: first.conversationId, parentId: first.answerMessageId })
  const secondCall = await door.nextCall()
  secondCall.say({ content: 'Second.' })
  secondCall.finish(callRecord())
  await follow(second.runId)
  ask('Two, otherwise', {
    conversationId: first.conversationId,
    parentId: first.answerMessageId,
    system: 'Be short.',
  })
  const call = await door.nextCall()
  expect(call.json()['messages']).toEqual([
    { role: 'system', content: 'Be short.' },
    { role: 'user', content: 'One' },
    { role: 'assistant', content: 'First.' },
    { role: 'user', content: 'Two, otherwise' },
  ])
  call.finish(callRecord())
  expect(playground.get(first.conversationId).messages).toHaveLength(6)
})

test('stop keeps the text and ends as stopped instead of rejecting', async () => {
  const { runId, conversationId, answerMessageId } = ask('Tell me all')
  const call = await door.nextCall()
  call.say({ content: 'So far so good' })
  for await (const event of playground.watch(runId, new AbortController().signal)) {
    if ((event.type === 'delta' || event.type === 'so-far') && event.text !== '') break
  }
  const stopped = await playground.stop(runId)
  expect(stopped).toMatchObject({ state: 'stopped', text: 'So far so good', error: null })
  expect(messageOf(conversationId, answerMessageId)).toEqual(stopped)
  expect(await playground.stop(runId)).toEqual(stopped)
})

test('an answer that failed half-way keeps what came, and says why in the provider’s words', async () => {
  const { runId } = ask('Go on')
  const call = await door.nextCall()
  call.say({ content: 'Half' })
  call.raw('data: {"error":{"message":"The engine fell over","type":"server_error"}}\n\n')
  call.finish(callRecord({ endState: 'error', errorCode: 'upstream_error', errorLayer: 'provider' }), { done: false })
  const { events } = await follow(runId)
  const end = events.at(-1)
  expect(end?.type === 'end' && end.message).toMatchObject({
    state: 'error',
    text: 'Half',
    error: { code: 'upstream_error', layer: 'provider', providerMessage: 'The engine fell over' },
  })
})

test('an HTTP error of the provider becomes its status, our code and its own words', async () => {
  const { runId } = ask('Hello')
  const call = await door.nextCall({ status: 401 })
  call.raw('{"error":{"message":"Incorrect API key provided","code":"invalid_api_key"}}')
  call.finish(callRecord({ endState: 'error', status: 401, errorCode: 'invalid_api_key', errorLayer: 'provider' }), {
    done: false,
  })
  const { events } = await follow(runId)
  const end = events.at(-1)
  expect(end?.type === 'end' && end.message.error).toMatchObject({
    status: 401,
    code: 'invalid_api_key',
    layer: 'provider',
    providerMessage: 'Incorrect API key provided',
  })
})

test('a refusal of the door reaches the answer as it was said', async () => {
  const error = {
    layer: 'policy',
    status: 403,
    code: 'insufficient_permissions',
    message: 'This key’s account type has no premium models.',
    providerMessage: null,
    hint: 'insufficient_permissions',
    requestId: null,
    retryAfterMs: null,
  } as const
  door.refuseNext(new DoorError(error, callRecord({ endState: 'error', errorCode: error.code, errorLayer: 'policy' })))
  const { runId } = ask('Hello')
  const { events } = await follow(runId)
  const end = events.at(-1)
  expect(end?.type === 'end' && end.message).toMatchObject({ state: 'error', text: '', error })
})

test('a stream that ends without its terminal event is truncated, never ok', async () => {
  const { runId } = ask('Hello')
  const call = await door.nextCall()
  call.say({ content: 'The rest is mis' })
  call.finish(callRecord({ endState: 'truncated' }), { done: false })
  const { events } = await follow(runId)
  const end = events.at(-1)
  expect(end?.type === 'end' && end.message).toMatchObject({ state: 'truncated', text: 'The rest is mis' })
})

test('a page that comes back in the middle gets all the text so far, then the rest, each once', async () => {
  const { runId } = ask('Count')
  const call = await door.nextCall()
  const early = follow(runId)
  for (let number = 0; number < 50; number += 1) call.say({ content: `${number} ` })
  const late = follow(runId)
  for (let number = 50; number < 100; number += 1) call.say({ content: `${number} ` })
  call.finish(callRecord())
  const expected = Array.from({ length: 100 }, (_, number) => `${number} `).join('')
  expect((await early).text).toBe(expected)
  expect((await late).text).toBe(expected)
  expect((await follow(runId)).text).toBe(expected)
})

test('waiting for the limit is told to whoever watches, and that it ended', async () => {
  const { runId } = ask('Hello')
  const call = await door.nextCall()
  const watching = follow(runId)
  call.request.onWait?.(14_000)
  await new Promise((resolve) => setImmediate(resolve))
  call.request.onWait?.(0)
  call.say({ content: 'Hi' })
  call.finish(callRecord())
  const { events } = await watching
  expect(events.filter((event) => event.type === 'waiting').map((event) => event.ms)).toEqual([14_000, 0])
})

test('two questions in one conversation at once are refused; two conversations answer side by side', async () => {
  const one = ask('One')
  const two = ask('Two')
  const [first, second] = [await door.nextCall(), await door.nextCall()]
  const again = () => ask('Again', { conversationId: one.conversationId, parentId: one.answerMessageId })
  expect(again).toThrow(KeydeckError)
  second.say({ content: 'b' })
  second.finish(callRecord())
  first.say({ content: 'a' })
  first.finish(callRecord())
  expect((await follow(one.runId)).text).toBe('a')
  expect((await follow(two.runId)).text).toBe('b')
})

test('what a crash cut off is truncated at the next start and keeps its text; what was deleted is erased', async () => {
  const { conversationId, answerMessageId } = ask('Long one')
  const call = await door.nextCall()
  call.say({ content: 'kept' })
  database.run("UPDATE message SET text = 'kept' WHERE id = ?", answerMessageId)
  const gone = ask('Gone')
  const goneCall = await door.nextCall()
  goneCall.finish(callRecord())
  await follow(gone.runId)
  await playground.delete(gone.conversationId)
  const old = database
  playground = open()
  old.close()
  expect(messageOf(conversationId, answerMessageId)).toMatchObject({ state: 'truncated', text: 'kept' })
  expect(() => playground.restore(gone.conversationId)).toThrow(KeydeckError)
  expect(database.get('SELECT count(*) AS n FROM message WHERE conversation_id = ?', gone.conversationId)).toEqual({
    n: 0,
  })
})

test('delete hides a conversation and stops its answer; restore brings both back', async () => {
  const { conversationId, answerMessageId } = ask('Hide me')
  const call = await door.nextCall()
  call.say({ content: 'some' })
  await playground.delete(conversationId)
  expect(playground.list({ limit: 10 }).total).toBe(0)
  expect(() => playground.get(conversationId)).toThrow(KeydeckError)
  playground.restore(conversationId)
  expect(messageOf(conversationId, answerMessageId).state).toBe('stopped')
})

test('search takes %, _ and \\ as they stand, and looks in titles, questions and answers', async () => {
  const texts = ['100% sure', 'snake_case', String.raw`C:\path`, 'nothing']
  for (const text of texts) {
    const { runId } = ask(text)
    const call = await door.nextCall()
    call.say({ content: text === 'nothing' ? '为什么会重复计费？' : 'ok' })
    call.finish(callRecord())
    await follow(runId)
  }
  const found = (search: string) => playground.list({ limit: 10, search }).conversations.map((one) => one.title)
  expect(found('%')).toEqual(['100% sure'])
  expect(found('_')).toEqual(['snake_case'])
  expect(found('\\')).toEqual([String.raw`C:\path`])
  expect(found('重复')).toEqual(['nothing'])
  expect(found('NOTHING')).toEqual(['nothing'])
  expect(playground.list({ limit: 1 })).toMatchObject({ total: 4 })
})

test('a question to a key, conversation or turn that does not exist writes nothing', () => {
  const nowhere = randomUUID()
  expect(() => ask('x', { keyId: nowhere })).toThrow(KeydeckError)
  expect(() => ask('x', { conversationId: nowhere })).toThrow(KeydeckError)
  expect(() => ask('x', { parentId: nowhere })).toThrow(KeydeckError)
  expect(database.get('SELECT count(*) AS n FROM message')).toEqual({ n: 0 })
  expect(database.get('SELECT count(*) AS n FROM conversation')).toEqual({ n: 0 })
})

test('R10: a tool call whose arguments or names carry __proto__ pollutes nothing and breaks nothing', async () => {
  const { runId } = ask('Use a tool')
  const call = await door.nextCall()
  call.raw(
    'data: {"choices":[{"index":0,"__proto__":{"polluted":1},"delta":{"__proto__":{"content":"evil","polluted":1},' +
      '"tool_calls":[{"index":0,"function":{"name":"__proto__","arguments":"{\\"__proto__\\":{\\"polluted\\":1}}"}}]}}]}\n\n',
  )
  call.say({ content: 'fine' })
  call.finish(callRecord())
  expect((await follow(runId)).text).toBe('fine')
  expect(Reflect.get({}, 'polluted')).toBeUndefined()
})

test('a disk that refuses the answer does not take it from the page', async () => {
  const { runId, answerMessageId } = ask('Hello')
  const call = await door.nextCall()
  database.script(`CREATE TRIGGER full BEFORE UPDATE ON message BEGIN SELECT RAISE(ABORT, 'disk full'); END`)
  call.say({ content: 'Still here' })
  call.finish(callRecord())
  const { events, text } = await follow(runId)
  expect(text).toBe('Still here')
  const end = events.at(-1)
  expect(end?.type === 'end' && end.message).toMatchObject({ id: answerMessageId, state: 'ok', text: 'Still here' })
  expect(end?.type === 'end' && end.message.error?.layer).toBe('keydeck')
})
