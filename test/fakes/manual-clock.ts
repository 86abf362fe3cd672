import type { Clock } from '../../main/core/ports.ts'

/** Time that passes only when the test says so. Both clocks go together unless `jump` moves the people's one. */
export class ManualClock implements Clock {
  #now = 1_700_000_000_000
  #monotonic = 0
  readonly #timers = new Set<{ at: number; callback: () => void }>()

  now(): number {
    return this.#now
  }

  monotonic(): number {
    return this.#monotonic
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.#monotonic + ms, callback }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  /** Lets time pass and runs what falls due, in order. */
  advance(ms: number): void {
    const until = this.#monotonic + ms
    for (;;) {
      const [next] = [...this.#timers].filter((timer) => timer.at <= until).toSorted((a, b) => a.at - b.at)
      if (!next) break
      this.#timers.delete(next)
      this.#move(next.at - this.#monotonic)
      next.callback()
    }
    this.#move(until - this.#monotonic)
  }

  /** Somebody sets the machine's clock. */
  jump(ms: number): void {
    this.#now += ms
  }

  get pending(): number {
    return this.#timers.size
  }

  #move(ms: number): void {
    this.#monotonic += ms
    this.#now += ms
  }
}
