import type { ReactNode } from 'react'

export interface EmptyStateProps {
  title: string
  /** One sentence: what goes here, and what to do. */
  text?: ReactNode
  /** A drawing from the three motifs: `<DeckArt />`. */
  art?: ReactNode
  actions?: ReactNode
  children?: ReactNode
}

/** A page or a list that has nothing yet. */
export function EmptyState({ title, text, art, actions, children }: EmptyStateProps) {
  return (
    <div className="empty">
      {art ? <div className="empty__art">{art}</div> : null}
      <h2>{title}</h2>
      {text ? <p>{text}</p> : null}
      {children}
      {actions ? <div className="empty__actions">{actions}</div> : null}
    </div>
  )
}
