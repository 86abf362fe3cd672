import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { scanTopLevel } from './json-scan.ts'
import { readBody } from './request-body.ts'

const ask = (body: string) => {
  const facts = readBody(Buffer.from(body), true)
  if (typeof facts === 'string') throw new Error(facts)
  return facts.askingForUsage?.toString('utf8') ?? null
}

test('top-level values are found in any JSON object as a parser finds them', () => {
  const names = fc.constantFrom('model', 'stream', 'x', 'mod\\el', '"', 'ключ')
  const pretty = fc.constantFrom(undefined, 1, '\t')
  fc.assert(
    fc.property(fc.dictionary(names, fc.jsonValue(), { noNullPrototype: true }), pretty, (value, space) => {
      const body = Buffer.from(JSON.stringify(value, null, space))
      const found = scanTopLevel(body, new Set(Object.keys(value)))
      expect(found).not.toBeNull()
      const read = Object.fromEntries(
        [...(found?.values ?? [])].map(([name, span]) => [
          name,
          JSON.parse(body.toString('utf8', span.start, span.end)),
        ]),
      )
      expect(read).toEqual(JSON.parse(body.toString('utf8')))
    }),
    { numRuns: 1_000 },
  )
})

test('what is no JSON object is never read as one', () => {
  for (const body of [
    '',
    '[]',
    '"x"',
    '1',
    'null',
    '{',
    '{"a"',
    '{"a":',
    '{"a":1',
    '{"a":1}x',
    '{"a":1,}',
    '{a:1}',
    '{"a":"x}',
    '\u{feff}{}',
  ]) {
    expect(scanTopLevel(Buffer.from(body), new Set(['a']))).toBeNull()
  }
})

test.each([
  ['{"model":"m","stream":true}', '{"model":"m","stream":true,"stream_options":{"include_usage":true}}'],
  [
    '{"stream":true , "n":12345678901234567890}\n',
    '{"stream":true , "n":12345678901234567890,"stream_options":{"include_usage":true}}\n',
  ],
  ['{"stream":true,"stream_options":{}}', '{"stream":true,"stream_options":{"include_usage":true}}'],
  ['{"stream":true,"stream_options":null}', '{"stream":true,"stream_options":{"include_usage":true}}'],
  ['{"stream_options":{ "a":1 },"stream":true}', '{"stream_options":{"include_usage":true, "a":1 },"stream":true}'],
  [
    '{"stream":true,"stream_options":{"include_usage":false}}',
    '{"stream":true,"stream_options":{"include_usage":true}}',
  ],
])('the usage event is asked for without touching another byte: %s', (body, expected) =>
  expect(ask(body)).toBe(expected),
)

test.each([
  '{"model":"m"}',
  '{"stream":false}',
  '{"stream":true,"stream_options":{"include_usage":true}}',
  '{"stream":true,"stream_options":[]}',
  '{"messages":[{"content":"\\"stream\\":true"}]}',
])('and not where it has no place: %s', (body) => expect(ask(body)).toBeNull())

test('a model that hides from one parser is refused or seen', () => {
  expect(readBody(Buffer.from('{"model":"free","model":"premium"}'), true)).toMatch(/twice/)
  expect(readBody(Buffer.from('{"mod\\u0065l":"premium"}'), true)).toMatchObject({ model: 'premium' })
  expect(readBody(Buffer.from('{"model":"free","mod\\u0065l":"premium"}'), true)).toMatch(/twice/)
  expect(readBody(Buffer.from('{"model":"free","Model":"premium"}'), true)).toMatch(/twice/)
  expect(readBody(Buffer.from('{"MODEL":"premium"}'), true)).toMatch(/case/)
  expect(readBody(Buffer.from('{"model":"free","\u017ftream":true}'), true)).toMatch(/case/)
  expect(readBody(Buffer.from('{"model":"free","API_\u212aey":"x"}'), true, new Set(['api_key']))).toMatchObject({
    refusedField: 'api_key',
  })
  expect(readBody(Buffer.from('{"model":["premium"]}'), true)).toMatch(/text/)
  expect(readBody(Buffer.from(`{"model":"${'x'.repeat(1_000_000)}"}`), true)).toMatch(/too long/)
  expect(readBody(Buffer.from('{"model":"\\x"}'), true)).toMatch(/text/)
})
