import type { ReactNode } from 'react'
import { classNames } from '../lib/class-names.ts'

export interface SidePanelProps {
  'aria-label': string
  side?: 'left' | 'right'
  /** Stays put while the rest scrolls. */
  head?: ReactNode
  foot?: ReactNode
  /** The environment that what it shows belongs to, drawn as its edge. */
  environmentColour?: string | undefined
  /** Goes away where the window is narrow. */
  hideNarrow?: boolean
  className?: string | undefined
  children: ReactNode
}

/** A column beside the page's main part. */
export function SidePanel(props: SidePanelProps) {
  const { side = 'right', head, foot, environmentColour, hideNarrow, className, children, ...rest } = props
  return (
    <aside
      className={classNames(
        'pane',
        side === 'left' && 'pane--left',
        environmentColour && 'pane--env',
        hideNarrow && 'hide-narrow',
        className,
      )}
      data-env={environmentColour}
      aria-label={rest['aria-label']}
    >
      {head}
      <div className="pane__body">{children}</div>
      {foot}
    </aside>
  )
}
