import { expect, test } from 'vitest'
import { writeCsv } from './csv.ts'

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\r=1', '＝1+1'])('a spreadsheet never runs %j', (cell) => {
  const written = writeCsv([[cell]])
  expect(written.replaceAll('"', '')).toBe(`'${cell}\r\n`)
})

test('a comma, a quote or a line break in a cell moves nothing into another one', () => {
  expect(writeCsv([['a,b', 'say "hi"', 'two\r\nlines', 'plain', 7]])).toBe(
    '"a,b","say ""hi""","two\r\nlines",plain,7\r\n',
  )
})
