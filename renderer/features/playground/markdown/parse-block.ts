import { Lexer, type Token } from 'marked'

const DEEPEST_QUOTE = 12
const DEEPEST_LIST = 12
const MOST_MARKS = 600
const MOST_DEFINITIONS = 60
const lexerOptions = { gfm: true, breaks: false }

/**
 * The tokens of one block, or null for one that is no honest markdown: so deep, or with so many marks, that parsing it
 * would freeze the page. Such a block is shown as it came.
 */
export function parseBlock(source: string): Token[] | null {
  if (isTangled(source)) return null
  try {
    return new Lexer(lexerOptions).lex(source)
  } catch {
    return null
  }
}

function isTangled(source: string): boolean {
  let marks = 0
  let brackets = 0
  for (let index = 0; index < source.length; index += 1) {
    const character = source[index]
    if (character === '*' || character === '_' || character === '~') marks += 1
    else if (character === '[' || character === '<' || character === '(') brackets += 1
  }
  if (marks > MOST_MARKS || brackets > MOST_MARKS * 2 || source.split(']:').length > MOST_DEFINITIONS) return true
  return source.split('\n').some((line) => isDeep(line))
}

function isDeep(line: string): boolean {
  const start = line.slice(0, 400)
  const quotes = /^[\s>]*/.exec(start)?.[0].replaceAll(/\s/g, '').length ?? 0
  if (quotes > DEEPEST_QUOTE) return true
  const items = /^(?:(?:>|[-*+]|\d{1,9}[.)])\s+)+/.exec(start.trimStart())?.[0].trim().split(/\s+/).length ?? 0
  const indent = /^\s*/.exec(start)?.[0].length ?? 0
  return items > DEEPEST_LIST || indent > DEEPEST_LIST * 4
}

/** Closes what an answer that still streams has left open, so that half a word of bold does not show its stars. */
export function closeOpenMarks(source: string): string {
  const lineStart = source.lastIndexOf('\n') + 1
  const line = source.slice(lineStart)
  const ticks = line.split('`').length - 1
  if (ticks % 2 === 1) return line.endsWith('`') ? source.slice(0, -1) : `${source}\``
  const link = /!?\[([^\]\n]*)(?:\]\([^)\n]*)?$/.exec(line)
  const shown = link ? source.slice(0, lineStart + link.index) + (link[1] ?? '') : source
  const bold = line.split('**').length - 1
  if (bold % 2 === 0) return shown
  return shown.endsWith('**') ? shown.slice(0, -2) : `${shown.trimEnd()}**`
}
