import type { ReactNode } from 'react'
import { classNames } from '../lib/class-names.ts'

export interface ChipProps {
  /** A tint only where the row needs a hand. */
  tone?: 'neutral' | 'ok' | 'warn' | 'bad' | 'info'
  mono?: boolean
  children: ReactNode
}

/** A short word on a tile: a tag, a status code, a tier. At most two in a row. */
export function Chip({ tone = 'neutral', mono, children }: ChipProps) {
  return (
    <span className={classNames('chip', tone !== 'neutral' && `chip--${tone}`, mono && 'chip--mono')}>{children}</span>
  )
}
