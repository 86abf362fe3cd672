import { Check } from 'lucide-react'
import { Children, type ReactNode } from 'react'
import { keysRegenerate as words } from '../../../strings/en/keys-regenerate.ts'

/** Where a step stands among the others. */
export type StepState = 'done' | 'current' | 'later'

/** Steps one below the other, numbered. */
export function Steps({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ol className="steps" aria-label={label}>
      {Children.toArray(children)}
    </ol>
  )
}

interface StepProps {
  state: StepState
  heading: string
  /** Shown while it is the current one. */
  children?: ReactNode
  /** What it came to, once it is done. */
  outcome?: ReactNode
}

/** One step: only the current one is open. */
export function Step({ state, heading, children, outcome }: StepProps) {
  return (
    <li className="step" data-state={state} aria-current={state === 'current' ? 'step' : undefined}>
      <span className="step__mark" aria-hidden="true">
        {state === 'done' ? <Check className="i i--12" /> : null}
      </span>
      <div className="step__body">
        <h3 className="step__heading">
          {heading}
          {state === 'done' ? <span className="sr-only"> ({words.done})</span> : null}
        </h3>
        {state === 'current' ? children : null}
        {state === 'done' && outcome ? <p className="text-12 text-fg-3">{outcome}</p> : null}
      </div>
    </li>
  )
}
