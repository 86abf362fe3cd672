import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type EnvLine, parseEnvLines } from './env-lines.ts'
import { cutOut } from './places.ts'

const parse = (text: string) => parseEnvLines(Buffer.from(text))
const values = (text: string) => parse(text).map((line) => [line.name, line.value])
const raw = (text: string, line: EnvLine | undefined) =>
  line ? Buffer.from(text).toString('utf8', line.start, line.end) : undefined

describe('what programs read of a .env file', () => {
  it.each([
    ['plain', 'A=one', 'one'],
    ['spaces around', '  A  =  one  ', 'one'],
    ['export', 'export A=one', 'one'],
    ['export with a tab', '\texport\tA=one', 'one'],
    ['yaml-like', 'A: one', 'one'],
    ['double quotes', 'A="one two"', 'one two'],
    ['single quotes', "A='one # two'", 'one # two'],
    ['backticks', 'A=`one "two" \'three\'`', 'one "two" \'three\''],
    ['an escaped quote', 'A="one \\"two\\""', 'one "two"'],
    ['escapes in double quotes', 'A="one\\ntwo\\r\\\\n"', 'one\ntwo\r\\n'],
    ['no escapes in single quotes', "A='one\\ntwo'", 'one\\ntwo'],
    ['an inline comment', 'A=one # two', 'one'],
    ['a comment after quotes', 'A="one" # two', 'one'],
    ['a # inside quotes', 'A="one # two"', 'one # two'],
    ['nothing', 'A=', ''],
    ['nothing but a comment', 'A= # none', ''],
    ['= in the value', 'A=one=two==', 'one=two=='],
    ['a quote that nothing closes', 'A="one', '"one'],
    ['a quote inside', "A=it's", "it's"],
    ['something after the closing quote', 'A="one" two', '"one" two'],
    ['umlauts', 'A=Grüße', 'Grüße'],
  ])('%s', (_what, text, value) => {
    expect(values(text)).toEqual([['A', value]])
  })

  it('a value in quotes goes on over lines, and the next line is numbered by the file', () => {
    expect(parse('A="one\ntwo\r\nthree" # end\nB=four')).toMatchObject([
      { line: 1, name: 'A', value: 'one\ntwo\r\nthree' },
      { line: 4, name: 'B', value: 'four' },
    ])
  })

  it('a stray quote swallows no later line', () => {
    expect(values('A="one\nB="two"\nC=three')).toEqual([
      ['A', '"one'],
      ['B', 'two'],
      ['C', 'three'],
    ])
  })

  it('line endings of every system are told apart, and blank lines count', () => {
    expect(parse('A=1\r\nB=2\r\rC=3\n\nD=4').map(({ line, name }) => [line, name])).toEqual([
      [1, 'A'],
      [2, 'B'],
      [4, 'C'],
      [6, 'D'],
    ])
  })

  it.each(['# A=one', '#A=one', '## A="one"', '  #\texport A=one # two'])('what stands in a comment: %s', (text) => {
    expect(parse(text)).toMatchObject([{ name: 'A', value: 'one', isComment: true }])
  })

  it('a comment in quotes ends with its line', () => {
    expect(values('# A="one\nB=two"\n')).toEqual([
      ['A', '"one'],
      ['B', 'two"'],
    ])
  })

  it.each([
    ['A=$B', true],
    ['A="${B}/x"', true],
    ['A=`$(pass show key)`', true],
    ["A='$B'", false],
    ['A=\\$B', false],
    ['A=cost$', false],
    ['A=$5', false],
  ])('whether a value is another’s: %s', (text, refersToVariable) => {
    expect(parse(text)).toMatchObject([{ refersToVariable }])
  })

  it('a # that some programs read as a comment and others as the value is told', () => {
    expect(parse('A=one#two')).toMatchObject([{ value: 'one#two', hasUnclearEnd: true }])
    expect(parse('A="one#two"\nB=one #two')).toMatchObject([{ hasUnclearEnd: false }, { hasUnclearEnd: false }])
  })

  it('lines that are no assignment are kept whole, as keys may stand in them', () => {
    expect(parse('just words\n# words\nsk-key\n=x')).toMatchObject([
      { name: '', value: 'just words' },
      { name: '', value: 'words', isComment: true },
      { name: '', value: 'sk-key' },
      { name: '', value: '=x' },
    ])
  })
})

describe('the bytes of a line', () => {
  it('are the whole line with its ending, and never the byte order mark', () => {
    const text = '\uFEFFA=1\r\n  B="x\ny" # c\nC=3'
    const lines = parse(text)
    expect(lines.map((line) => raw(text, line))).toEqual(['A=1\r\n', '  B="x\ny" # c\n', 'C=3'])
    expect(cutOut(Buffer.from(text), lines.slice(0, 2)).toString()).toBe('\uFEFFC=3')
  })

  it('never overlap, and together with what is blank are the file, whatever it holds', () => {
    const piece = fc.constantFrom(
      'A',
      '=',
      '"',
      "'",
      '`',
      '\\',
      '\n',
      '\r',
      '#',
      ' ',
      '$',
      ':',
      'ü',
      'export ',
      '\uFEFF',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const bytes = Buffer.from(pieces.join(''))
        const lines = parseEnvLines(bytes)
        lines.forEach((line, index) => expect(line.start).toBeGreaterThanOrEqual(lines[index - 1]?.end ?? 0))
        for (const line of lines) expect(line.end).toBeGreaterThan(line.start)
        expect(cutOut(bytes, lines).toString('latin1').replaceAll('\xEF\xBB\xBF', '')).toMatch(/^[\s#\xA0]*$/)
      }),
      { numRuns: 2_000 },
    )
  })

  it('are found in a megabyte of quotes that nothing closes, without looking at it again and again', () => {
    for (const line of ['A="\\"\n', 'A="x"y\n', "A='\\'B=\"\n", 'A=`\n#"\n'])
      expect(parse(line.repeat(Math.floor(1_000_000 / line.length))).length).toBeGreaterThan(0)
  })
})
