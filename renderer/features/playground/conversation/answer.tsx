import { Check, Copy, EyeOff } from 'lucide-react'
import { memo, type ReactNode } from 'react'
import { formatClock, formatCount } from '../../../lib/format.ts'
import { playground } from '../../../strings/en/playground.ts'
import { EnvironmentMark } from '../../../ui/environment-mark.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Monogram } from '../../../ui/monogram.tsx'
import { Markdown } from '../markdown/markdown.tsx'
import { useMarkdownContext } from '../markdown/markdown-context.ts'
import { looksLikeKey } from '../markdown/mask-keys.ts'
import type { Message } from '../types.ts'
import { useCopied } from '../use-copied.ts'
import { AnswerError } from './answer-error.tsx'
import { AnswerFigures } from './answer-figures.tsx'
import { useData } from './data-context.ts'
import { Reasoning } from './reasoning.tsx'

const words = playground.message

export interface AnswerProps {
  message: Message
  onTryAgain: ((message: Message) => void) | null
}

/** A finished answer, with what it took and how it ended. */
export const Answer = memo(function Answer({ message, onTryAgain }: AnswerProps) {
  const { isCopied, copy } = useCopied()
  const { keys } = useMarkdownContext()
  const { tokens } = message.figures ?? { tokens: null }
  return (
    <article className="msg" aria-label={words.answer}>
      <AnswerHead message={message}>
        <IconButton
          size="small"
          label={isCopied ? words.copied : words.copy}
          icon={isCopied ? <Check className="i i--14" /> : <Copy className="i i--14" />}
          disabled={message.text === ''}
          onClick={() => copy(message.text)}
        />
      </AnswerHead>
      {message.reasoning === '' ? null : (
        <Reasoning
          text={message.reasoning}
          duration={null}
          tokens={tokens && tokens.reasoning > 0 ? formatCount(tokens.reasoning) : null}
        />
      )}
      {message.text === '' ? null : <Markdown text={message.text} />}
      <AnswerState message={message} />
      {looksLikeKey(message.text, keys) ? (
        <p className="note msg__note">
          <EyeOff className="i i--14" />
          <span>
            {words.looksLikeKey} {words.looksLikeKeyText}
          </span>
        </p>
      ) : null}
      {message.error ? (
        <AnswerError
          error={message.error}
          keyId={message.keyId}
          onTryAgain={onTryAgain ? () => onTryAgain(message) : null}
        />
      ) : null}
      <div className="nums">
        {message.figures ? <AnswerFigures figures={message.figures} /> : null}
        <KeyMark message={message} />
      </div>
    </article>
  )
})

/** Who answers and when; what can be done with it at the right. */
export function AnswerHead({ message, children }: { message: Message; children?: ReactNode }) {
  const { keyOf, providerOf } = useData()
  const provider = providerOf(keyOf(message.keyId)?.providerId)
  return (
    <header className="who">
      {provider ? <Monogram letters={provider.monogram} name={provider.name} /> : null}
      <b className="trunc sel">{message.model}</b>
      <span>{formatClock(message.createdAt)}</span>
      {children ? <span className="who__actions">{children}</span> : null}
    </header>
  )
}

/** The key that was used, in the colour and shape of its environment. */
export function KeyMark({ message }: { message: Message }) {
  const { keyOf, environmentOf } = useData()
  const environment = environmentOf(message.environmentId)
  const name = message.keyName ?? keyOf(message.keyId)?.name
  if (!environment || !name) return null
  return (
    <span className="nums__key" title={environment.name}>
      <EnvironmentMark name={name} colour={environment.colour} shape={environment.shape} />
    </span>
  )
}

function AnswerState({ message }: { message: Message }) {
  const isEmpty = message.text === ''
  const text =
    message.state === 'stopped'
      ? isEmpty
        ? words.stoppedEmpty
        : words.stopped
      : message.state === 'truncated'
        ? isEmpty
          ? words.truncatedEmpty
          : words.truncated
        : message.state === 'ok' && isEmpty
          ? words.emptyAnswer
          : null
  return text === null ? null : <p className="msg__state">{text}</p>
}
