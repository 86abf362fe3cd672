import type { ReactNode } from 'react'
import { classNames } from '../lib/class-names.ts'

export interface PageHeadProps {
  title: string
  /** In grey beside the title: how many. */
  count?: ReactNode
  /** After the title: a filter, tabs. */
  children?: ReactNode
  /** At the right, the primary button last. */
  actions?: ReactNode
  line?: boolean
}

/** The head of a page: title, filter, actions. */
export function PageHead({ title, count, children, actions, line }: PageHeadProps) {
  return (
    <header className={classNames('head', line && 'head--line')}>
      <h1>{title}</h1>
      {count === undefined ? null : <span className="head__count">{count}</span>}
      {children}
      {actions ? <span className="head__end">{actions}</span> : null}
    </header>
  )
}
