const locale = 'en-US'
const cents = new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD' })
const fourPlaces = new Intl.NumberFormat(locale, {
  style: 'currency',
  currency: 'USD',
  minimumFractionDigits: 4,
  maximumFractionDigits: 4,
})
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
const oneDigit = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const timeWithSeconds = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const dayAndMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
const dayMonthYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
const dayAndTime = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** Money from micro-dollars: to the cent; below a cent, four places; below a hundredth of a cent, said so. */
export function formatMoney(microDollars: number): string {
  const dollars = microDollars / 1_000_000
  const size = Math.abs(dollars)
  if (size === 0 || size >= 0.01) return cents.format(dollars)
  if (size < 0.0001) return dollars < 0 ? '> -$0.0001' : '< $0.0001'
  return fourPlaces.format(dollars)
}

/** A whole number with its thousands set apart. */
export function formatCount(count: number): string {
  return whole.format(count)
}

/** A count that is read at a glance: `942`, `1.2 k`, `91.4 M`. */
export function formatShort(count: number): string {
  const size = Math.abs(count)
  if (size < 1_000) return whole.format(count)
  if (size < 999_950) return `${oneDigit.format(count / 1_000)} k`
  if (size < 999_950_000) return `${oneDigit.format(count / 1_000_000)} M`
  return `${oneDigit.format(count / 1_000_000_000)} G`
}

/** A share of one, as per cent: `0.21 %`. */
export function formatShare(share: number): string {
  const percent = share * 100
  if (percent !== 0 && Math.abs(percent) < 1) return `${percent.toFixed(2)} %`
  return `${oneDigit.format(percent)} %`
}

/** A duration: `138 ms`, `2.1 s`, `38 s`, `4 min 12 s`, `1 h 5 min`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`
  if (milliseconds < 9_950) return `${(milliseconds / second).toFixed(1)} s`
  if (milliseconds < 59_500) return `${Math.round(milliseconds / second)} s`
  const seconds = Math.round(milliseconds / second)
  if (seconds < 3_600) {
    const rest = seconds % 60
    return rest === 0 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 60)} min ${rest} s`
  }
  const minutes = Math.round(seconds / 60)
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** Tokens a second: `71.8`, `240`. */
export function formatRate(rate: number): string {
  return rate < 100 ? oneDigit.format(rate) : whole.format(rate)
}

/** How long ago, short enough for a table cell: `now`, `41 s`, `2 min`, `3 h`, `6 d`, then the date. */
export function formatAgo(timestamp: number, now: number = Date.now()): string {
  const age = now - timestamp
  if (age < 10 * second) return 'now'
  if (age < minute) return `${Math.floor(age / second)} s`
  if (age < hour) return `${Math.floor(age / minute)} min`
  if (age < day) return `${Math.floor(age / hour)} h`
  if (age < 30 * day) return `${Math.floor(age / day)} d`
  return formatDate(timestamp, now)
}

/** How long until then, short enough for a table cell: `5 min`, `3 h`, `12 d`, `14 mo`. */
export function formatIn(timestamp: number, now: number = Date.now()): string {
  const rest = Math.max(0, timestamp - now)
  if (rest < hour) return `${Math.max(1, Math.round(rest / minute))} min`
  if (rest < day) return `${Math.round(rest / hour)} h`
  if (rest < 366 * day) return `${Math.round(rest / day)} d`
  return `${Math.round(rest / (30.44 * day))} mo`
}

/** A time of day on the person's clock: `09:41`. */
export function formatTime(timestamp: number): string {
  return time.format(timestamp)
}

/** A time of day to the second: `09:41:07`. */
export function formatClock(timestamp: number): string {
  return timeWithSeconds.format(timestamp)
}

/** A date: `2 Sep`, with the year where it isn't this one. */
export function formatDate(timestamp: number, now: number = Date.now()): string {
  const sameYear = new Date(timestamp).getFullYear() === new Date(now).getFullYear()
  return (sameYear ? dayAndMonth : dayMonthYear).format(timestamp)
}

/** Date and time to the second, for a tooltip or a detail. */
export function formatMoment(timestamp: number): string {
  return dayAndTime.format(timestamp)
}

/** The day a list is grouped under: `today`, `yesterday`, or the date. */
export function formatDay(timestamp: number, now: number = Date.now()): string {
  const start = new Date(now)
  start.setHours(0, 0, 0, 0)
  const daysAgo = Math.ceil((start.getTime() - timestamp) / day)
  if (daysAgo <= 0) return 'Today'
  if (daysAgo === 1) return 'Yesterday'
  return formatDate(timestamp, now)
}

/** A file's size, in kilobytes of 1,000 bytes: "12 kB". */
export function formatSize(bytes: number): string {
  return `${formatCount(Math.max(1, Math.round(bytes / 1_000)))} kB`
}
