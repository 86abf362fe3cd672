/** Lets writers in together, and what needs the store to itself alone: it waits for those inside, and new ones wait for it. */
export class WriteGate {
  #inside = 0
  #closed: Promise<void> | null = null
  #onEmpty: (() => void) | null = null

  async share<Result>(work: () => Promise<Result>): Promise<Result> {
    while (this.#closed) await this.#closed
    this.#inside += 1
    try {
      return await work()
    } finally {
      this.#inside -= 1
      if (this.#inside === 0) this.#onEmpty?.()
    }
  }

  async alone<Result>(work: () => Promise<Result>): Promise<Result> {
    while (this.#closed) await this.#closed
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#closed = promise
    try {
      if (this.#inside > 0) await new Promise<void>((empty) => (this.#onEmpty = empty))
      this.#onEmpty = null
      return await work()
    } finally {
      this.#closed = null
      resolve()
    }
  }
}
