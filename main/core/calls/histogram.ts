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
  readonly counts = new Float64Array(BUCKETS)

  add(ms: number): void {
    const index = bucketOf(ms)
    this.counts[index] = this.counts[index]! + 1
  }

  /** Adds the counts of a coded histogram. */
  addCoded(coded: Uint8Array): void {
    let bucket = -1
    let at = 0
    const varint = () => {
      let value = 0
      let scale = 1
      for (;;) {
        const byte = coded[at++]
        if (byte === undefined) throw new Error('A histogram in the roll-up is cut short.')
        value += (byte & 0x7f) * scale
        if (byte < 0x80) return value
        scale *= 128
      }
    }
    while (at < coded.length) {
      bucket += varint() + 1
      if (bucket >= BUCKETS) throw new Error('A histogram in the roll-up has too many buckets.')
      this.counts[bucket] = this.counts[bucket]! + varint()
    }
  }

  /** Pairs of varints (seven bits a byte, low first): buckets skipped since the last one, count. Empty buckets take no room. */
  toCoded(): Buffer {
    const bytes: number[] = []
    const varint = (value: number) => {
      let rest = value
      for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80)
      bytes.push(rest)
    }
    let last = -1
    for (const [bucket, count] of this.counts.entries()) {
      if (count === 0) continue
      varint(bucket - last - 1)
      varint(count)
      last = bucket
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
