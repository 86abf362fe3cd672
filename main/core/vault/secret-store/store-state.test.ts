import { expect, test } from 'vitest'
import { createStoreState } from './store-state.ts'

function facts(initial?: unknown) {
  const values = new Map<string, unknown>(initial === undefined ? [] : [['secret-store', initial]])
  return {
    get: (name: string) => values.get(name),
    set: (name: string, value: unknown) => void values.set(name, value),
  }
}

test('a record comes back as it was saved', () => {
  const state = createStoreState(facts())
  expect(state.load()).toBe(null)
  const record = { installId: 'install', kind: 'os-keychain', sentinelHash: 'hash', generation: 2 } as const
  state.save(record)
  expect(state.load()).toEqual(record)
})

test.each([{}, { installId: '', kind: null, sentinelHash: null, generation: 0 }, 'text', null])(
  'a damaged record throws instead of starting a new install, which would orphan every secret: %j',
  (value) => expect(() => createStoreState(facts(value)).load()).toThrow(),
)
