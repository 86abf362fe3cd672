import { Hourglass, Unplug } from 'lucide-react'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { formatDuration } from '../../../lib/format.ts'
import { playground } from '../../../strings/en/playground.ts'
import { Button } from '../../../ui/button.tsx'
import type { LiveAnswer } from '../live/live-answer.ts'
import { SplitMarkdown } from '../markdown/markdown.tsx'
import type { Message } from '../types.ts'
import { AnswerHead, KeyMark } from './answer.tsx'
import { useData } from './data-context.ts'
import { Reasoning } from './reasoning.tsx'

const words = playground.message

export interface LiveAnswerViewProps {
  message: Message
  answer: LiveAnswer
  onStop: () => void
}

/** The answer that is being written. Only this part of the page is drawn again while it streams. */
export function LiveAnswerView({ message, answer, onStop }: LiveAnswerViewProps) {
  const live = useSyncExternalStore(answer.subscribe, answer.getSnapshot)
  const reasoned = live.reasonedMs === null ? null : formatDuration(live.reasonedMs)
  return (
    <article className="msg" aria-label={words.answer} aria-busy="true">
      <AnswerHead message={message} />
      {live.reasoning === '' ? null : <Reasoning text={live.reasoning} duration={reasoned} isLive={!live.hasText} />}
      {live.sendsAt === null ? null : <LimitWait sendsAt={live.sendsAt} message={message} onStop={onStop} />}
      {live.hasText ? (
        <div className="md--live">
          <SplitMarkdown split={live.split} />
        </div>
      ) : live.sendsAt === null ? (
        <p className="msg__state">
          <span className="caret" aria-hidden="true" />
          <span className="sr-only">{words.waiting}</span>
        </p>
      ) : null}
      {live.isLost ? (
        <p className="note msg__note">
          <Unplug className="i i--14" />
          <span>{words.lost}</span>
        </p>
      ) : null}
      <div className="nums">
        <Stopwatch />
        <KeyMark message={message} />
      </div>
    </article>
  )
}

/** Waiting is not an error: it says for how long, and how not to. */
function LimitWait({ sendsAt, message, onStop }: { sendsAt: number; message: Message; onStop: () => void }) {
  const { keyOf } = useData()
  const left = useTicking(() => Math.max(0, sendsAt - performance.now()))
  return (
    <section className="limit-wait">
      <Hourglass className="i" />
      <div>
        <b>{words.sendsIn(formatDuration(Math.ceil(left / 1_000) * 1_000))}</b>
        <p>{words.sendsInText(keyOf(message.keyId)?.name ?? '')}</p>
      </div>
      <Button size="small" shortcut="escape" onClick={onStop}>
        {words.dontSend}
      </Button>
    </section>
  )
}

function Stopwatch() {
  const [since] = useState(() => performance.now())
  const elapsed = useTicking(() => performance.now() - since)
  return elapsed < 1_000 ? null : <span>{formatDuration(Math.floor(elapsed / 1_000) * 1_000)}</span>
}

function useTicking(read: () => number): number {
  const [value, setValue] = useState(read)
  useEffect(() => {
    const timer = setInterval(() => setValue(read()), 500)
    return () => clearInterval(timer)
  })
  return value
}
