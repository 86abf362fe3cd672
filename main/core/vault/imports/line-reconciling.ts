import type { Clock, Log } from '../../ports.ts'
import { storeErrorKind } from '../keys/secret-writing.ts'
import type { SerialQueue } from '../secret-store/serial-queue.ts'
import type { LineSettling } from './line-settling.ts'

/** How long until what the store refused is tried again. A change of the store's state tries at once. */
const TRY_AGAIN_MS = 60_000

/** Clears up what a crash, a store or a disk left of taking lines out and putting them back, until nothing is left. */
export class LineReconciling {
  readonly #options: { settling: LineSettling; queue: SerialQueue; clock: Clock; log: Log }
  #isClosed = false
  #cancelRetry = () => {}

  constructor(options: { settling: LineSettling; queue: SerialQueue; clock: Clock; log: Log }) {
    this.#options = options
  }

  /** After whatever is under way. Never rejects; what is refused now is left for the next run. */
  run(): Promise<void> {
    return this.#options.queue.run(async () => {
      this.#cancelRetry()
      if (this.#isClosed) return
      try {
        await this.#options.settling.settleFiles()
        await this.#options.settling.clearStore()
      } catch (error) {
        this.#options.log.warn('imports.reconcile-waits', { kind: storeErrorKind(error) })
        this.#cancelRetry = this.#options.clock.after(TRY_AGAIN_MS, () => void this.run())
      }
    })
  }

  /** Waits for what is under way. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.run()
    this.#cancelRetry()
  }
}
