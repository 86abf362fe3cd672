import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { CallError } from '../../contract/call-error.ts'
import { ui } from '../strings/en/ui.ts'

export interface ErrorBlockProps {
  /** Status, code and the provider's words; a plain message for what went wrong in Keydeck itself. */
  error: Pick<CallError, 'status' | 'code' | 'message' | 'providerMessage' | 'requestId'>
  /** Our hint as a sentence. It is marked as ours. */
  hint?: string | null
  /** At most three buttons. */
  actions?: ReactNode
}

/** A failed call: what it is, the provider's own words in quotes, then our hint. */
export function ErrorBlock({ error, hint, actions }: ErrorBlockProps) {
  return (
    <section className="errbox" role="alert">
      <header className="errbox__head">
        <CircleAlert className="i" />
        <b>
          {error.status === null ? null : `${error.status} `}
          <code>{error.code}</code>
        </b>
        {error.requestId ? <span className="errbox__id trunc sel">{ui.requestId(error.requestId)}</span> : null}
      </header>
      <p className="errbox__quote">{error.providerMessage ? `“${error.providerMessage}”` : error.message}</p>
      {hint ? (
        <p className="errbox__hint">
          {ui.hintOurs} {hint}
        </p>
      ) : null}
      {actions ? <div className="errbox__actions">{actions}</div> : null}
    </section>
  )
}
