import { Hourglass } from 'lucide-react'
import { useEffect, useState } from 'react'
import { formatDuration } from '../../../lib/format.ts'
import { playground } from '../../../strings/en/playground.ts'
import { Button } from '../../../ui/button.tsx'
import { useData } from './data-context.ts'

const words = playground.message

export interface LimitWaitProps {
  /** When the call goes, on `performance.now`. */
  sendsAt: number
  keyId: string | null
  onStop: () => void
}

/** Waiting is not an error: it says for how long, and how not to. */
export function LimitWait({ sendsAt, keyId, onStop }: LimitWaitProps) {
  const { keyOf } = useData()
  const left = Math.max(0, sendsAt - useTicking())
  return (
    <section className="limit-wait">
      <Hourglass className="i" />
      <div>
        <b>{words.sendsIn(formatDuration(Math.ceil(left / 1_000) * 1_000))}</b>
        <p>{words.sendsInText(keyOf(keyId)?.name ?? '')}</p>
      </div>
      <Button size="small" shortcut="escape" onClick={onStop}>
        {words.dontSend}
      </Button>
    </section>
  )
}

/** How long the answer has been under way, from the first second on. */
export function Stopwatch() {
  const [since] = useState(() => performance.now())
  const elapsed = useTicking() - since
  return elapsed < 1_000 ? null : <span>{formatDuration(Math.floor(elapsed / 1_000) * 1_000)}</span>
}

function useTicking(): number {
  const [now, setNow] = useState(() => performance.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 500)
    return () => clearInterval(timer)
  }, [])
  return now
}
