/** So much of each body is not counted: a few large ones that never end must not keep everyone else's small ones out. */
const freeBytes = 256 * 1024

/** What all requests together may hold in memory while their bodies are read. */
export class HeldBytes {
  readonly #most: number
  #held = 0

  constructor(most: number) {
    this.#most = most
  }

  get held(): number {
    return this.#held
  }

  /** For `bytes` more of a body that has `before` of them. Answers false, and changes nothing, where there is no room. */
  take(bytes: number, before: number): boolean {
    const counted = countedOf(before + bytes) - countedOf(before)
    if (counted > 0 && this.#held + counted > this.#most) return false
    this.#held += counted
    return true
  }

  /** A body of so many bytes is let go. */
  release(bytes: number): void {
    this.#held -= countedOf(bytes)
  }
}

const countedOf = (bytes: number) => Math.max(0, bytes - freeBytes)
