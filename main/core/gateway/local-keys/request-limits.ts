import { SlidingLog } from '../../door/sliding-log.ts'
import type { Clock } from '../../ports.ts'
import type { LimitState, Taken } from '../gateway-types.ts'

/**
 * The requests of the last minute of each local key, counted from their arrival on the monotonic clock. In memory: a
 * restart takes longer to be worth anything than what it forgives.
 */
export class RequestLimits {
  readonly #clock: Clock
  readonly #logs = new Map<string, SlidingLog>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Takes one request, or nothing. Null is unlimited. A limit that changed counts at once and forgives nothing. */
  take(id: string, limit: number | null): Taken {
    const log = this.#logOf(id, limit)
    const now = this.#clock.monotonic()
    if (!log.take(now)) return { taken: false, state: stateOf(log, now) }
    log.depart(now)
    let isGivenBack = false
    return {
      taken: true,
      state: stateOf(log, now),
      giveBack() {
        if (isGivenBack) return
        isGivenBack = true
        log.takeBack(now)
      },
    }
  }

  used(id: string): number {
    return this.#logs.get(id)?.used(this.#clock.monotonic()) ?? 0
  }

  forget(id: string): void {
    this.#logs.delete(id)
  }

  #logOf(id: string, limit: number | null): SlidingLog {
    const most = limit ?? Number.POSITIVE_INFINITY
    let log = this.#logs.get(id)
    if (!log) this.#logs.set(id, (log = new SlidingLog(most)))
    log.limit = most
    return log
  }
}

function stateOf(log: SlidingLog, now: number): LimitState {
  const isLimited = Number.isFinite(log.limit)
  return {
    limit: isLimited ? log.limit : null,
    remaining: log.free(now),
    resetMs: log.emptyAt(now) - now,
    retryAfterMs: log.freeAt(now) - now,
  }
}
