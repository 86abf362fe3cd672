import { Check, Copy } from 'lucide-react'
import type { IssuedLocalKey } from '../../../../contract/local-keys.ts'
import { keyPlace } from '../../../lib/copy-issued.ts'
import { gatewayConnect as words } from '../../../strings/en/gateway-connect.ts'
import { Button } from '../../../ui/button.tsx'
import { useCopied } from '../../../ui/use-copied.ts'
import { useCopyIssued } from '../../../ui/use-copy-issued.ts'

interface SnippetProps {
  title: string
  /** With `{{key}}` where the key goes, if it goes there. */
  text: string
  /** What goes there; without it, words that stand for it. */
  issued: IssuedLocalKey | null
  /** A line of a form. */
  inline?: boolean
}

/** A text to paste. Where a key is in it, the core copies it, so that it leaves the clipboard again. */
export function Snippet(props: SnippetProps) {
  const { text, issued } = props
  if (issued && text.includes(keyPlace)) return <WithKey {...props} issued={issued} />
  return <Plain {...props} text={text.replaceAll(keyPlace, words.placeholder)} />
}

function Plain({ text, ...rest }: SnippetProps) {
  const { isCopied, copy } = useCopied()
  return <Face {...rest} text={text} isCopied={isCopied} onCopy={() => copy(text)} said={null} isRefused={false} />
}

function WithKey({ text, issued, ...rest }: SnippetProps & { issued: IssuedLocalKey }) {
  const { ticket, shownOnce } = issued
  const { isCopied, isRefused, sentence, copy } = useCopyIssued(ticket)
  return (
    <Face
      {...rest}
      text={text.replaceAll(keyPlace, () => shownOnce)}
      isCopied={isCopied(text)}
      onCopy={() => void copy({ ticket, shownOnce, within: text })}
      said={sentence}
      isRefused={isRefused}
    />
  )
}

interface FaceProps {
  title: string
  text: string
  inline?: boolean
  isCopied: boolean
  onCopy: () => void
  said: string | null
  isRefused: boolean
}

function Face({ title, text, inline, isCopied, onCopy, said, isRefused }: FaceProps) {
  const copy = (
    <Button
      size="small"
      variant="ghost"
      aria-label={words.copyOf(title)}
      icon={isCopied ? <Check className="i i--14" /> : <Copy className="i i--14" />}
      onClick={onCopy}
    >
      {isCopied ? words.copied : words.copy}
    </Button>
  )
  const status = (
    <span role="status" className={isRefused ? 'field__error' : 'hint'}>
      {said}
    </span>
  )
  if (inline) {
    return (
      <div className="connect__field">
        <span className="text-fg-3">{title}</span>
        <code className="sel">{text}</code>
        {copy}
        {status}
      </div>
    )
  }
  return (
    <figure className="codebox connect__code">
      <figcaption className="codebox__bar">
        <span className="trunc" title={title}>
          {title}
        </span>
        {copy}
      </figcaption>
      <pre className="code">{text}</pre>
      {status}
    </figure>
  )
}
