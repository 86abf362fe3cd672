import { Readable } from 'node:stream'
import { Pieces } from '../pieces.ts'

const full = 256 * 1024
const mergeUpTo = 64 * 1024

/** Who takes an answer as it comes, in place of a stream's listeners. */
export interface AnswerReader {
  /** False: there is no room for more until `readOn`. */
  data(bytes: Buffer): boolean
  end(): void
  fail(error: Error): void
}

/** An answer's bytes: a stream like any other, or, for who counts microseconds, a reader's. */
export interface AnswerBody extends Readable {
  /** Hands all that comes to one reader, without a stream's ticks. Instead of listening, and only once. */
  handTo(reader: AnswerReader): void
  /** The reader has room again. */
  readOn(): void
}

/** An answer that is there whole. */
export function wholeBody(bytes: Buffer): AnswerBody {
  const body = new PassingBody(nothing, nothing)
  body.give(bytes)
  body.finish()
  return body
}

const nothing = () => {}

/**
 * An answer on its way to the asker. What came before a failure is delivered before the failure is, which a plain stream
 * does not promise: destroying one throws away what nobody has read yet.
 */
export class PassingBody extends Readable implements AnswerBody {
  readonly #onRoom: () => void
  readonly #onGone: () => void
  readonly #queue = new Pieces()
  #wanted = false
  #choked = false
  #ended = false
  #failure: Error | null = null
  #over = false
  #reader: AnswerReader | null = null

  /** `onRoom`: there is room again after `give` answered false. `onGone`: the asker destroyed the body before its end. */
  constructor(onRoom: () => void, onGone: () => void) {
    super({ highWaterMark: 1 })
    this.#onRoom = onRoom
    this.#onGone = onGone
    // An asker that listens for nothing must not bring down the process; one that does hears it all the same.
    this.on('error', () => {})
  }

  /** Passes bytes on; false asks the sender to pause. */
  give(bytes: Buffer): boolean {
    if (this.#over || this.destroyed || bytes.length === 0) return true
    if (this.#wanted && this.#queue.bytes === 0) {
      this.#wanted = false
      this.#pass(bytes)
      return true
    }
    this.#queue.push(bytes)
    this.#choked = this.#queue.bytes >= full
    if (this.#wanted) this.#deliver()
    return !this.#choked
  }

  finish(): void {
    this.#ended = true
    if (this.#wanted) this.#deliver()
  }

  fail(error: Error): void {
    this.#failure = error
    if (this.#wanted) this.#deliver()
  }

  handTo(reader: AnswerReader): void {
    this.#reader = reader
    this.readOn()
  }

  readOn(): void {
    this.#wanted = true
    this.#deliver()
  }

  override _read(): void {
    this.#wanted = true
    this.#deliver()
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    const gone = !this.#over
    this.#over = true
    this.#queue.clear()
    if (gone) this.#onGone()
    callback(error)
  }

  #deliver(): void {
    while (this.#wanted && !this.#over && this.#queue.bytes > 0) {
      // Where there is room again, more may come at once: it must not go before these.
      this.#wanted = false
      const bytes = this.#queue.next(mergeUpTo)
      if (this.#choked && this.#queue.bytes < full / 2) {
        this.#choked = false
        this.#onRoom()
      }
      this.#pass(bytes)
    }
    if (!this.#wanted || this.#over || this.#queue.bytes > 0) return
    if (this.#ended) {
      this.#over = true
      if (this.#reader) this.#reader.end()
      else this.push(null)
    } else if (this.#failure) {
      this.#over = true
      if (this.#reader) this.#reader.fail(this.#failure)
      // Reading may be under way: the bytes it returns must be seen before the failure.
      else process.nextTick(() => this.destroy(this.#failure ?? undefined))
    }
  }

  /** A stream asks for each piece; a reader takes what comes until it has no room. */
  #pass(bytes: Buffer): void {
    if (!this.#reader) this.push(bytes)
    else if (this.#reader.data(bytes)) this.#wanted = true
  }
}
