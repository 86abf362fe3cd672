import { isJsonSpace } from './json-space.ts'
import type { Json } from './usage.ts'

const quote = 0x22
const backslash = 0x5c

/**
 * Keeps some top-level values of a JSON object that comes in pieces and is too large to be kept. Every byte is looked at
 * once, strings by native search; nothing but the values that are wanted is held.
 */
export class TopValues {
  readonly #wanted: ReadonlySet<string>
  readonly #largest: number
  readonly #values: Record<string, unknown> = {}
  #depth = 0
  #inString = false
  /** Whether the piece before ended in an odd number of backslashes. */
  #isEscaped = false
  #expectsKey = false
  #key: string | null = null
  #kept: Buffer[] | null = null
  #keptBytes = 0
  #state: 'before' | 'inside' | 'closed' | 'no-object' = 'before'

  /** A wanted value of more than `largest` bytes is left out. */
  constructor(wanted: ReadonlySet<string>, largest: number) {
    this.#wanted = wanted
    this.#largest = largest
  }

  /** The values so far; null where what came is no object. */
  get values(): Json | null {
    return this.#state === 'no-object' || this.#state === 'before' ? null : this.#values
  }

  /** Whether the object came to its closing brace. */
  get isClosed(): boolean {
    return this.#state === 'closed'
  }

  feed(chunk: Buffer): void {
    let at = this.#state === 'before' ? this.#begin(chunk) : 0
    while (at < chunk.length && this.#state === 'inside') {
      at = this.#inString ? this.#readString(chunk, at) : this.#readStructure(chunk, at)
    }
  }

  #begin(chunk: Buffer): number {
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]!
      if (isJsonSpace(byte)) continue
      this.#state = byte === 0x7b ? 'inside' : 'no-object'
      this.#depth = 1
      this.#expectsKey = true
      return at + 1
    }
    return chunk.length
  }

  #readString(chunk: Buffer, from: number): number {
    const found = chunk.indexOf(quote, from)
    const end = found < 0 ? chunk.length : found
    let slashes = end
    while (slashes > from && chunk[slashes - 1] === backslash) slashes--
    const isEscaped = ((end - slashes) % 2 === 1) !== (slashes === from && this.#isEscaped)
    this.#isEscaped = found < 0 && isEscaped
    this.#keep(chunk, from, found < 0 ? end : found + 1)
    if (found < 0) return end
    this.#inString = isEscaped
    if (!isEscaped && this.#depth === 1 && this.#expectsKey) this.#endKey()
    return found + 1
  }

  /** Up to the next string, or to the end. */
  #readStructure(chunk: Buffer, from: number): number {
    let kept = from
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at]!
      if (byte === quote) {
        if (this.#depth === 1 && this.#expectsKey) {
          this.#startKeeping()
          kept = at
        }
        this.#keep(chunk, kept, at + 1)
        this.#inString = true
        return at + 1
      }
      if (byte === 0x7b || byte === 0x5b) this.#depth++
      else if (byte === 0x7d || byte === 0x5d) {
        if (this.#depth === 1) {
          this.#keep(chunk, kept, at)
          this.#endValue()
          this.#state = 'closed'
          return at + 1
        }
        this.#depth--
      } else if (this.#depth === 1 && byte === 0x2c) {
        this.#keep(chunk, kept, at)
        this.#endValue()
        this.#expectsKey = true
      } else if (this.#depth === 1 && byte === 0x3a) {
        this.#expectsKey = false
        if (this.#key !== null && this.#wanted.has(this.#key)) this.#startKeeping()
        kept = at + 1
      }
    }
    this.#keep(chunk, kept, chunk.length)
    return chunk.length
  }

  #startKeeping(): void {
    this.#kept = []
    this.#keptBytes = 0
  }

  #keep(chunk: Buffer, start: number, end: number): void {
    if (this.#kept === null || end <= start) return
    this.#keptBytes += end - start
    if (this.#keptBytes > this.#largest) this.#kept = null
    // A copy: a few bytes must not hold the whole piece that they came in.
    else this.#kept.push(Buffer.from(chunk.subarray(start, end)))
  }

  #endKey(): void {
    const key = this.#take()
    this.#key = typeof key === 'string' ? key : null
  }

  #endValue(): void {
    const key = this.#key
    this.#key = null
    const value = this.#take()
    if (key !== null && value !== undefined) this.#values[key] = value
  }

  #take(): unknown {
    const kept = this.#kept
    this.#kept = null
    if (kept === null) return undefined
    try {
      return JSON.parse(Buffer.concat(kept).toString('utf8')) as unknown
    } catch {
      return undefined
    }
  }
}
