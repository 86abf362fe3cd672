/** The span that account types count in. */
export const windowMs = 60_000

/**
 * An exact sliding log: never more than `limit` departures in any 60 seconds, and the exact time when the next one may
 * leave. A call first takes a place, and the log counts from its departure; a call that never leaves gives its place back.
 */
export class SlidingLog {
  #limit: number
  #times: Float64Array
  #first = 0
  #size = 0
  #pending = 0

  constructor(limit: number) {
    this.#limit = limit
    this.#times = new Float64Array(ringSize(limit))
  }

  /** A new limit counts at once and forgives nothing: the departures of the last minute stay. */
  set limit(limit: number) {
    this.#limit = limit
  }

  get limit(): number {
    return this.#limit
  }

  /** How many may leave now. */
  free(now: number): number {
    this.#forget(now)
    return Math.max(0, this.#limit - this.#size - this.#pending)
  }

  /** How many count against the limit now. */
  used(now: number): number {
    this.#forget(now)
    return this.#size + this.#pending
  }

  /** When everything that counts now is forgotten; `now` where nothing does. */
  emptyAt(now: number): number {
    this.#forget(now)
    if (this.#pending > 0) return now + windowMs
    return this.#size === 0 ? now : this.#at(this.#size - 1) + windowMs
  }

  /** Takes a place, or answers false and changes nothing. */
  take(now: number): boolean {
    if (this.free(now) < 1) return false
    this.#pending++
    return true
  }

  /** The call left: its place is counted from now. */
  depart(now: number): void {
    this.#pending--
    if (this.#size === this.#times.length) this.#makeRoom()
    this.#times[(this.#first + this.#size) % this.#times.length] = now
    this.#size++
  }

  /** The call never left: it consumed nothing. */
  giveBack(): void {
    this.#pending--
  }

  /** A departure at `time` that turned out to be none: its place is free again. Nothing where it is forgotten already. */
  takeBack(time: number): void {
    for (let index = this.#size - 1; index >= 0 && this.#at(index) >= time; index--) {
      if (this.#at(index) !== time) continue
      for (let next = index + 1; next < this.#size; next++) {
        this.#times[(this.#first + next - 1) % this.#times.length] = this.#at(next)
      }
      this.#size--
      return
    }
  }

  /** When the nth further call may leave, if the calls before it leave as early as they may. Infinity at a limit of 0. */
  freeAt(now: number, nth = 1): number {
    if (this.#limit < 1) return Number.POSITIVE_INFINITY
    const rounds = Math.floor((nth - 1) / this.#limit)
    if (rounds > 0) return this.freeAt(now, nth - rounds * this.#limit) + rounds * windowMs
    this.#forget(now)
    const over = this.#size + this.#pending + nth - this.#limit
    if (over <= 0) return now
    // A place that is taken but hasn't left counts for a whole minute from its departure, which is now at the earliest.
    if (over > this.#size) return now + windowMs
    return this.#at(over - 1) + windowMs
  }

  #at(index: number): number {
    return this.#times[(this.#first + index) % this.#times.length] ?? 0
  }

  #forget(now: number): void {
    while (this.#size > 0 && now - this.#at(0) >= windowMs) {
      this.#first = (this.#first + 1) % this.#times.length
      this.#size--
    }
  }

  #makeRoom(): void {
    if (this.#limit === Number.POSITIVE_INFINITY && this.#size >= largestHistory) {
      // Unlimited: the newest are kept for the day when the account type changes.
      this.#first = (this.#first + 1) % this.#times.length
      this.#size--
      return
    }
    const wider = new Float64Array(this.#times.length * 2)
    for (let i = 0; i < this.#size; i++) wider[i] = this.#at(i)
    this.#times = wider
    this.#first = 0
  }
}

const largestHistory = 1_024
const ringSize = (limit: number) => Math.min(Math.max(16, Number.isFinite(limit) ? limit : 0), largestHistory)
