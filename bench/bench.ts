/** One measured figure. `ok` says whether it keeps its bound of `DESIGN.md`, section 10; null where it has none. */
export interface Line {
  name: string
  /** Null where it could not be measured; `unit` then says why. */
  value: number | null
  unit: string
  /** As in `<= 400`. */
  bound: string | null
  ok: boolean | null
}

/** A part that can be measured: each file of this folder that ends in `.bench.ts` exports one as `bench`. */
export interface Bench {
  name: string
  run(): Promise<Line[]>
}

/** A figure that should be at most, or at least, its bound. */
export function line(
  name: string,
  value: number,
  unit: string,
  bound?: { atMost: number } | { atLeast: number },
): Line {
  const rounded = Math.round(value * 1_000) / 1_000
  if (!bound) return { name, value: rounded, unit, bound: null, ok: null }
  if ('atMost' in bound) return { name, value: rounded, unit, bound: `<= ${bound.atMost}`, ok: value <= bound.atMost }
  return { name, value: rounded, unit, bound: `>= ${bound.atLeast}`, ok: value >= bound.atLeast }
}

/** A figure that could not be measured here, and why: `not installed`. */
export function missing(name: string, why: string): Line {
  return { name, value: null, unit: why, bound: null, ok: null }
}

/** The value below which such a part of a list lies; the list must not be empty. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

/** The middle value of a list that is not empty. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
