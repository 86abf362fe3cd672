import { expect, test } from 'vitest'
import { ManualClock } from '../../../../test/fakes/manual-clock.ts'
import { FakeKeychain } from '../../../../test/secret-service/fake-keychain.ts'
import { keychainDeadlines } from './keychain-client.ts'
import { keychainPlace, OsKeychainStore } from './os-keychain-store.ts'
import { openEnvelope, sealEnvelope } from './secret-envelope.ts'

const ref = { recordId: '0f8fad5b-d9cb-469f-a165-70867728950e', origin: 'https://api.example.test' }

function subject() {
  const keychain = new FakeKeychain()
  const clock = new ManualClock()
  const lost: string[] = []
  const store = new OsKeychainStore('install', keychain.launch, clock, keychainDeadlines, (how) => lost.push(how))
  return { keychain, clock, store, lost }
}

test('an item is named by install and record alone, and holds no bare secret', async () => {
  const { keychain, store } = subject()
  await store.set(ref, 'sk-one')
  expect(new Set(keychain.tasks.map(({ service, account }) => `${service} ${account}`))).toEqual(
    new Set([`keydeck/install ${ref.recordId}`]),
  )
  expect([...keychain.items.values()]).toEqual([sealEnvelope(ref, 'sk-one')])
})

test.each([
  ['comes back cut', { kept: 'v1.cut' }],
  ['is silently altered', { kept: 'someone elses bytes' }],
] as const)('K7 a write that %s is rolled back: the old secret still works', async (_name, fate) => {
  const { keychain, store } = subject()
  await store.set(ref, 'sk-old')
  let faults = 1
  keychain.fate = (task) => (task.action === 'set' && faults-- > 0 ? fate : 'done')
  await expect(store.set(ref, 'sk-new')).rejects.toMatchObject({ state: 'unavailable', reason: 'foreign_data' })
  expect(await store.get(ref)).toBe('sk-old')
})

test('K7 a first write that reads back as nothing leaves nothing behind', async () => {
  const { keychain, store } = subject()
  keychain.fate = (task) => (task.action === 'set' ? { kept: '' } : 'done')
  await expect(store.set(ref, 'sk-new')).rejects.toMatchObject({ reason: 'foreign_data' })
  expect(keychain.items.size).toBe(0)
})

test("K9 a write that another program overtook does not undo the other's", async () => {
  const { keychain, store } = subject()
  await store.set(ref, 'sk-old')
  keychain.fate = (task) => (task.action === 'set' ? { kept: sealEnvelope(ref, 'sk-theirs') } : 'done')
  await expect(store.set(ref, 'sk-ours')).rejects.toMatchObject({ reason: 'ambiguous' })
  expect(await store.get(ref)).toBe('sk-theirs')
})

test('K11 a refused secret is never sent to the worker', () => {
  const { keychain, store } = subject()
  return expect(store.set(ref, 'a\0b'))
    .rejects.toMatchObject({ code: 'INVALID', data: { field: 'secret', reason: 'control_characters' } })
    .then(() => expect(keychain.tasks).toEqual([]))
})

test('K17 a worker that dies after the write kept it: the write counts', async () => {
  const { keychain, store, lost } = subject()
  await store.set(ref, 'sk-old')
  keychain.fate = (task) => (task.action === 'set' ? 'die-after' : 'done')
  await store.set(ref, 'sk-new')
  expect(await store.get(ref)).toBe('sk-new')
  expect(lost).toEqual(['SIGKILL', 'SIGKILL'])
})

test('K17 a worker that dies once: the call is done by another, and what waits behind it does not fail with it', async () => {
  const { keychain, store, lost } = subject()
  await store.set(ref, 'sk-old')
  let deaths = 0
  keychain.fate = (task) => (task.action === 'set' && deaths++ === 0 ? 'die-before' : 'done')
  const behind = { ...ref, recordId: '7c9e6679-7425-40de-944b-e07fc1f90ae7' }
  await Promise.all([store.set(ref, 'sk-new'), store.set(behind, 'sk-behind')])
  expect([await store.get(ref), await store.get(behind)]).toEqual(['sk-new', 'sk-behind'])
  expect([keychain.launched, lost]).toEqual([2, ['SIGKILL']])
})

test('K17 a worker that dies before the write: rejected, the old secret still works', async () => {
  const { keychain, store } = subject()
  await store.set(ref, 'sk-old')
  keychain.fate = (task) => (task.action === 'set' ? 'die-before' : 'done')
  await expect(store.set(ref, 'sk-new')).rejects.toMatchObject({ state: 'unavailable', reason: 'crashed' })
  expect(openEnvelope(ref, keychain.items.get(ref.recordId) ?? '')).toBe('sk-old')
  expect(await store.get(ref)).toBe('sk-old')
})

test('a missed deadline kills the worker, fails what waits behind it, and the next call starts a fresh one', async () => {
  const { keychain, clock, store } = subject()
  keychain.fate = () => 'hang'
  const first = store.get(ref)
  const second = store.get(ref)
  clock.advance(keychainDeadlines.call + keychainDeadlines.start - 1)
  expect(keychain.killed).toBe(0)
  clock.advance(1)
  await expect(first).rejects.toMatchObject({ state: 'timeout', reason: 'no_answer' })
  await expect(second).rejects.toMatchObject({ state: 'timeout', reason: 'no_answer' })
  expect([keychain.launched, keychain.killed, keychain.tasks.length]).toEqual([1, 1, 1])
  keychain.fate = () => 'done'
  expect(await store.get(ref)).toBe(null)
  expect(keychain.launched).toBe(2)
})

test('a prompt gets half a minute, a plain call does not', async () => {
  const { keychain, clock, store } = subject()
  await store.get(ref)
  keychain.fate = () => 'hang'
  const patient = store.patient.get(ref)
  clock.advance(keychainDeadlines.prompt - 1)
  expect(keychain.killed).toBe(0)
  clock.advance(1)
  await expect(patient).rejects.toMatchObject({ state: 'timeout' })
})

test('reads of one secret that wait together are one question to the worker, and never pass a write', async () => {
  const { keychain, store } = subject()
  await store.set(ref, 'sk-old')
  const asked = keychain.tasks.length
  const before = Array.from({ length: 50 }, () => store.get(ref))
  const write = store.set(ref, 'sk-new')
  const after = Array.from({ length: 50 }, () => store.get(ref))
  await write
  expect(new Set(await Promise.all(before))).toEqual(new Set(['sk-old']))
  expect(new Set(await Promise.all(after))).toEqual(new Set(['sk-new']))
  const reads = keychain.tasks.slice(asked).filter((task) => task.action === 'get' && task.keepMs > 0)
  // The first is under way when the others come; it may be older than what they ask for.
  expect(reads).toHaveLength(3)
})

test('reads that share an answer share its failure, and the next one asks anew', async () => {
  const { keychain, store } = subject()
  await store.set(ref, 'sk-old')
  keychain.fate = (task) => (task.action === 'get' ? 'die-before' : 'done')
  const reads = await Promise.allSettled(Array.from({ length: 5 }, () => store.get(ref)))
  expect(new Set(reads.map(({ status }) => status))).toEqual(new Set(['rejected']))
  keychain.fate = () => 'done'
  expect(await store.get(ref)).toBe('sk-old')
})

test('an idle worker ends, so that no secret stays in its memory', async () => {
  const { keychain, clock, store } = subject()
  await store.get(ref)
  clock.advance(keychainDeadlines.idle - 1)
  expect(keychain.killed).toBe(0)
  clock.advance(1)
  expect(keychain.killed).toBe(1)
  await store.get(ref)
  expect(keychain.launched).toBe(2)
})

test('delete resolves only once the keychain holds nothing', async () => {
  const { keychain, store } = subject()
  await store.set(ref, 'sk-one')
  keychain.fate = (task) =>
    task.action === 'delete' ? { fault: { state: 'locked', reason: 'prompt_dismissed' } } : 'done'
  await expect(store.delete(ref)).rejects.toMatchObject({ state: 'locked' })
  expect(await store.get(ref)).toBe('sk-one')
  keychain.fate = () => 'done'
  await store.delete(ref)
  expect(await store.get(ref)).toBe(null)
})

test('close fails the call under way instead of leaving its asker waiting for ever', async () => {
  const { keychain, store } = subject()
  keychain.fate = () => 'hang'
  const reading = store.get(ref)
  const behind = store.get(ref)
  await Promise.all([
    expect(reading).rejects.toMatchObject({ reason: 'crashed' }),
    expect(behind).rejects.toMatchObject({ reason: 'crashed' }),
    store.close(),
  ])
  await expect(store.get(ref)).rejects.toMatchObject({ reason: 'crashed' })
  expect(keychain.killed).toBe(1)
})

test('people read the name that their own system uses', () => {
  expect(keychainPlace('darwin')).toBe('macOS Keychain')
  expect(keychainPlace('win32')).toBe('Windows Credential Manager')
  expect(keychainPlace('linux')).toBe('Secret Service')
})
