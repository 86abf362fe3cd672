import { readWholeNumber } from './whole-number.ts'

/** Days between rotations. */
export const readDays = (typed: string) => readWholeNumber(typed, { min: 1, max: 3_650 })

/** Requests a minute. */
export const readPerMinute = (typed: string) => readWholeNumber(typed, { min: 1, max: 100_000 })

/** Dollars that were typed, in micro-dollars: null where nothing was, undefined where it is no amount. */
export function readDollars(typed: string): number | null | undefined {
  const text = typed
    .trim()
    .replace(/^\$\s*/, '')
    .replace(/,(?=\d{3}\b)/g, '')
  if (text === '') return null
  if (!/^\d{1,7}(\.\d{1,6})?$/.test(text)) return undefined
  const micro = Math.round(Number(text) * 1_000_000)
  return micro <= 1_000_000_000_000 ? micro : undefined
}

/** Micro-dollars as they are typed. */
export function writeDollars(micro: number | null): string {
  if (micro === null) return ''
  const dollars = micro / 1_000_000
  return Number.isInteger(dollars) ? String(dollars) : dollars.toFixed(2).replace(/(\.\d*?)0+$/, '$1')
}

/** The end of a day that was typed, on the person's clock: null where none was, undefined where there is no such day. */
export function readDay(typed: string): number | null | undefined {
  if (typed === '') return null
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(typed)
  if (!match) return undefined
  const [year = 0, month = 0, day = 0] = match.slice(1).map(Number)
  const end = new Date(year, month - 1, day, 23, 59, 59, 999)
  const isReal = end.getFullYear() === year && end.getMonth() === month - 1 && end.getDate() === day
  return isReal && end.getTime() > 0 ? end.getTime() : undefined
}

/** The day of a moment as a date field has it. */
export function writeDay(timestamp: number | null): string {
  if (timestamp === null) return ''
  const date = new Date(timestamp)
  const pad = (value: number, length: number) => String(value).padStart(length, '0')
  return `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1, 2)}-${pad(date.getDate(), 2)}`
}
