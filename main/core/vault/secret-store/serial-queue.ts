interface Waiting {
  /** What it reads; null for a job that is nobody else's. */
  name: string | null
  outcome: Promise<unknown>
  start(): void
  fail(error: unknown): void
}

/** Runs one job at a time, in the order they were asked for: a keychain's own order across threads can't be relied on. */
export class SerialQueue {
  #busy = false
  #waiting: Waiting[] = []

  run<Result>(job: () => Promise<Result>): Promise<Result> {
    return this.#add(null, job)
  }

  /** As `run`. Where a job of the same name still waits, its answer is this one's too, unless something else was asked for since. */
  share<Result>(name: string, job: () => Promise<Result>): Promise<Result> {
    for (const waiting of this.#waiting.toReversed()) {
      if (waiting.name === null) break
      if (waiting.name === name) return waiting.outcome as Promise<Result>
    }
    return this.#add(name, job)
  }

  /** Fails what waits, so that eight reads of a store that hangs don't wait for eight deadlines. */
  failWaiting(error: unknown): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const job of waiting) job.fail(error)
  }

  #add<Result>(name: string | null, job: () => Promise<Result>): Promise<Result> {
    const { promise: outcome, resolve, reject } = Promise.withResolvers<Result>()
    const start = () => {
      this.#busy = true
      void job()
        .then(resolve, reject)
        .finally(() => this.#next())
    }
    if (this.#busy) this.#waiting.push({ name, outcome, start, fail: reject })
    else start()
    return outcome
  }

  #next(): void {
    this.#busy = false
    this.#waiting.shift()?.start()
  }
}
