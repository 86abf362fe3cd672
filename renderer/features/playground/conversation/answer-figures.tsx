import { formatCount, formatDuration, formatMoney, formatRate } from '../../../lib/format.ts'
import { playground } from '../../../strings/en/playground.ts'
import type { AnswerFigures as Figures } from '../types.ts'

const words = playground.figures

/** What stands under an answer: times, tokens and cost. What was estimated says so. */
export function AnswerFigures({ figures }: { figures: Figures }) {
  const { tokens, timeToFirstTokenMs, tokensPerSecond, cost, waitMs, durationMs } = figures
  const about = tokens?.estimated === true
  return (
    <>
      {timeToFirstTokenMs === null ? (
        <Figure value={formatDuration(durationMs)} unit={words.total} />
      ) : (
        <Figure value={formatDuration(timeToFirstTokenMs)} unit={words.firstToken} />
      )}
      {tokensPerSecond === null ? null : (
        <Figure value={formatRate(tokensPerSecond)} unit={words.rate} isAbout={about} />
      )}
      {tokens ? (
        <>
          <Figure
            value={formatCount(tokens.input)}
            unit={about ? words.in : `${words.in}, ${words.cached(formatCount(tokens.cached))}`}
            isAbout={about}
          />
          <Figure
            value={formatCount(tokens.output)}
            unit={tokens.reasoning > 0 ? `${words.out}, ${words.reasoning(formatCount(tokens.reasoning))}` : words.out}
            isAbout={about}
          />
        </>
      ) : null}
      {cost === null ? (
        tokens && (
          <span className="fg-3" title={words.noPriceTitle}>
            {words.noPrice}
          </span>
        )
      ) : (
        <Figure value={formatMoney(cost)} isAbout={about} />
      )}
      {waitMs >= 1_000 ? <Figure value={formatDuration(waitMs)} unit={words.waited} /> : null}
    </>
  )
}

function Figure({ value, unit, isAbout = false }: { value: string; unit?: string; isAbout?: boolean }) {
  return (
    <span title={isAbout ? words.aboutTitle : undefined}>
      <b>
        {isAbout ? `${words.about} ` : ''}
        {value}
      </b>
      {unit ? ` ${unit}` : null}
    </span>
  )
}
