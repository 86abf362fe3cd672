import type { CallError } from '../../../contract/call-error.ts'
import type { CallRecord, EndState } from '../../../contract/calls.ts'
import type { Usage } from './usage.ts'

/** How a call ended, as the record will say it. */
export interface Outcome {
  endState: EndState
  error: CallError | null
  usage: Usage | null
  /** For an estimate where no figures came. */
  text: string | null
  /** The provider's name for the model, where the asker gave none. */
  model: string | null
  /** What the answer says of itself, as `queued`. */
  status: string | null
  responseBytes: number
  /** On the monotonic clock. */
  firstTokenAt: number | null
}

/** An outcome without an answer. */
export function noAnswer(endState: EndState, error: CallError | null): Outcome {
  return { endState, error, usage: null, text: null, model: null, status: null, responseBytes: 0, firstTokenAt: null }
}

/** Commits a call's row. Never rejects. */
export type Settle = (outcome: Outcome) => Promise<CallRecord>
