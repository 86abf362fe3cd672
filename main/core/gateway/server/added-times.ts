const kept = 1_000

/** What Keydeck itself added to each of the last calls, in milliseconds. */
export class AddedTimes {
  readonly #times = new Float64Array(kept)
  #count = 0

  add(ms: number): void {
    this.#times[this.#count++ % kept] = ms
  }

  /** The time that this share of the calls stayed under; null before the first. */
  quantile(share: number): number | null {
    if (this.#count === 0) return null
    const sorted = this.#times.slice(0, Math.min(this.#count, kept)).toSorted()
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null
  }
}
