import { WINDOW } from './peer-port.ts'

/** Counts frames that were sent and not yet taken by the page; makes senders wait while there are too many. */
export class FlowWindow {
  #sent = 0
  #taken = 0
  #closed = false
  readonly #waiting: (() => void)[] = []

  /** Resolves when one more frame may be sent. */
  async take(): Promise<void> {
    while (!this.#closed && this.#sent - this.#taken >= WINDOW) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
    this.#sent += 1
  }

  /** The page says how many frames it has taken in all; false for a number that can't be. */
  acknowledge(taken: number): boolean {
    if (!Number.isInteger(taken) || taken < this.#taken || taken > this.#sent) return false
    this.#taken = taken
    this.#wakeAll()
    return true
  }

  close(): void {
    this.#closed = true
    this.#wakeAll()
  }

  #wakeAll(): void {
    for (const wake of this.#waiting.splice(0)) wake()
  }
}
