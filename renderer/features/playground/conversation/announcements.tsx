import { useEffect, useRef, useState } from 'react'
import { playground } from '../../../strings/en/playground.ts'
import { ANNOUNCE_EVERY_MS, sentencesToSay } from '../live/announcer.ts'
import type { LiveAnswer } from '../live/live-answer.ts'
import type { Message } from '../types.ts'

const words = playground.message

/** Reads a streaming answer aloud in whole sentences, politely, and says when it is done. */
export function Announcements({ answer, last }: { answer: LiveAnswer | null; last: Message | undefined }) {
  const [said, setSaid] = useState('')
  const wasLive = useRef(false)
  useEffect(() => {
    if (!answer) return
    wasLive.current = true
    let from = 0
    let pending = ''
    const timer = setInterval(() => {
      const { text, next } = answer.piecesFrom(from)
      from = next
      const { say, rest } = sentencesToSay(pending + text)
      pending = rest
      if (say !== '') setSaid(say)
    }, ANNOUNCE_EVERY_MS)
    return () => clearInterval(timer)
  }, [answer])
  useEffect(() => {
    if (answer || !wasLive.current) return
    wasLive.current = false
    setSaid(endWords(last))
  }, [answer, last])
  return (
    <div className="sr-only" role="status" aria-live="polite">
      {said}
    </div>
  )
}

function endWords(last: Message | undefined): string {
  if (last?.state === 'error') return words.failed
  return last?.state === 'stopped' ? words.stoppedAnnounce : words.complete
}
