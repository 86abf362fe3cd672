import { ui } from '../strings/en/ui.ts'
import { useDelayed } from './use-delayed.ts'

export interface SpinnerProps {
  /** What is waited for, in words. Shown beside it. */
  label?: string
  /** At once, where the wait is known to be long. */
  immediate?: boolean
}

/** A wait without a known end. Shows itself after half a second. */
export function Spinner({ label, immediate = false }: SpinnerProps) {
  const isLate = useDelayed(true)
  if (!immediate && !isLate) return null
  return (
    <span className="state text-fg-2" role="status">
      <span className="spinner" aria-hidden="true" />
      {label ?? <span className="sr-only">{ui.loading}</span>}
    </span>
  )
}
