interface Waiting {
  start(): void
  fail(error: unknown): void
}

/** Runs one job at a time, in the order they were asked for: a keychain's own order across threads can't be relied on. */
export class SerialQueue {
  #busy = false
  #waiting: Waiting[] = []

  run<Result>(job: () => Promise<Result>): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      const start = () => {
        this.#busy = true
        void job()
          .then(resolve, reject)
          .finally(() => this.#next())
      }
      if (this.#busy) this.#waiting.push({ start, fail: reject })
      else start()
    })
  }

  /** Fails what waits, so that eight reads of a store that hangs don't wait for eight deadlines. */
  failWaiting(error: unknown): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const job of waiting) job.fail(error)
  }

  #next(): void {
    this.#busy = false
    this.#waiting.shift()?.start()
  }
}
