import type { Clock } from '../ports.ts'
import { SlidingLog } from './sliding-log.ts'

/** After this long in the queue a call counts as one lane better, so that none starves behind a busy lane. */
export const ageingMs = 20_000

interface Waiter {
  lane: number
  since: number
  order: number
  /** The time its turn is expected, on the monotonic clock. */
  expected: number
  onWait: ((ms: number) => void) | undefined
  go: () => void
}

/** A place in the queue. */
export interface Ticket {
  turn: Promise<void>
  handBack: () => void
}

/** The limit of one vault key, and the calls that wait for it: best lane first, inside a lane in order of arrival. */
export class TurnQueue {
  readonly #clock: Clock
  readonly #log: SlidingLog
  #waiting: Waiter[] = []
  #order = 0
  #cancelTimer: (() => void) | null = null

  constructor(clock: Clock, limit: number | null) {
    this.#clock = clock
    this.#log = new SlidingLog(limit ?? Number.POSITIVE_INFINITY)
  }

  /** Told at every call, as a changed account type counts from the next one. Null is unlimited. */
  setLimit(limit: number | null): void {
    const next = limit ?? Number.POSITIVE_INFINITY
    if (next === this.#log.limit) return
    this.#log.limit = next
    this.#serve()
  }

  get length(): number {
    return this.#waiting.length
  }

  /** Takes a turn at once, if one is free and nobody waits for it. */
  tryEnter(): boolean {
    return this.#waiting.length === 0 && this.#log.take(this.#clock.monotonic())
  }

  /** How long a newcomer would wait behind those who wait already and go before it. Infinity where the limit is 0. */
  waitMs(lane = Number.POSITIVE_INFINITY): number {
    const now = this.#clock.monotonic()
    const before = this.#waiting.filter((waiter) => rank(waiter, now) <= lane).length
    return this.#log.freeAt(now, before + 1) - now
  }

  /** Waits for a turn. A ticket that is handed back makes room for the next; its promise then never settles. */
  enter(lane: number, onWait?: (ms: number) => void): Ticket {
    const { promise, resolve } = Promise.withResolvers<void>()
    const waiter: Waiter = {
      lane,
      since: this.#clock.monotonic(),
      order: this.#order++,
      expected: -1,
      onWait,
      go() {
        onWait?.(0)
        resolve()
      },
    }
    this.#waiting.push(waiter)
    this.#serve()
    return {
      turn: promise,
      handBack: () => {
        this.#waiting = this.#waiting.filter((other) => other !== waiter)
        this.#serve()
      },
    }
  }

  /** The call that took a turn leaves now. */
  depart(): void {
    this.#log.depart(this.#clock.monotonic())
    if (this.#waiting.length > 0) this.#serve()
  }

  /** The call that took a turn won't leave. */
  giveBack(): void {
    this.#log.giveBack()
    if (this.#waiting.length > 0) this.#serve()
  }

  #serve(): void {
    const now = this.#clock.monotonic()
    this.#waiting.sort((a, b) => rank(a, now) - rank(b, now) || a.order - b.order)
    while (this.#waiting.length > 0 && this.#log.take(now)) this.#waiting.shift()?.go()
    this.#tell(now)

    this.#cancelTimer?.()
    this.#cancelTimer = null
    if (this.#waiting.length === 0) return
    const next = this.#log.freeAt(now)
    if (next === Number.POSITIVE_INFINITY) return
    this.#cancelTimer = this.#clock.after(Math.max(1, Math.ceil(next - now)), () => {
      this.#cancelTimer = null
      this.#serve()
    })
  }

  #tell(now: number): void {
    for (const [index, waiter] of this.#waiting.entries()) {
      const expected = this.#log.freeAt(now, index + 1)
      if (Math.abs(expected - waiter.expected) < 1) continue
      waiter.expected = expected
      waiter.onWait?.(expected - now)
    }
  }
}

function rank(waiter: Waiter, now: number): number {
  return Math.max(0, waiter.lane - Math.floor((now - waiter.since) / ageingMs))
}
