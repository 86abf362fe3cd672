import type { ReactNode } from 'react'
import { classNames } from '../lib/class-names.ts'

export interface CardProps {
  title?: ReactNode
  /** At the right of the title. */
  end?: ReactNode
  /** A colour's name: draws the spine of that environment. */
  environmentColour?: string
  /** Without padding, for a table or a chart that brings its own. */
  bare?: boolean
  className?: string | undefined
  children: ReactNode
}

/** A surface for one thing. Never a card in a card. */
export function Card({ title, end, environmentColour, bare, className, children }: CardProps) {
  return (
    <section className={classNames('card', environmentColour && 'spined', className)} data-env={environmentColour}>
      {title ? (
        <header className="card__head">
          <h2>{title}</h2>
          {end ? <span className="head__end">{end}</span> : null}
        </header>
      ) : null}
      <div className={bare ? undefined : classNames('card__body', !title && 'pt-3.5')}>{children}</div>
    </section>
  )
}
