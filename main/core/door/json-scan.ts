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

/**
 * Finds top-level keys of a JSON object without parsing it: strings are skipped by native search, so that a body with
 * images costs as little as one without. Null where the bytes are no object. Values themselves are not validated.
 */
export function scanTopLevel(
  body: Buffer,
  wanted: ReadonlySet<string>,
  unwanted: ReadonlySet<string> = none,
): TopLevel | null {
  const values = new Map<string, ByteSpan>()
  let duplicate = false
  let refused: string | null = null
  let at = skipSpace(body, 0)
  if (body[at] !== 0x7b) return null
  at = skipSpace(body, at + 1)
  if (body[at] === 0x7d) return finished(at, true)

  for (;;) {
    if (body[at] !== quote) return null
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

function skipSpace(body: Buffer, from: number): number {
  let at = from
  while (at < body.length) {
    const byte = body[at]
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break
    at++
  }
  return at
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

function valueEnd(body: Buffer, start: number): number {
  const first = body[start]
  if (first === quote) return stringEnd(body, start)
  let at = start
  let depth = 0
  while (at < body.length) {
    const byte = body[at]
    if (byte === quote) {
      at = stringEnd(body, at)
      if (at < 0) return -1
      continue
    }
    if (byte === 0x7b || byte === 0x5b) depth++
    else if (byte === 0x7d || byte === 0x5d) {
      if (depth === 0) return at
      if (--depth === 0) return at + 1
    } else if (depth === 0 && (byte === 0x2c || byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09))
      return at
    at++
  }
  return -1
}
