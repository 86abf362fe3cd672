const day = 86_400_000

/** How long a provider asks to wait: seconds, a date, or milliseconds in the header that some add; null where it says nothing readable. */
export function retryAfterMs(headers: Readonly<Record<string, unknown>>, now: number): number | null {
  const exact = headers['retry-after-ms']
  if (typeof exact === 'string' && /^\d+(\.\d+)?$/.test(exact.trim())) return Math.min(Number(exact), day)
  const text = headers['retry-after']
  if (typeof text !== 'string') return null
  const value = text.trim()
  if (/^[+-]?\d+(\.\d+)?$/.test(value)) return clamp(Number(value) * 1_000)
  // Date.parse reads nearly anything as a date; HTTP's own begin with the day.
  const date = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(date) ? null : clamp(date - now)
}

const clamp = (ms: number) => Math.min(Math.max(0, ms), day)
