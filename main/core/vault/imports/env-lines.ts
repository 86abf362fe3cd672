/** A line of a `.env` file that isn't blank, with the bytes that hold it: its ending and, in quotes, further lines too. */
export interface EnvLine {
  /** 1-based, of its first line. */
  line: number
  start: number
  end: number
  /** The variable; empty where the line is no assignment. */
  name: string
  /** As a program gets it: quotes and inline comment gone, escapes read. The whole line where it is no assignment. */
  value: string
  /** It stands behind a `#`. */
  isComment: boolean
  /** Its value is another variable's, which only the program that reads the file knows. */
  refersToVariable: boolean
  /** A `#` in the middle of an unquoted value: some programs end the value there, others don't. */
  hasUnclearEnd: boolean
}

const ASSIGNMENT = /^[ \t]*(?:export[ \t]+)?([\w.-]+)(?:[ \t]*=[ \t]*|:[ \t]+)/
const COMMENT = /^[ \t]*#[# \t]*/
const AFTER_QUOTED = /^[ \t]*(?:#.*)?$/
const REFERENCE = /(?<!\\)\$(?:[A-Za-z_]|\{|\()/
const LINE_END = /\r\n|\n|\r/g

/**
 * Reads a `.env` file as the usual programs do: values in any quotes, over several lines, with escapes, inline comments,
 * `export` and `name: value`. Unlike theirs, its answer says which bytes hold what.
 */
export function parseEnvLines(bytes: Buffer): EnvLine[] {
  // One character a byte, so that every place in this text is a place in the file.
  const text = bytes.toString('latin1')
  const lines: EnvLine[] = []
  let line = 1
  for (let start = beginOf(bytes); start < text.length; ) {
    const { content, contentEnd } = readLine(text, start, lineAt(text, start).contentEnd)
    const { end } = lineAt(text, contentEnd)
    if (content.name !== '' || content.value !== '') lines.push({ line, start, end, ...content })
    line += countLineEnds(text.slice(start, end))
    start = end
  }
  return lines
}

/** Behind a byte order mark, which belongs to the file and to no line. */
function beginOf(bytes: Buffer): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
}

function lineAt(text: string, at: number): { contentEnd: number; end: number } {
  LINE_END.lastIndex = at
  const found = LINE_END.exec(text)
  if (!found) return { contentEnd: text.length, end: text.length }
  return { contentEnd: found.index, end: found.index + found[0].length }
}

const countLineEnds = (text: string) => text.match(LINE_END)?.length ?? 0

type Content = Omit<EnvLine, 'line' | 'start' | 'end'>
type Value = Pick<Content, 'value' | 'refersToVariable' | 'hasUnclearEnd'>

function readLine(text: string, start: number, lineEnd: number): { content: Content; contentEnd: number } {
  const line = text.slice(start, lineEnd)
  const comment = COMMENT.exec(line)?.[0] ?? ''
  const isComment = comment !== ''
  const body = line.slice(comment.length)
  const [head = '', name = ''] = ASSIGNMENT.exec(body) ?? []
  if (name === '') {
    const content = { name, value: utf8(body).trim(), isComment, refersToVariable: false, hasUnclearEnd: false }
    return { content, contentEnd: lineEnd }
  }
  const valueStart = start + comment.length + head.length
  const quoted = readQuoted(text, valueStart, isComment ? lineEnd : text.length)
  if (quoted) return { content: { name, isComment, ...quoted.value }, contentEnd: quoted.close }
  return { content: { name, isComment, ...readBare(text.slice(valueStart, lineEnd)) }, contentEnd: lineEnd }
}

/** Null where there is no such value: a quote that nothing closes, or after whose end something else follows. */
function readQuoted(text: string, start: number, limit: number): { value: Value; close: number } | null {
  const quote = text.charAt(start)
  if (quote !== '"' && quote !== "'" && quote !== '`') return null
  let close = start + 1
  while (close < limit && text[close] !== quote) close += text[close] === '\\' ? 2 : 1
  if (close >= limit) return null
  if (!AFTER_QUOTED.test(text.slice(close + 1, lineAt(text, close).contentEnd))) return null
  const inner = text.slice(start + 1, close)
  const value = {
    value: utf8(quote === '"' ? readEscapes(inner) : inner),
    refersToVariable: quote !== "'" && REFERENCE.test(inner),
    hasUnclearEnd: false,
  }
  return { value, close }
}

function readBare(text: string): Value {
  const value = text.replace(/(?:^|[ \t])#.*$/, '')
  return { value: utf8(value).trim(), refersToVariable: REFERENCE.test(value), hasUnclearEnd: value.includes('#') }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', '"': '"', '\\': '\\', $: '$' }
const readEscapes = (text: string) =>
  text.replace(/\\([nr"\\$])/g, (_all, character: string) => escapes[character] ?? character)

const utf8 = (text: string) => Buffer.from(text, 'latin1').toString('utf8')
