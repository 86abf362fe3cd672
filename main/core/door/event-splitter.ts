const newline = 0x0a
const carriageReturn = 0x0d
const piecesInBlock = 256

/**
 * Cuts the bytes of a server-sent-event stream after each blank line, wherever the network cut them. Bytes are never
 * copied but for an event that spans two chunks, and each byte is looked at once.
 */
export class EventSplitter {
  readonly #largest: number
  #tail: Buffer[] = []
  /** Earlier pieces of the tail, put together: a provider that sends byte by byte must not cost a buffer for each. */
  #blocks: Buffer[] = []
  #tailBytes = 0
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
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, lineStart)) {
      const own = at - lineStart
      const length = this.#lineBytes + own
      const blank =
        length === 0 || (length === 1 && (own === 1 ? chunk[lineStart] === carriageReturn : this.#lineIsReturn))
      lineStart = at + 1
      this.#lineBytes = 0
      if (!blank) continue
      if (this.#tailBytes + lineStart - eventStart > this.#largest) return null
      events.push(this.#complete(chunk.subarray(eventStart, lineStart)))
      eventStart = lineStart
    }
    const rest = chunk.length - lineStart
    if (rest > 0) {
      this.#lineIsReturn = this.#lineBytes === 0 && rest === 1 && chunk[lineStart] === carriageReturn
      this.#lineBytes += rest
    }
    if (eventStart < chunk.length) {
      this.#tail.push(chunk.subarray(eventStart))
      if (this.#tail.length === piecesInBlock) this.#blocks.push(Buffer.concat(this.#tail.splice(0)))
      this.#tailBytes += chunk.length - eventStart
    }
    return this.#tailBytes > this.#largest ? null : events
  }

  /** What came after the last blank line. */
  rest(): Buffer | null {
    if (this.#tailBytes === 0) return null
    return this.#complete(Buffer.alloc(0))
  }

  #complete(last: Buffer): Buffer {
    if (this.#tailBytes === 0) return last
    const whole = Buffer.concat([...this.#blocks, ...this.#tail, last])
    this.#tail = []
    this.#blocks = []
    this.#tailBytes = 0
    return whole
  }
}

export interface EventFields {
  name: string | null
  /** The data lines, joined; null where the event has none, as a comment has. */
  data: string | null
}

/** The two fields of an event that a meter reads. */
export function readEvent(bytes: Buffer): EventFields {
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
