import { Check, CircleDashed, CircleHelp, Minus, X } from 'lucide-react'
import type { FeatureResult } from '../../../contract/providers.ts'
import { hintFor } from '../../lib/call-error.ts'
import { formatDuration } from '../../lib/format.ts'
import { providers } from '../../strings/en/providers.ts'
import { ui } from '../../strings/en/ui.ts'
import { features } from './use-probe.ts'

const words = providers.probe

type State = FeatureResult['state'] | 'waiting'

/** One line a feature, there from the start: a mark, the state in words, how long it took, what the provider said. */
export function ProbeResults({ results }: { results: readonly FeatureResult[] }) {
  const byFeature = new Map(results.map((result) => [result.feature, result]))
  return (
    <ul className="probe" aria-label={words.list}>
      {features.map((feature) => {
        const result = byFeature.get(feature)
        const state = result?.state ?? 'waiting'
        return (
          <li key={feature} className="probe__line" data-state={state}>
            <StateMark state={state} />
            <span className="probe__name">{words.features[feature]}</span>
            <span className="probe__state">{words.states[state]}</span>
            <span className="probe__time num">
              {typeof result?.latencyMs === 'number' ? formatDuration(result.latencyMs) : null}
            </span>
            <Reason result={result} />
          </li>
        )
      })}
    </ul>
  )
}

function StateMark({ state }: { state: State }) {
  if (state === 'running') return <span className="spinner" aria-hidden="true" />
  const Icon = { yes: Check, no: X, unclear: CircleHelp, skipped: Minus, waiting: CircleDashed }[state]
  return <Icon className="i i--14" aria-hidden="true" />
}

/** The provider's own words first, then our hint. */
function Reason({ result }: { result: FeatureResult | undefined }) {
  if (!result) return null
  const { error, state } = result
  if (!error) {
    const text = {
      skipped: words.skippedText,
      unclear: words.unclearText,
      no: words.noText[result.feature],
      running: null,
      yes: null,
    }[state]
    return text ? <p className="probe__reason text-fg-3">{text}</p> : null
  }
  const hint = hintFor(error)
  return (
    <div className="probe__reason">
      <p className="sel">
        {error.status === null ? null : `${error.status} `}
        <code>{error.code}</code> {error.providerMessage ? `“${error.providerMessage}”` : error.message}
      </p>
      {hint && state === 'no' ? (
        <p className="text-fg-3">
          {ui.hintOurs} {hint}
        </p>
      ) : null}
    </div>
  )
}
