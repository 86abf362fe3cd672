import { Pieces } from '../pieces.ts'

const newline = 0x0a
const carriageReturn = 0x0d

/**
 * Cuts the bytes of a server-sent-event stream after each blank line, wherever the network cut them. Bytes are never
 * copied but for an event that spans two chunks, and each byte is looked at once.
 */
export class EventSplitter {
  readonly #largest: number
  readonly #tail = new Pieces()
  /** Bytes of the current line that earlier chunks brought, and whether they are a lone carriage return. */
  #lineBytes = 0
  #lineIsReturn = false

  constructor(largest: number) {
    this.#largest = largest
  }

  /** Complete events, each with its blank line; null when one grew over the limit. */
  feed(chunk: Buffer): Buffer[] | null {
    const events: Buffer[] = []
    let eventStart = 0
    let lineStart = 0
    // Blank lines in a row are one event: a flood of them must not cost a reading for each.
    let onlyBlank = this.#tail.bytes === 0
    const cut = (end: number) => {
      events.push(this.#complete(chunk.subarray(eventStart, end)))
      eventStart = end
    }
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, lineStart)) {
      const own = at - lineStart
      const length = this.#lineBytes + own
      const blank =
        length === 0 || (length === 1 && (own === 1 ? chunk[lineStart] === carriageReturn : this.#lineIsReturn))
      if (!blank && onlyBlank && lineStart > eventStart) cut(lineStart)
      lineStart = at + 1
      this.#lineBytes = 0
      if (!blank) onlyBlank = false
      if (!blank || onlyBlank) continue
      if (this.#tail.bytes + lineStart - eventStart > this.#largest) return null
      cut(lineStart)
      onlyBlank = true
    }
    if (onlyBlank && lineStart > eventStart) cut(lineStart)
    const rest = chunk.length - lineStart
    if (rest > 0) {
      this.#lineIsReturn = this.#lineBytes === 0 && rest === 1 && chunk[lineStart] === carriageReturn
      this.#lineBytes += rest
    }
    if (eventStart < chunk.length) {
      this.#tail.push(chunk.subarray(eventStart))
    }
    return this.#tail.bytes > this.#largest ? null : events
  }

  /** What came after the last blank line. */
  rest(): Buffer | null {
    return this.#tail.bytes === 0 ? null : this.#tail.take()
  }

  #complete(last: Buffer): Buffer {
    if (this.#tail.bytes === 0) return last
    this.#tail.push(last)
    return this.#tail.take()
  }
}

export interface EventFields {
  name: string | null
  /** The data lines, joined; null where the event has none, as a comment has. */
  data: string | null
}

const nothing: EventFields = { name: null, data: null }
const commentMark = 0x3a

/** Blank lines, or a comment of one line: what keeps connections alive, and what floods are made of. */
function saysNothing(bytes: Buffer): boolean {
  const first = bytes[0]
  if (first === newline || first === carriageReturn)
    return bytes.every((byte) => byte === newline || byte === carriageReturn)
  const end = first === commentMark ? bytes.indexOf(newline) : -1
  return end >= 0 && bytes.length - end <= 3
}

/** The two fields of an event that a meter reads. */
export function readEvent(bytes: Buffer): EventFields {
  if (saysNothing(bytes)) return nothing
  const text = bytes.toString('utf8')
  // Nearly every event of a chat stream is one data line.
  if (text.startsWith('data: ')) {
    const end = text.indexOf('\n')
    if (end > 0 && text.length - end <= 3) return { name: null, data: text.slice(6, end).trimEnd() }
  }
  let name: string | null = null
  let data: string | null = null
  for (const line of text.replace(/^\u{feff}/u, '').split(/\r\n|\n|\r/)) {
    const colon = line.indexOf(':')
    if (colon < 1) continue
    const field = line.slice(0, colon)
    if (field !== 'data' && field !== 'event') continue
    const value = line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1)
    if (field === 'event') name = value
    else data = data === null ? value : `${data}\n${value}`
  }
  return { name, data }
}
