import type { Duplex } from 'node:stream'
import { Pieces } from '../pieces.ts'
import { decoderFor, decodingStream } from './content-coding.ts'
import { type Fed, JsonMeter } from './json-meter.ts'
import type { Reading } from './reading.ts'

/** Up to here an answer is unpacked in one go when it is whole, which is much quicker than a stream. */
const packedAtOnce = 64 * 1024
const unpackedAtOnce = 1024 * 1024

/**
 * Reads an answer that is one packed JSON body while it passes. What is unpacked goes to the meter and is forgotten; the
 * sender waits where the unpacking falls behind, and an answer that swells beyond measure is read no further.
 */
export class PackedMeter {
  readonly #encoding: string
  readonly #most: number
  readonly #onRoom: () => void
  readonly #meter = new JsonMeter()
  readonly #held = new Pieces()
  #decoder: Duplex | null = null
  #unpackedBytes = 0
  #fed: Fed = 'all'
  #isOver = false
  #onOver: (() => void) | null = null

  /** `most`: bytes to unpack. `onRoom`: there is room again after `feed` answered false. */
  constructor(encoding: string, most: number, onRoom: () => void) {
    this.#encoding = encoding
    this.#most = most
    this.#onRoom = onRoom
  }

  /** False asks the sender to pause. */
  feed(chunk: Buffer): boolean {
    if (this.#isOver) return true
    if (this.#decoder) return this.#decoder.write(chunk)
    this.#held.push(chunk)
    return this.#held.bytes <= packedAtOnce || this.#startStream(this.#held.take())
  }

  /** Tells what it read once all that was fed is unpacked; at once where the answer is small. */
  finish(whole: boolean, done: (reading: Reading) => void): void {
    const tell = () => done(this.#meter.finish(whole, this.#fed))
    if (this.#decoder === null) this.#unpack()
    if (this.#decoder === null || this.#isOver) return tell()
    this.#onOver = tell
    this.#decoder.end()
  }

  #unpack(): void {
    const decode = decoderFor(this.#encoding, unpackedAtOnce)
    const bytes = this.#held.take()
    try {
      this.#meter.feed(decode ? decode(bytes) : bytes)
    } catch {
      // Broken, or larger than it looked: the stream tells how far it can be read.
      this.#startStream(bytes)
    }
  }

  #startStream(first: Buffer): boolean {
    const decoder = decodingStream(this.#encoding, first)
    if (!decoder) return this.#end()
    this.#decoder = decoder
    decoder.on('data', (bytes: Buffer) => this.#read(bytes))
    decoder.on('drain', this.#onRoom)
    decoder.on('end', () => this.#end())
    decoder.on('error', () => this.#end('until it broke'))
    return decoder.write(first)
  }

  #read(bytes: Buffer): void {
    if (this.#isOver) return
    this.#unpackedBytes += bytes.length
    if (this.#unpackedBytes > this.#most) this.#end('beginning')
    else this.#meter.feed(bytes)
  }

  /** Answers true, as nothing needs to wait for it from here on. */
  #end(fed: Fed = 'all'): boolean {
    if (this.#isOver) return true
    this.#fed = fed
    this.#isOver = true
    this.#decoder?.destroy()
    this.#onRoom()
    this.#onOver?.()
    return true
  }
}
