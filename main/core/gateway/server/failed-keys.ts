import { SlidingLog } from '../../door/sliding-log.ts'
import type { Clock } from '../../ports.ts'

/** So many wrong keys a minute are answered at once: a tool with an old key is one or two. */
const atOnce = 20
const pauseMs = 1_000
const mostWaiting = 50

/**
 * Slows down whoever tries keys. Each answer is the same and only comes later, and a right key is never slowed, as all
 * clients come from the same address.
 */
export class FailedKeys {
  readonly #clock: Clock
  readonly #log = new SlidingLog(atOnce)
  readonly #waiting = new Set<() => void>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Calls back when the answer may go: at once, or later. Answers false where too many wait: then it goes nowhere. */
  pace(answer: () => void): boolean {
    const now = this.#clock.monotonic()
    if (this.#log.take(now)) {
      this.#log.depart(now)
      answer()
      return true
    }
    if (this.#waiting.size >= mostWaiting) return false
    const cancel = this.#clock.after(pauseMs, () => {
      this.#waiting.delete(cancel)
      answer()
    })
    this.#waiting.add(cancel)
    return true
  }
}
