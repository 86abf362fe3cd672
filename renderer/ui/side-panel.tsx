import type { ReactNode } from 'react'
import { classNames } from '../lib/class-names.ts'

export interface SidePanelProps {
  'aria-label': string
  side?: 'left' | 'right'
  /** Stays put while the rest scrolls. */
  head?: ReactNode
  foot?: ReactNode
  /** Goes away where the window is narrow. */
  hideNarrow?: boolean
  className?: string | undefined
  children: ReactNode
}

/** A column beside the page's main part. */
export function SidePanel({ side = 'right', head, foot, hideNarrow, className, children, ...rest }: SidePanelProps) {
  return (
    <aside
      className={classNames('pane', side === 'left' && 'pane--left', hideNarrow && 'hide-narrow', className)}
      aria-label={rest['aria-label']}
    >
      {head}
      <div className="pane__body">{children}</div>
      {foot}
    </aside>
  )
}
