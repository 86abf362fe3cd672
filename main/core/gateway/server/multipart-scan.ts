/** Where the model's value stands in a multipart body, counted from its first byte. */
export interface FoundModel {
  value: string
  start: number
  end: number
}

const longestHeaders = 8 * 1024
const longestModel = 1_000
const carriageReturn = 0x0d

/**
 * Whether a content type names no other encoding than UTF-8. In UTF-7, which servers in Python and on Express decode where
 * it is named, `+AG0-odel` is `model`.
 */
export function isInUtf8(contentType: string): boolean {
  const named = contentType.match(/charset/gi)?.length ?? 0
  return named === 0 || (named === 1 && /;\s*charset=(utf-?8|"utf-?8")\s*(;|$)/i.test(contentType))
}

/** The boundary of a multipart body; null where its content type gives none that is plain. */
export function boundaryOf(contentType: string): string | null {
  if (contentType.match(/boundary\s*\*?\s*=/gi)?.length !== 1) return null
  const found =
    /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"\\]{1,70})"|([\w'()+,./:=?-]{1,70}))\s*(?:;|$)/i.exec(
      contentType,
    )
  return found?.[1] ?? found?.[2] ?? null
}

/**
 * Reads the names of the parts of a multipart body as it comes, in pieces of any size, and the value of the one that is
 * called `model`. Keeps nothing of the others. What two parsers could read in two ways is refused, so that no part can
 * hide from this one.
 */
export class MultipartScan {
  model: FoundModel | null = null
  /** The closing delimiter came. */
  isComplete = false
  readonly #delimiter: Buffer
  readonly #refused: ReadonlySet<string>
  #state: 'preamble' | 'delimiter' | 'headers' | 'model' | 'other' | 'epilogue' = 'preamble'
  /** What is not decided yet, and where it begins in the whole body. A newline that isn't there stands before the body. */
  #pending: Buffer = Buffer.from('\r\n')
  #offset = -2
  /** Where the content of the part begins. */
  #contentStart = -2

  constructor(boundary: string, refused: ReadonlySet<string>) {
    this.#delimiter = Buffer.from(`\n--${boundary}`, 'latin1')
    this.#refused = refused
  }

  /** What is wrong with the body, or the name of a field that is refused; null while nothing is. */
  feed(chunk: Buffer): { refused: string } | { malformed: string } | null {
    if (this.#state === 'epilogue') return null
    this.#pending = this.#pending.length > 0 ? Buffer.concat([this.#pending, chunk]) : chunk
    for (;;) {
      const step = this.#step()
      if (step === 'more') return null
      if (step !== 'on') return step
    }
  }

  #step(): 'on' | 'more' | { refused: string } | { malformed: string } {
    switch (this.#state) {
      case 'preamble':
      case 'other':
        return this.#skip()
      case 'model':
        return this.#readModel()
      case 'delimiter':
        return this.#afterDelimiter()
      case 'headers':
        return this.#readHeaders()
      case 'epilogue':
        return 'more'
    }
  }

  #skip() {
    const at = this.#pending.indexOf(this.#delimiter)
    if (at < 0) {
      // An end that could be the beginning of a delimiter stays.
      this.#drop(Math.max(0, this.#pending.length - this.#delimiter.length))
      return 'more' as const
    }
    return this.#endPart(at)
  }

  #readModel() {
    const at = this.#pending.indexOf(this.#delimiter)
    const known = at < 0 ? this.#pending.length - this.#delimiter.length : at
    if (known > longestModel) return { malformed: 'The name of the model is too long.' }
    if (at < 0) return 'more' as const
    const start = this.#contentStart
    const value = this.#pending.toString('utf8', start - this.#offset, at - 1)
    this.model = { value, start, end: this.#offset + at - 1 }
    return this.#endPart(at)
  }

  #endPart(at: number) {
    // Some parsers see a delimiter here and others don't: what stands behind it could be either's.
    const isPlain = this.#pending[at - 1] === carriageReturn && this.#offset + at - 1 >= this.#contentStart
    if (!isPlain) return { malformed: 'The parts of the body are not separated as they should be.' }
    this.#drop(at + this.#delimiter.length)
    this.#state = 'delimiter'
    return 'on' as const
  }

  #afterDelimiter() {
    if (this.#pending.length < 2) return 'more' as const
    const text = this.#pending.toString('latin1', 0, 2)
    if (text === '--') {
      this.isComplete = true
      this.#state = 'epilogue'
      this.#pending = Buffer.alloc(0)
      return 'more' as const
    }
    // A longer boundary that begins as this one does belongs to a part.
    if (text !== '\r\n') return { malformed: 'The parts of the body are not separated as they should be.' }
    this.#drop(2)
    this.#state = 'headers'
    return 'on' as const
  }

  #readHeaders() {
    const end = this.#pending.indexOf('\r\n\r\n')
    if (end < 0) {
      if (this.#pending.length > longestHeaders) return { malformed: 'A part of the body has headers without end.' }
      return 'more' as const
    }
    const headers = this.#pending.toString('latin1', 0, end)
    const name = nameOf(headers)
    const folded = name === null ? null : foldedName(name)
    if (folded === null || folded === '_charset_' || (folded === 'model' && !isPlainField(headers))) {
      return { malformed: 'A part of the body has headers that can be read in more than one way.' }
    }
    if (this.#refused.has(folded)) return { refused: folded }
    if (folded === 'model' && (this.model || name !== folded)) {
      return { malformed: 'The body names the model twice, or in another case.' }
    }
    this.#contentStart = this.#offset + end + 4
    // The newline of the empty line stays, so that a delimiter right behind it is seen.
    this.#drop(end + 2)
    this.#state = name === 'model' ? 'model' : 'other'
    return 'on' as const
  }

  #drop(bytes: number): void {
    this.#pending = this.#pending.subarray(bytes)
    this.#offset += bytes
  }
}

const line = /^([A-Za-z-]+):[ \t]*([\x20-\x7e\x80-\xff]*)$/
const disposition = /^form-data((?:; *[a-z-]+\*?=(?:"(?:[^"\\]|\\.)*"|[^";\s]+))*) *;?$/i

/** As most servers read a name, whatever its case: `model[]` and `model[0]` are a list called `model`. */
const foldedName = (name: string) => name.trim().toLowerCase().replace(/\[.*$/s, '')

/** A text of its own, in UTF-8: what comes as a file is no field to many servers. */
const isPlainField = (headers: string) =>
  !/;\s*filename/i.test(headers) &&
  headers.split('\r\n').every((text) => !/^content-type:/i.test(text) || isInUtf8(text))

/** The name of a part; null where its headers are not plain. */
function nameOf(headers: string): string | null {
  let found: string | null = null
  for (const text of headers.split('\r\n')) {
    const [, name = '', value = ''] = line.exec(text) ?? []
    if (name === '') return null
    if (name.toLowerCase() === 'content-transfer-encoding' && !/^(binary|8bit|7bit)$/i.test(value)) return null
    if (name.toLowerCase() !== 'content-disposition') continue
    if (found !== null) return null
    const parameters = disposition.exec(value)?.[1]
    if (parameters === undefined) return null
    const names = [...parameters.matchAll(/; *(name\*?)=(?:"((?:[^"\\]|\\.)*)"|([^";\s]+))/gi)]
    const [only] = names
    if (names.length !== 1 || !only || only[1]?.toLowerCase() !== 'name') return null
    found = only[2] ?? only[3] ?? ''
    if (found.includes('\\')) return null
  }
  return found
}
