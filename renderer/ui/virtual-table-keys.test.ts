import { afterEach, expect, test } from 'vitest'
import { registerShortcut } from '../lib/shortcut-registry.ts'
import { createTypeahead, lineAfterKey, lineByName, rowNear } from './virtual-table-keys.ts'

const typing = (key: string, timeStamp: number, more: object = {}) => ({
  key,
  code: '',
  keyCode: 0,
  isComposing: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  timeStamp,
  ...more,
})

let remove = () => {}
afterEach(() => remove())

test('letters within a second are one name, later ones begin anew', () => {
  const type = createTypeahead()
  expect([type(typing('p', 0)), type(typing('r', 400)), type(typing('o', 1_300)), type(typing('x', 2_400))]).toEqual([
    'p',
    'pr',
    'pro',
    'x',
  ])
})

test('a letter that is a command begins no name, but goes on with one; Shift makes it begin', () => {
  remove = registerShortcut({ combo: 'c', label: 'Check', group: 'Keys', run: () => {} })
  const type = createTypeahead()
  expect(type(typing('c', 0))).toBeNull()
  expect(type(typing('C', 10, { shiftKey: true }))).toBe('C')
  expect(type(typing('c', 20))).toBe('Cc')
})

test('a name is begun by no space, no command with Ctrl, and nothing that is still being composed', () => {
  const type = createTypeahead()
  expect(type(typing(' ', 0))).toBeNull()
  expect(type(typing('a', 0, { ctrlKey: true }))).toBeNull()
  expect(type(typing('a', 0, { isComposing: true }))).toBeNull()
  expect(type(typing('Enter', 0))).toBeNull()
  type(typing('m', 5))
  expect(type(typing(' ', 10))).toBe('m ')
})

test('one letter again goes on to the next name, and round; several stay where they fit', () => {
  const names = [null, 'alpha', 'Apex', 'beta', 'αβγ']
  expect(lineByName(names, 'a', 1)).toBe(2)
  expect(lineByName(names, 'aa', 2)).toBe(1)
  expect(lineByName(names, 'ap', 2)).toBe(2)
  expect(lineByName(names, 'Α', 0)).toBe(4)
  expect(lineByName(names, 'z', 1)).toBe(-1)
})

const lines = (['group', 'row', 'row', 'group', 'row'] as const).map((kind) => ({ kind }))

test.each([
  ['ArrowDown', 2, 4],
  ['ArrowUp', 4, 2],
  ['ArrowUp', 1, -1],
  ['Home', 4, 1],
  ['End', 1, 4],
  ['PageDown', 1, 4],
  ['PageUp', 4, 1],
  ['x', 1, null],
])('%s from line %i goes to %o', (key, active, next) => {
  expect(lineAfterKey(key, lines, active, 10)).toBe(next)
})

test('the row nearest to one that went is the one below, or the last', () => {
  expect(rowNear(lines, 3)).toBe(4)
  expect(rowNear(lines, 9)).toBe(4)
  expect(rowNear([], 0)).toBe(-1)
})
