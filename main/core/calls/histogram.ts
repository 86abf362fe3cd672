/** How many buckets a histogram has. */
export const BUCKETS = 128
const SMALLEST_MS = 0.1
const BUCKETS_A_DOUBLING = 5

/**
 * The upper bound of each bucket in milliseconds: `0.1 * 2 ** (index / 5)`. Bucket 0 holds everything below 0.1 ms, and
 * the last one everything from 64 minutes up, so 127 buckets cover the times that a call can take.
 */
const UPPER_MS = Float64Array.from(
  { length: BUCKETS - 1 },
  (_, index) => SMALLEST_MS * 2 ** (index / BUCKETS_A_DOUBLING),
)

/**
 * The worst relative error of a percentile of times between 0.1 ms and 64 minutes: the answer is the bucket's geometric
 * middle, a tenth of a doubling from its edges. 7.2 %.
 */
export const WORST_ERROR = 2 ** (0.5 / BUCKETS_A_DOUBLING) - 1

/** Counts of times in log buckets. Merging adds the counts, so any span's percentiles come from its hours. */
export class Histogram {
  readonly counts = new Uint32Array(BUCKETS)

  add(ms: number): void {
    const index = bucketOf(ms)
    this.counts[index] = this.counts[index]! + 1
  }

  /** Adds the counts of one coded histogram, or of several, one after the other. */
  addCoded(coded: Uint8Array): void {
    const { counts } = this
    const { length } = coded
    for (let at = 0; at < length; ) {
      const bucket = coded[at++]!
      let count = 0
      let scale = 1
      let byte = 0x80
      while (byte >= 0x80) {
        if (at === length) throw new Error('A histogram in the roll-up is cut short.')
        byte = coded[at++]!
        count += (byte & 0x7f) * scale
        scale *= 128
      }
      if (bucket >= BUCKETS) throw new Error('A histogram in the roll-up names a bucket that there is not.')
      counts[bucket] = counts[bucket]! + count
    }
  }

  /**
   * For each bucket that is not empty: its index in a byte, its count as a varint (seven bits a byte, low first). Codes
   * can be laid end to end, so that SQL concatenates what a span's rows hold and the page's question is read at once.
   */
  toCoded(): Buffer {
    const bytes: number[] = []
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      let rest = this.counts[bucket]!
      if (rest === 0) continue
      bytes.push(bucket)
      for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80)
      bytes.push(rest)
    }
    return Buffer.from(bytes)
  }

  get total(): number {
    return this.counts.reduce((sum, count) => sum + count, 0)
  }

  /** The time that `fraction` of all stay at or below (nearest rank), as its bucket's middle; null with no times. */
  percentile(fraction: number): number | null {
    const total = this.total
    if (total === 0) return null
    const rank = Math.max(1, Math.ceil(fraction * total))
    let seen = 0
    for (const [bucket, count] of this.counts.entries()) {
      seen += count
      if (seen >= rank) return middleOf(bucket)
    }
    return middleOf(BUCKETS - 1)
  }
}

/** The bucket that a time falls into. Bounds are compared, never logarithms, so every platform agrees. */
export function bucketOf(ms: number): number {
  let low = 0
  let high = UPPER_MS.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (ms < UPPER_MS[middle]!) high = middle
    else low = middle + 1
  }
  return low
}

/** The geometric middle of a bucket, in milliseconds. */
export function middleOf(bucket: number): number {
  return SMALLEST_MS * 2 ** ((bucket - 0.5) / BUCKETS_A_DOUBLING)
}
