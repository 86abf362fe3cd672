import { useEffect, useState } from 'react'

/** Midnight of the day that holds a moment, or of a day after it. Days are not always 24 hours long. */
function midnight(moment: number, daysLater = 0): number {
  const date = new Date(moment)
  date.setHours(0, 0, 0, 0)
  date.setDate(date.getDate() + daysLater)
  return date.getTime()
}

/** The person's day from midnight to midnight; changes when the clock strikes twelve. */
export function useToday(): { from: number; to: number } {
  const [from, setFrom] = useState(() => midnight(Date.now()))
  useEffect(() => {
    const timer = setTimeout(() => setFrom(midnight(Date.now())), midnight(from, 1) - Date.now() + 50)
    return () => clearTimeout(timer)
  }, [from])
  return { from, to: midnight(from, 1) }
}
