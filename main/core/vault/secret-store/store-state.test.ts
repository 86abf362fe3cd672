import { expect, test } from 'vitest'
import { createStoreState, type StoreStateRecord } from './store-state.ts'

function facts(initial?: unknown) {
  const values = new Map<string, unknown>(initial === undefined ? [] : [['secret-store', initial]])
  return {
    get: (name: string) => values.get(name),
    set: (name: string, value: unknown) => void values.set(name, value),
  }
}

const database = { write: <Result>(work: () => Result) => work() }

test('a record comes back as it was saved', () => {
  const state = createStoreState(facts(), database)
  expect(state.load()).toBe(null)
  const record: StoreStateRecord = {
    installId: 'install',
    kind: 'os-keychain',
    sentinelHash: 'hash',
    generation: 2,
    move: { to: 'encrypted-file', items: ['one'] },
    leftovers: null,
  }
  state.save(record)
  expect(state.load()).toEqual(record)
})

test('a record of a Keydeck that knew no moves is read as one without a move', () => {
  const old = { installId: 'install', kind: 'os-keychain', sentinelHash: 'hash', generation: 2 }
  expect(createStoreState(facts(old), database).load()).toEqual({ ...old, move: null, leftovers: null })
})

test.each([{}, { installId: '', kind: null, sentinelHash: null, generation: 0 }, 'text', null])(
  'a damaged record throws instead of starting a new install, which would orphan every secret: %j',
  (value) => expect(() => createStoreState(facts(value), database).load()).toThrow(),
)
