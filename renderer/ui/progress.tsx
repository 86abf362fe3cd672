import { classNames } from '../lib/class-names.ts'

export interface ProgressProps {
  /** From 0 to 1; null where the end isn't known. */
  value: number | null
  tone?: 'normal' | 'warn' | 'bad'
  'aria-label': string
  className?: string | undefined
}

/** How far something is, or how much of something is used. */
export function Progress({ value, tone = 'normal', className, ...rest }: ProgressProps) {
  const share = value === null ? null : Math.min(1, Math.max(0, value))
  return (
    <span
      className={classNames('bar', tone !== 'normal' && `bar--${tone}`, share === null && 'bar--idle', className)}
      role="progressbar"
      aria-label={rest['aria-label']}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === null ? undefined : Math.round(share * 100)}
    >
      <span className="bar__fill" style={share === null ? undefined : { width: `${share * 100}%` }} />
    </span>
  )
}
