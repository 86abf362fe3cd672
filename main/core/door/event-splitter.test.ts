import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { EventSplitter, readEvent } from './event-splitter.ts'

const line = fc.oneof(
  fc.constantFrom(': note', 'event: x', 'data: [DONE]', 'id: 1', 'retry: 5', '\r'),
  fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => `data: ${text.replace(/[\r\n]/g, '')}`),
)
const streams = fc.array(fc.tuple(fc.array(line, { minLength: 1, maxLength: 4 }), fc.constantFrom('\n', '\r\n')), {
  maxLength: 12,
})

/** Cuts bytes at random places. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const at = [...new Set(places.map((place) => place % (bytes.length + 1)))].toSorted((a, b) => a - b)
  return [...at, bytes.length].map((end, index) => bytes.subarray(index === 0 ? 0 : at[index - 1], end))
}

test('events are the same however the network cuts the bytes, and no byte is lost', () => {
  fc.assert(
    fc.property(streams, fc.array(fc.nat({ max: 5_000 }), { maxLength: 30 }), (events, places) => {
      const bytes = Buffer.from(events.map(([lines, newline]) => lines.join(newline) + newline + newline).join(''))
      const whole = new EventSplitter(1e9)
      // How many blank lines in a row are one event is the network's matter.
      const said = (found: readonly Buffer[]) => found.map(String).filter((text) => /[^\r\n]/.test(text))
      const expected = said(whole.feed(bytes) ?? [])
      const splitter = new EventSplitter(1e9)
      const found = cut(bytes, places).flatMap((piece) => splitter.feed(piece) ?? [])
      expect(said(found)).toEqual(expected)
      expect(Buffer.concat([...found, splitter.rest() ?? Buffer.alloc(0)]).equals(bytes)).toBe(true)
    }),
    { numRuns: 1_000 },
  )
})

test('an event that grows over the limit is reported, in one chunk or in many', () => {
  expect(new EventSplitter(100).feed(Buffer.from(`data: ${'x'.repeat(200)}\n\n`))).toBeNull()
  const splitter = new EventSplitter(100)
  expect(splitter.feed(Buffer.alloc(60, 0x61))).toEqual([])
  expect(splitter.feed(Buffer.alloc(60, 0x61))).toBeNull()
})

test.each([
  ['data: {"a":1}\n\n', null, '{"a":1}'],
  ['data:{"a":1}\r\n\r\n', null, '{"a":1}'],
  ['event: error\ndata: x\n\n', 'error', 'x'],
  ['data: a\ndata: b\n\n', null, 'a\nb'],
  [': note\n\n', null, null],
  ['id: 7\n\n', null, null],
  ['\u{feff}data: a\n\n', null, 'a'],
  ['data: a: b\n\n', null, 'a: b'],
  ['data: [DONE]\n\n', null, '[DONE]'],
  ['data: [DONE]\r\n\r\n', null, '[DONE]'],
  ['data: a\nevent: late\n\n', 'late', 'a'],
])('the fields of %j', (text, name, data) => {
  expect(readEvent(Buffer.from(text))).toEqual({ name, data })
})

test('an event that comes byte by byte is whole, however many pieces it has', () => {
  const bytes = Buffer.from(`data: ${'abc'.repeat(1_000)}\n\n`)
  const splitter = new EventSplitter(1e9)
  const found = Array.from(bytes, (byte) => splitter.feed(Buffer.of(byte)) ?? []).flat()
  expect(found.map(String)).toEqual([bytes.toString()])
  splitter.feed(bytes.subarray(0, 700))
  expect(splitter.rest()?.toString()).toBe(bytes.subarray(0, 700).toString())
})

test('a flood of blank lines costs a reading for each, or holds up what keeps a connection alive', () => {
  const splitter = new EventSplitter(1e9)
  expect(splitter.feed(Buffer.from('\n'.repeat(100_000)))).toHaveLength(1)
  expect(splitter.feed(Buffer.from('\r\n'))?.map(String)).toEqual(['\r\n'])
  const mixed = '\n\n\ndata: 1\n\n\r\n\ndata: 2\n\n'
  expect(splitter.feed(Buffer.from(mixed))?.map(String)).toEqual(['\n\n\n', 'data: 1\n\n', '\r\n\n', 'data: 2\n\n'])
  expect(splitter.rest()).toBeNull()
})

test.each(['\n\n\r\n', ': keep-alive\n\n', ':\r\n\r\n', ': one\n: two\n\n'])('nothing is said by %j', (event) =>
  expect(readEvent(Buffer.from(event))).toEqual({ name: null, data: null }),
)

test('what follows a comment, or blank lines, in an event is not read', () => {
  expect(readEvent(Buffer.from(': note\ndata: 1\n\n')).data).toBe('1')
  expect(readEvent(Buffer.from('\n\ndata: 1\n\n')).data).toBe('1')
})
