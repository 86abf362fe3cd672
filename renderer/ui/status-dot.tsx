import type { ReactNode } from 'react'
import { classNames } from '../lib/class-names.ts'

export interface StatusDotProps {
  /** `idle` is hollow. */
  tone: 'ok' | 'warn' | 'bad' | 'info' | 'idle'
  /** The state in words: a dot never speaks alone. */
  children: ReactNode
}

/** A state: a dot and the word for it. */
export function StatusDot({ tone, children }: StatusDotProps) {
  return (
    <span className="state">
      <i className={classNames('dot', tone === 'idle' ? 'dot--hollow text-fg-3' : `fg-${tone}`)} aria-hidden="true" />
      {children}
    </span>
  )
}
