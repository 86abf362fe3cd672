import { expect, test } from 'vitest'
import { strings } from './index.ts'

/** Every leaf with its path; a function is called with words and figures that any of them takes. */
function leaves(value: unknown, path: string): [string, string][] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value === 'function') return leaves(call(value), path)
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, `${path}.${name}`))
}

function call(leaf: unknown): unknown {
  return (leaf as (...parts: unknown[]) => unknown)('3', '3', '3', '3')
}

const all = leaves(strings, 'strings')

test('no word of the interface is empty or left open', () => {
  expect(all.length).toBeGreaterThan(150)
  expect(all.filter(([, text]) => text.trim() === '' || /\b(TODO|FIXME|lorem|undefined|NaN)\b/.test(text))).toEqual([])
})

test('the design’s words have no synonyms in the interface', () => {
  const synonyms = /\b(vendors?|workspaces?|passcodes?|API tokens?|access tokens?|secret vault|log ?in details)\b/i
  expect(all.filter(([, text]) => synonyms.test(text))).toEqual([])
})
