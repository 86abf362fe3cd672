import { ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import { playground } from '../../../strings/en/playground.ts'

const words = playground.message

export interface ReasoningProps {
  text: string
  /** In words; null where it isn't known. */
  duration: string | null
  /** Still going: its last lines are shown without being asked for. */
  isLive?: boolean
  tokens?: string | null
}

/** What the model thought before it answered: open while it thinks, closed once it answers. */
export function Reasoning({ text, duration, isLive = false, tokens = null }: ReasoningProps) {
  const [chosen, setChosen] = useState<boolean | null>(null)
  const id = useId()
  const isOpen = chosen ?? isLive
  return (
    <div className="think">
      <button
        type="button"
        className="think__button"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setChosen(!isOpen)}
      >
        <ChevronRight className="i i--12 think__arrow" />
        {isLive ? words.reasoning : words.reasoned(duration)}
        {tokens ? <span className="unit">{words.reasoningTokens(tokens)}</span> : null}
      </button>
      <div id={id} hidden={!isOpen} className={isLive ? 'think__text think__text--live' : 'think__text'}>
        {isOpen ? text : null}
      </div>
    </div>
  )
}
