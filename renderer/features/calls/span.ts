import { useEffect, useState } from 'react'

/** The spans of time that the page offers. */
export const spanChoices = ['24h', '7d', '30d', 'month'] as const
export type SpanChoice = (typeof spanChoices)[number]

/** A span, and the one before it to compare with: as long, and as far into its days. */
export interface UsageSpan {
  from: number
  to: number
  before: { from: number; to: number }
}

const hour = 3_600_000

/** The end of the hour that holds a moment. Spans end there, so that every figure comes from whole hours. */
export function hourEnd(moment: number): number {
  return Math.floor(moment / hour) * hour + hour
}

/** The span that a choice means when the hour ends at `to`. Days begin at the person's midnight. */
export function spanOf(choice: SpanChoice, to: number): UsageSpan {
  if (choice === '24h') return { from: to - 24 * hour, to, before: { from: to - 48 * hour, to: to - 24 * hour } }
  if (choice === 'month') {
    const now = new Date(to - 1)
    const from = new Date(now.getFullYear(), now.getMonth(), 1).getTime()
    const beforeFrom = new Date(now.getFullYear(), now.getMonth() - 1, 1).getTime()
    return { from, to, before: { from: beforeFrom, to: Math.min(from, beforeFrom + (to - from)) } }
  }
  const days = choice === '7d' ? 7 : 30
  const from = daysBefore(midnight(to - 1), days - 1)
  return { from, to, before: { from: daysBefore(from, days), to: daysBefore(to, days) } }
}

/** Minutes to add to UTC for the person's clock at a moment. */
export function zoneOffset(moment: number): number {
  return -new Date(moment).getTimezoneOffset()
}

/** The end of this hour; changes when the clock strikes. */
export function useHourEnd(): number {
  const [end, setEnd] = useState(() => hourEnd(Date.now()))
  useEffect(() => {
    const timer = setTimeout(() => setEnd(hourEnd(Date.now())), end - Date.now() + 50)
    return () => clearTimeout(timer)
  }, [end])
  return end
}

/** Whether a moment lies in the person's day. */
export function isToday(moment: number): boolean {
  return midnight(moment) === midnight(Date.now())
}

function midnight(moment: number): number {
  const date = new Date(moment)
  date.setHours(0, 0, 0, 0)
  return date.getTime()
}

function daysBefore(moment: number, days: number): number {
  const date = new Date(moment)
  date.setDate(date.getDate() - days)
  return date.getTime()
}
