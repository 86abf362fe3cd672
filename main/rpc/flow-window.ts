import { WINDOW } from './peer-port.ts'

/** Counts frames that were sent and not yet taken by the page; makes senders wait while there are too many. */
export class FlowWindow {
  #sent = 0
  #taken = 0
  #unsent = 0
  #closed = false
  readonly #waiting: (() => void)[] = []

  /** Resolves when one more frame may be sent. */
  async take(): Promise<void> {
    this.#unsent += 1
    while (!this.#closed && this.#sent - this.#taken >= WINDOW) await this.#change()
    this.#unsent -= 1
    this.#sent += 1
  }

  /** Resolves when few enough replies wait here that another call may be handled: each of them is memory. */
  async room(): Promise<void> {
    while (!this.#closed && this.#unsent >= WINDOW) await this.#change()
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

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  #wakeAll(): void {
    for (const wake of this.#waiting.splice(0)) wake()
  }
}
