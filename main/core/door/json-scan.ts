import { isJsonSpace } from './json-space.ts'

/** Where a value stands in a body: from its first byte to the one after its last. */
export interface ByteSpan {
  start: number
  end: number
}

export interface TopLevel {
  /** The values of the keys asked for. */
  values: Map<string, ByteSpan>
  /** True where a key asked for came twice, or in another case: two parsers would read two things. */
  duplicate: boolean
  /** The first key that is not to be there. */
  refused: string | null
  /** The closing brace. */
  close: number
  empty: boolean
}

const none: ReadonlySet<string> = new Set()
const quote = 0x22
const backslash = 0x5c
/** No API has so many fields; a flood of them would be read for seconds. */
const mostFields = 1_000

/** What JSON has outside its strings: punctuation, spaces, numbers, and the letters of its words. */
const outsideStrings = new Uint8Array(256)
for (const byte of Buffer.from('{}[],:"+-.0123456789Etruefalsn \t\n\r')) outsideStrings[byte] = 1
/** What a string can follow. */
const beforeString = new Uint8Array(256)
for (const byte of Buffer.from('{[,:')) beforeString[byte] = 1

/**
 * Finds top-level keys of a JSON object without parsing it: strings are skipped by native search, so that a body with
 * images costs as little as one without. Null where the bytes are no object, or one of very many fields. Values are not
 * validated as such, but what only lenient parsers know (comments, other quotes) is refused: there a model could hide.
 */
export function scanTopLevel(
  body: Buffer,
  wanted: ReadonlySet<string>,
  unwanted: ReadonlySet<string> = none,
): TopLevel | null {
  const values = new Map<string, ByteSpan>()
  let duplicate = false
  let refused: string | null = null
  let fields = 0
  let at = skipSpace(body, 0)
  if (body[at] !== 0x7b) return null
  at = skipSpace(body, at + 1)
  if (body[at] === 0x7d) return finished(at, true)

  for (;;) {
    if (body[at] !== quote || ++fields > mostFields) return null
    const keyEnd = stringEnd(body, at)
    if (keyEnd < 0) return null
    const key = readKey(body, at, keyEnd)
    if (key === null) return null
    at = skipSpace(body, keyEnd)
    if (body[at] !== 0x3a) return null
    const start = skipSpace(body, at + 1)
    const end = valueEnd(body, start)
    if (end <= start) return null
    if (wanted.has(key)) {
      if (values.has(key)) duplicate = true
      values.set(key, { start, end })
    } else {
      const folded = foldedKey(key)
      if (wanted.has(folded)) duplicate = true
      if (refused === null && unwanted.has(folded)) refused = folded
    }
    at = skipSpace(body, end)
    if (body[at] === 0x7d) return finished(at, false)
    if (body[at] !== 0x2c) return null
    at = skipSpace(body, at + 1)
  }

  function finished(close: number, empty: boolean): TopLevel | null {
    return skipSpace(body, close + 1) === body.length ? { values, duplicate, refused, close, empty } : null
  }
}

/** Where the next byte is that is no space. */
export function skipSpace(body: Buffer, from: number): number {
  let at = from
  while (at < body.length && isJsonSpace(body[at]!)) at++
  return at
}

/** How many values an array has, or `most` where it has more. The array was found by `scanTopLevel`. */
export function countItems(body: Buffer, start: number, end: number, most: number): number {
  let count = 0
  let at = skipSpace(body, start + 1)
  while (count < most && at < end - 1) {
    const after = valueEnd(body, at)
    if (after <= at) break
    count++
    at = skipSpace(body, skipSpace(body, after) + 1)
  }
  return count
}

/** The index after the closing quote, or -1. */
function stringEnd(body: Buffer, open: number): number {
  let at = open
  for (;;) {
    at = body.indexOf(quote, at + 1)
    if (at < 0) return -1
    let before = at - 1
    while (body[before] === backslash) before--
    if ((at - 1 - before) % 2 === 0) return at + 1
  }
}

function readKey(body: Buffer, start: number, end: number): string | null {
  const text = body.toString('utf8', start + 1, end - 1)
  if (!text.includes('\\')) return text
  try {
    const key: unknown = JSON.parse(`"${text}"`)
    return typeof key === 'string' ? key : null
  } catch {
    return null
  }
}

/** Some parsers, Go's among them, take `Model` for `model`, and the long s for an s. */
const foldedKey = (key: string) => (plainKey.test(key) ? key : key.toLowerCase().replaceAll('\u017f', 's'))
const plainKey = /^[a-z0-9_]*$/

/** The index after a value, or -1. */
function valueEnd(body: Buffer, start: number): number {
  if (body[start] === quote) return stringEnd(body, start)
  let at = start
  let depth = 0
  /** The last byte that is no space. */
  let before = 0x3a
  while (at < body.length) {
    const byte = body[at]!
    if (outsideStrings[byte] === 0) return -1
    if (byte === quote) {
      if (beforeString[before] === 0) return -1
      at = stringEnd(body, at)
      if (at < 0) return -1
      before = quote
      continue
    }
    const isSpace = isJsonSpace(byte)
    if (byte === 0x7b || byte === 0x5b) depth++
    else if (byte === 0x7d || byte === 0x5d) {
      if (depth === 0) return at
      if (--depth === 0) return at + 1
    } else if (depth === 0 && (isSpace || byte === 0x2c)) return at
    if (!isSpace) before = byte
    at++
  }
  return -1
}
