import { Check, Copy } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { type Copied, copyIssued } from '../lib/copy-issued.ts'
import { shownOnce as words } from '../strings/en/shown-once.ts'
import { Button } from './button.tsx'
import { useToast } from './toast.tsx'

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
  const toast = useToast()
  const [copied, setCopied] = useState<{ ticket: string; how: Copied } | null>(null)
  const how = copied?.ticket === ticket ? copied.how : null
  const isCopied = how === 'by-core' || how === 'by-page' || how === 'stays'
  const copy = async () => {
    const warn = () => toast({ kind: 'error', title: words.notCleared, text: words.notClearedText })
    setCopied({ ticket, how: await copyIssued(ticket, text, warn) })
  }
  return (
    <div className="shown-once">
      <code className="shown-once__text sel" aria-label={label}>
        {text}
      </code>
      <div className="shown-once__foot">
        <span role="status" className={how === 'refused' || how === 'over' ? 'field__error' : 'hint'}>
          {how === null ? null : sentences[how]}
        </span>
        <span className="shown-once__actions">
          {actions}
          <Button
            size="small"
            icon={isCopied ? <Check className="i i--14" /> : <Copy className="i i--14" />}
            onClick={() => void copy()}
          >
            {isCopied ? words.copied : words.button}
          </Button>
        </span>
      </div>
    </div>
  )
}

const sentences: Record<Copied, string> = {
  'by-core': words.byCore,
  'by-page': words.byPage,
  stays: words.stays,
  over: words.over,
  refused: words.refused,
}
