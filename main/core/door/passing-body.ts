import { Readable } from 'node:stream'

const full = 256 * 1024
const mergeUpTo = 64 * 1024

/**
 * An answer on its way to the asker. What came before a failure is delivered before the failure is, which a plain stream
 * does not promise: destroying one throws away what nobody has read yet.
 */
export class PassingBody extends Readable {
  readonly #onRoom: () => void
  readonly #onGone: () => void
  #queue: Buffer[] = []
  #queued = 0
  #wanted = false
  #choked = false
  #ended = false
  #failure: Error | null = null
  #over = false

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
    if (this.#wanted && this.#queue.length === 0) {
      this.#wanted = false
      this.push(bytes)
      return true
    }
    this.#queue.push(bytes)
    this.#queued += bytes.length
    this.#choked = this.#queued >= full
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

  override _read(): void {
    this.#wanted = true
    this.#deliver()
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    const gone = !this.#over
    this.#over = true
    this.#queue = []
    if (gone) this.#onGone()
    callback(error)
  }

  #deliver(): void {
    if (this.#over) return
    if (this.#queue.length > 0) {
      this.#wanted = false
      const bytes = this.#next()
      if (this.#choked && this.#queued < full / 2) {
        this.#choked = false
        this.#onRoom()
      }
      this.push(bytes)
      return
    }
    if (this.#ended) {
      this.#over = true
      this.push(null)
    } else if (this.#failure) {
      this.#over = true
      // Reading may be under way: the bytes it returns must be seen before the failure.
      process.nextTick(() => this.destroy(this.#failure ?? undefined))
    }
  }

  #next(): Buffer {
    const first = this.#queue[0] ?? Buffer.alloc(0)
    if (this.#queue.length > 1 && this.#queued <= mergeUpTo) {
      const all = Buffer.concat(this.#queue)
      this.#queue = []
      this.#queued = 0
      return all
    }
    this.#queue.shift()
    this.#queued -= first.length
    return first
  }
}
