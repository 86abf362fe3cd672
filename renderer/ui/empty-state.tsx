import type { ReactNode } from 'react'

export interface EmptyStateProps {
  title: string
  /** One sentence: what goes here, and what to do. */
  text?: ReactNode
  /** A drawing from the three motifs: `<DeckArt />`. */
  art?: ReactNode
  actions?: ReactNode
  /** 1 where it stands in for a whole page. */
  level?: 1 | 2
  children?: ReactNode
}

/** A page or a list that has nothing yet. */
export function EmptyState({ title, text, art, actions, level = 2, children }: EmptyStateProps) {
  const Heading = level === 1 ? 'h1' : 'h2'
  return (
    <div className="empty">
      {art ? <div className="empty__art">{art}</div> : null}
      <Heading>{title}</Heading>
      {text ? <p>{text}</p> : null}
      {children}
      {actions ? <div className="empty__actions">{actions}</div> : null}
    </div>
  )
}
