import type { BodySink } from './exchange.ts'

/** A shorter one may be a word (`ollama`), which answers hold for other reasons. */
const shortestKey = 20
const mark = '[redacted]'

/**
 * Masks the call's own key in the bytes of an answer that passes: some servers quote what they were sent, and some say an
 * error under 200. Every other byte stays, and so does the length, which the asker may have been told.
 */
export class MaskingSink implements BodySink {
  readonly #next: BodySink
  readonly #key: () => string | null
  /** An end that could be the beginning of the key. */
  #held: Buffer | null = null

  /** `key` is asked at each piece, so that nothing here keeps it: null once the call is over. */
  constructor(next: BodySink, key: () => string | null) {
    this.#next = next
    this.#key = key
  }

  data(chunk: Buffer): boolean {
    const key = this.#key()
    const bytes = this.#withHeld(chunk)
    if (key === null || key.length < shortestKey) return this.#next.data(bytes)
    for (let at = bytes.indexOf(key, 0, 'latin1'); at >= 0; at = bytes.indexOf(key, at, 'latin1')) {
      bytes.write(mark.padEnd(key.length, '*'), at, 'latin1')
    }
    const passing = bytes.length - beginningAtEnd(bytes, key)
    if (passing < bytes.length) this.#held = Buffer.from(bytes.subarray(passing))
    return passing === 0 || this.#next.data(bytes.subarray(0, passing))
  }

  end(): void {
    this.#flush()
    this.#next.end()
  }

  fail(error: Error): void {
    this.#flush()
    this.#next.fail(error)
  }

  #withHeld(chunk: Buffer): Buffer {
    const held = this.#held
    this.#held = null
    return held ? Buffer.concat([held, chunk]) : chunk
  }

  #flush(): void {
    if (this.#held) this.#next.data(this.#held)
    this.#held = null
  }
}

/** How many bytes at the end are the beginning of the key. */
function beginningAtEnd(bytes: Buffer, key: string): number {
  const first = key.charCodeAt(0)
  const from = Math.max(0, bytes.length - key.length + 1)
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (key.startsWith(bytes.toString('latin1', at))) return bytes.length - at
  }
  return 0
}
