import { Check, Copy, RotateCw } from 'lucide-react'
import { memo } from 'react'
import { formatTime } from '../../../lib/format.ts'
import { playground } from '../../../strings/en/playground.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { useCopied } from '../../../ui/use-copied.ts'
import type { Message } from '../types.ts'

const words = playground.message

export interface QuestionProps {
  message: Message
  onAskAgain: ((message: Message) => void) | null
}

/** A person's turn: the text as it was typed. */
export const Question = memo(function Question({ message, onAskAgain }: QuestionProps) {
  const { isCopied, copy } = useCopied()
  return (
    <article className="msg msg--user" aria-label={words.you}>
      <p className="msg__text">{message.text}</p>
      <span className="msg__actions">
        <span className="msg__time">{formatTime(message.createdAt)}</span>
        {onAskAgain ? (
          <IconButton
            size="small"
            label={words.askAgain}
            icon={<RotateCw className="i i--14" />}
            onClick={() => onAskAgain(message)}
          />
        ) : null}
        <IconButton
          size="small"
          label={isCopied ? words.copied : words.copyQuestion}
          icon={isCopied ? <Check className="i i--14" /> : <Copy className="i i--14" />}
          onClick={() => copy(message.text)}
        />
      </span>
    </article>
  )
})
