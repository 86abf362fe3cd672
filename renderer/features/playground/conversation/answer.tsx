import { Check, Copy, EyeOff, Unplug } from 'lucide-react'
import { memo, useMemo, useSyncExternalStore } from 'react'
import { formatCount, formatDuration } from '../../../lib/format.ts'
import { playground } from '../../../strings/en/playground.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { useCopied } from '../../../ui/use-copied.ts'
import { type LiveAnswer, NOTHING_YET } from '../live/live-answer.ts'
import { type Split, splitBlocks } from '../markdown/block-splitter.ts'
import { SplitMarkdown } from '../markdown/markdown.tsx'
import { useMarkdownContext } from '../markdown/markdown-context.ts'
import { looksLikeKey } from '../markdown/mask-keys.ts'
import type { Message } from '../types.ts'
import { AnswerError } from './answer-error.tsx'
import { AnswerFigures } from './answer-figures.tsx'
import { AnswerHead, KeyMark } from './answer-marks.tsx'
import { isSaidByState, stateWords } from './answer-state.ts'
import { LimitWait, Stopwatch } from './live-parts.tsx'
import { Reasoning } from './reasoning.tsx'

const words = playground.message

export interface AnswerProps {
  message: Message
  /** The stream, while the answer is being written. */
  live: LiveAnswer | null
  /** How it was drawn while it streamed; the same blocks then stay where they are. */
  split: Split | undefined
  onTryAgain: ((message: Message) => void) | null
  onStop: () => void
}

/** An answer, from its first token to its figures. While it streams, only this is drawn again. */
export const Answer = memo(function Answer({ message, live, split, onTryAgain, onStop }: AnswerProps) {
  const stream = useSyncExternalStore(live?.subscribe ?? subscribeToNothing, live?.getSnapshot ?? nothingYet)
  const { isCopied, copy } = useCopied()
  const isLive = live !== null
  const blocks = useMemo(() => (isLive ? [] : (split ?? splitBlocks(message.text))), [isLive, split, message.text])
  const hasText = isLive ? stream.hasText : message.text !== ''
  return (
    <article className="msg" aria-label={words.answer} aria-busy={isLive || undefined}>
      <AnswerHead message={message}>
        {isLive ? null : (
          <IconButton
            size="small"
            label={isCopied ? words.copied : words.copy}
            icon={isCopied ? <Check className="i i--14" /> : <Copy className="i i--14" />}
            disabled={!hasText}
            onClick={() => copy(message.text)}
          />
        )}
      </AnswerHead>
      <AnswerReasoning message={message} stream={isLive ? stream : null} />
      {isLive && stream.sendsAt !== null ? (
        <LimitWait sendsAt={stream.sendsAt} keyId={message.keyId} onStop={onStop} />
      ) : null}
      {hasText ? (
        <div key="text" className={isLive ? 'md--live' : undefined}>
          <SplitMarkdown split={isLive ? stream.split : blocks} />
        </div>
      ) : null}
      {isLive ? <LiveState stream={stream} /> : <EndState message={message} onTryAgain={onTryAgain} />}
      <div className="nums">
        {isLive ? <Stopwatch /> : null}
        {message.figures ? <AnswerFigures figures={message.figures} /> : null}
        <KeyMark message={message} />
      </div>
    </article>
  )
})

type Stream = typeof NOTHING_YET
const subscribeToNothing = () => () => {}
const nothingYet = () => NOTHING_YET

function AnswerReasoning({ message, stream }: { message: Message; stream: Stream | null }) {
  const text = stream ? stream.reasoning : message.reasoning
  if (text === '') return null
  const tokens = message.figures?.tokens?.reasoning ?? 0
  return (
    <Reasoning
      text={text}
      isLive={stream !== null && !stream.hasText}
      duration={stream?.reasonedMs ? formatDuration(stream.reasonedMs) : null}
      tokens={tokens > 0 ? formatCount(tokens) : null}
    />
  )
}

function LiveState({ stream }: { stream: Stream }) {
  return (
    <>
      {!stream.hasText && stream.sendsAt === null ? (
        <p className="msg__state">
          <span className="caret" aria-hidden="true" />
          <span className="sr-only">{words.waiting}</span>
        </p>
      ) : null}
      {stream.isLost ? (
        <p className="note msg__note">
          <Unplug className="i i--14" />
          <span>{words.lost}</span>
        </p>
      ) : null}
    </>
  )
}

function EndState({ message, onTryAgain }: { message: Message; onTryAgain: AnswerProps['onTryAgain'] }) {
  const { keys } = useMarkdownContext()
  const hasKey = useMemo(() => looksLikeKey(message.text, keys), [message.text, keys])
  const state = stateWords(message)
  return (
    <>
      {state === null ? null : <p className="msg__state">{state}</p>}
      {hasKey ? (
        <p className="note msg__note">
          <EyeOff className="i i--14" />
          <span>
            {words.looksLikeKey} {words.looksLikeKeyText}
          </span>
        </p>
      ) : null}
      {message.error && !isSaidByState(message) ? (
        <AnswerError
          error={message.error}
          keyId={message.keyId}
          onTryAgain={onTryAgain ? () => onTryAgain(message) : null}
        />
      ) : null}
    </>
  )
}
