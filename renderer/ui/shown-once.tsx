import { Check, Copy } from 'lucide-react'
import type { ReactNode } from 'react'
import { shownOnce as words } from '../strings/en/shown-once.ts'
import { Button } from './button.tsx'
import { useCopyIssued } from './use-copy-issued.ts'

interface ShownOnceProps {
  /** What Keydeck just issued. */
  text: string
  ticket: string
  label: string
  /** Beside *Copy*. */
  actions?: ReactNode
}

/** A text that Keydeck issued and shows this once: to be copied, or selected and copied by hand. */
export function ShownOnce({ text, ticket, label, actions }: ShownOnceProps) {
  const { isRefused, isCopied, sentence, copy } = useCopyIssued(ticket)
  return (
    <div className="shown-once">
      <code className="shown-once__text sel" aria-label={label}>
        {text}
      </code>
      <div className="shown-once__foot">
        <span role="status" className={isRefused ? 'field__error' : 'hint'}>
          {sentence}
        </span>
        <span className="shown-once__actions">
          {actions}
          <Button
            size="small"
            icon={isCopied() ? <Check className="i i--14" /> : <Copy className="i i--14" />}
            onClick={() => void copy({ ticket, shownOnce: text })}
          >
            {isCopied() ? words.copied : words.button}
          </Button>
        </span>
      </div>
    </div>
  )
}
