import { expect, test } from 'vitest'
import { freeName } from './free-name.ts'

test.each([
  ['Yunxin staging', [], 'Yunxin staging'],
  ['Yunxin staging', ['yunxin Staging '], 'Yunxin staging 2'],
  ['Yunxin staging', ['Yunxin staging', 'Yunxin staging 2', 'Yunxin staging 4'], 'Yunxin staging 3'],
  ['x'.repeat(90), ['x'.repeat(80)], `${'x'.repeat(78)} 2`],
])('“%s” beside %o becomes “%s”: no two keys get the same name by themselves', (wanted, taken, name) => {
  expect(freeName(wanted, taken)).toBe(name)
})
