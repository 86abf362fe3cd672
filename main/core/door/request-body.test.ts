import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { scanTopLevel } from './json-scan.ts'
import { answerKind, readBody } from './request-body.ts'

const ask = (body: string) => {
  const facts = readBody(Buffer.from(body), 'chat')
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
  expect(readBody(Buffer.from('{"model":"free","model":"premium"}'), 'chat')).toMatch(/twice/)
  expect(readBody(Buffer.from('{"mod\\u0065l":"premium"}'), 'chat')).toMatchObject({ model: 'premium' })
  expect(readBody(Buffer.from('{"model":"free","mod\\u0065l":"premium"}'), 'chat')).toMatch(/twice/)
  expect(readBody(Buffer.from('{"model":"free","Model":"premium"}'), 'chat')).toMatch(/twice/)
  expect(readBody(Buffer.from('{"MODEL":"premium"}'), 'chat')).toMatch(/case/)
  expect(readBody(Buffer.from('{"model":"free","\u017ftream":true}'), 'chat')).toMatch(/case/)
  expect(readBody(Buffer.from('{"model":"free","API_\u212aey":"x"}'), 'chat', new Set(['api_key']))).toMatchObject({
    refusedField: 'api_key',
  })
  expect(readBody(Buffer.from('{"model":["premium"]}'), 'chat')).toMatch(/text/)
  expect(readBody(Buffer.from(`{"model":"${'x'.repeat(1_000_000)}"}`), 'chat')).toMatch(/too long/)
  expect(readBody(Buffer.from('{"model":"\\x"}'), 'chat')).toMatch(/text/)
})

test.each([
  ['a comment', `{"a":/*,"model":"cheap","b":"*/ 1, 'model':'dear', 'z': /*","c":*/2}`],
  ['a comment of one line', '{"a":[#],"model":"cheap",\n1],"b":2}'],
  ['other quotes', `{"a":[' ],"model":"cheap","b":[ ',{}]}`],
  ['three quotes', '{"a":[""" ],"model":"cheap","b":[""" ],"c":"dear"}'],
  ['a letter before the quotes', '{"a":[r"\\"],"model":"cheap"}'],
  ['another separator', '{"a":[1;2],"model":"cheap"}'],
])('a model is read that a lenient parser takes for %s', (_what, body) =>
  expect(readBody(Buffer.from(body), 'chat')).toMatch(/not a JSON object/),
)

test.each([
  ['{"max_tokens":1,"max_completion_tokens":"100000"}', 100_000],
  ['{"max_tokens":100000,"max_completion_tokens":0}', 100_000],
  ['{"max_tokens":-1,"max_completion_tokens":1}', null],
  ['{"max_tokens":0}', null],
  ['{"max_tokens":"1 or more"}', null],
  [`{"max_tokens":"${'0'.repeat(5_000)}9"}`, null],
  ['{"max_tokens":null,"max_completion_tokens":1}', 1],
  ['{}', null],
])('a call looks cheap by a limit that is none, or that a server reads otherwise: %s', (body, maxOutput) =>
  expect(readBody(Buffer.from(body), 'chat')).toMatchObject({ maxOutput }),
)

test.each([
  ['{"n":"50"}', 50],
  ['{"n":0,"best_of":-3}', 1],
  ['{"prompt":[ "a", ["b,"], {"c":[1,2]} , 4 ],"n":2}', 8],
  ['{"prompt":[[1,2],[3]]}', 2],
  ['{"prompt":[1,2,3]}', 1],
  ['{"prompt":[]}', 1],
  [`{"prompt":["a"${',"a"'.repeat(20_000)}]}`, 10_000],
])('answers are not counted as a server counts them: %s', (body, answers) =>
  expect(readBody(Buffer.from(body), 'chat')).toMatchObject({ answers }),
)

test.each([
  ['among many spaces', `{"include_usage":false${' '.repeat(5_000)}}`],
  ['beside a long field', `{"include_usage":false,"note":"${'x'.repeat(5_000)}"}`],
])('a stream has no figures because its asker turned them off %s', (_how, options) => {
  expect(ask(`{"stream":true,"stream_options":${options}}`)).toContain('"include_usage":true')
})

test.each([
  '{"stream":true,"stream_options":{"include_usage":true,"include_usage":false}}',
  '{"stream":true,"stream_options":{"include_usage":true,"Include_Usage":false}}',
])('or named them twice: %s', (body) => expect(readBody(Buffer.from(body), 'chat')).toMatch(/twice/))

test.each(['1', '"true"', '"yes"', '[true]', `"${'x'.repeat(5_000)}"`])(
  'a stream that its asker calls %s, and a server takes for one, has no figures',
  (stream) => expect(readBody(Buffer.from(`{"stream":${stream}}`), 'chat')).toMatch(/true or false/),
)

test('no stream is none', () =>
  expect(readBody(Buffer.from('{"stream":null}'), 'chat')).toMatchObject({ stream: false }))

test('a limit that the API does not read, or one of many digits, makes a call look cheap', () => {
  const facts = (body: string, path: string) => readBody(Buffer.from(body), answerKind(path))
  expect(facts('{"max_output_tokens":1}', '/chat/completions')).toMatchObject({ maxOutput: null })
  expect(facts('{"max_tokens":1}', '/responses?x=/completions')).toMatchObject({ maxOutput: null })
  expect(facts('{"max_output_tokens":7}', '/responses')).toMatchObject({ maxOutput: 7 })
  expect(facts(`{"n":128.${'0'.repeat(5_000)}}`, '/chat/completions')).toMatchObject({ answers: 128 })
})
