import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { TopValues } from './top-values.ts'

const wanted = new Set(['usage', 'model', 'id'])

function read(text: string, sizes: readonly number[] = [], largest = 1_000_000) {
  const values = new TopValues(wanted, largest)
  const bytes = Buffer.from(text)
  let at = 0
  for (const size of sizes) values.feed(bytes.subarray(at, (at += size)))
  values.feed(bytes.subarray(at))
  return values
}

test('wherever it is cut, it reads of an object what a parser reads of it', () => {
  const key = fc.oneof(fc.constantFrom('usage', 'model', 'id', 'a"b', 'us\\', '}{'), fc.string())
  const objects = fc.dictionary(key, fc.jsonValue({ maxDepth: 4 }))
  const spaces = fc.constantFrom(0, 1, '\t')
  fc.assert(
    fc.property(objects, spaces, fc.array(fc.nat(7), { maxLength: 200 }), (object, space, sizes) => {
      const text = JSON.stringify(object, null, space)
      const parsed = Object.entries(JSON.parse(text) as object).filter(([name]) => wanted.has(name))
      const values = read(text, sizes)
      expect(values.isClosed).toBe(true)
      expect({ ...values.values }).toEqual(Object.fromEntries(parsed))
    }),
    { numRuns: 500 },
  )
})

test('figures below the top, or in a text, do not pass for those of the answer', () => {
  const fake = { prompt_tokens: 999 }
  const text = JSON.stringify({
    output: [{ usage: fake }],
    note: '"usage":{"prompt_tokens":999}',
    usage: { own: 1 },
    last: { usage: fake },
  })
  expect(read(text).values).toEqual({ usage: { own: 1 } })
})

test('a wanted value that is too large is left out, and the others are there', () => {
  const values = read(JSON.stringify({ usage: 'x'.repeat(200), id: 'r' }), [], 100)
  expect(values.values).toEqual({ id: 'r' })
})

test.each(['[1,2]', '"usage"', '', '   ', 'null', '<html>'])('%j is no object', (text) => {
  expect(read(text)).toMatchObject({ values: null, isClosed: false })
})

test('an object without its end is not closed', () => {
  expect(read('{"id":"r","usage":{"a":1')).toMatchObject({ values: { id: 'r' }, isClosed: false })
})
