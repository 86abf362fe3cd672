import type { Entry } from '@napi-rs/keyring'
import { expect, test, vi } from 'vitest'
import { KeychainHandler } from './keychain-handler.ts'
import type { KeychainTask } from './keychain-messages.ts'

const item = { service: 'keydeck/install', account: 'record' }
const get: KeychainTask = { ...item, action: 'get', keepMs: 0 }

/** The binding's class with items in memory; `opened` holds what each entry was made with. */
function binding() {
  const opened: unknown[][] = []
  const items = new Map<string, string>()
  let failure: string | undefined
  class FakeEntry {
    readonly #account: string
    constructor(...parameters: [string, string, unknown]) {
      opened.push(parameters)
      if (failure) throw new Error(failure)
      this.#account = parameters[1]
    }
    getPassword = () => items.get(this.#account) ?? null
    setPassword = (value: string) => void items.set(this.#account, value)
    deletePassword = () => items.delete(this.#account)
  }
  const fail = (message?: string) => (failure = message)
  return { opened, items, fail, EntryClass: FakeEntry as unknown as typeof Entry }
}

test('K14 every entry is pinned to the Secret Service, whatever is done, so that the kernel keyring is out of reach', () => {
  const { EntryClass, opened } = binding()
  const handler = new KeychainHandler(EntryClass, () => undefined)
  for (const task of [get, { ...item, action: 'set', value: 'v' }, { ...item, action: 'delete' }] as KeychainTask[])
    handler.handle({ id: 1, task })
  expect(opened).toHaveLength(3)
  for (const parameters of opened)
    expect(parameters).toEqual(['keydeck/install', 'record', { linux: { store: 'secret-service' } }])
})

test('an error crosses as its class, without the message that might quote what was stored', () => {
  const { EntryClass, fail } = binding()
  fail('Secret Service: no result found near sk-quoted')
  const reply = new KeychainHandler(EntryClass, () => undefined).handle({ id: 7, task: get })
  expect(reply).toEqual({ id: 7, fault: { state: 'unavailable', reason: 'no_collection' } })
})

test('entries are collected before they use up the bus: each holds a connection', () => {
  const { EntryClass } = binding()
  const collect = vi.fn<() => void>()
  const handler = new KeychainHandler(EntryClass, collect)
  for (let id = 0; id < 64; id += 1) handler.handle({ id, task: get })
  expect(collect).toHaveBeenCalledTimes(4)
})

test('a kept secret is answered from memory, and never after a write, a failure, or for a fresh question', () => {
  const { EntryClass, opened, items, fail } = binding()
  const handler = new KeychainHandler(EntryClass, () => undefined)
  const kept: KeychainTask = { ...item, action: 'get', keepMs: 600_000 }
  const value = (task: KeychainTask) => handler.handle({ id: 1, task })
  items.set('record', 'one')
  expect(value(kept)).toEqual({ id: 1, value: 'one' })
  items.set('record', 'two')
  expect(value(kept)).toEqual({ id: 1, value: 'one' })
  expect(opened).toHaveLength(1)
  expect(value(get)).toEqual({ id: 1, value: 'two' })
  value({ ...item, action: 'set', value: 'three' })
  expect(value(kept)).toEqual({ id: 1, value: 'three' })
  items.set('record', 'four')
  fail('prompt was dismissed')
  value({ ...get, account: 'another' })
  fail()
  expect(value(kept)).toEqual({ id: 1, value: 'four' })
})
