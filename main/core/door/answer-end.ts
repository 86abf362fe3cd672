import type { CallError } from '../../../contract/call-error.ts'
import { callError } from './call-errors.ts'
import { DoorError } from './door-types.ts'
import { ExchangeError } from './network-errors.ts'
import type { Outcome, Settle } from './outcome.ts'
import type { PassingBody } from './passing-body.ts'
import type { Reading } from './reading.ts'

/** What ended an answer before its end: null where the HTTP message came whole. */
export type Broken = Error | null

const sentences = {
  upstream_truncated: 'The answer broke off before its end.',
  upstream_malformed: 'What the provider sent is not an answer of this kind.',
} as const

/** How a passing answer ended, from what the meter read and what broke it. */
export function outcomeOf(
  reading: Reading,
  broken: Broken,
  measured: { responseBytes: number; firstTokenAt: number | null },
): Outcome {
  const { usage, text, model, status } = reading
  const rest = { usage, text, model, status, ...measured }
  // All that matters had come: how the connection ended afterwards is of no interest.
  if (reading.endState === 'ok') return { ...rest, endState: 'ok', error: null }
  const own = broken instanceof ExchangeError ? broken.error : null
  if (own?.code === 'stopped' || own?.code === 'key_revoked') {
    return { ...rest, endState: 'stopped', error: own.code === 'stopped' ? null : own }
  }
  if (own) return { ...rest, endState: 'error', error: own }
  return { ...rest, endState: reading.endState, error: errorOf(reading) }
}

/** The asker of an answer went away before its end. */
export const askerGone = () => new ExchangeError(callError('stopped', 'The asker went away.'))

/** How an answer ended that was read on after its asker had left. */
export function leftOutcome(
  reading: Reading,
  gone: ExchangeError,
  measured: { responseBytes: number; firstTokenAt: number | null },
): Outcome {
  return outcomeOf({ ...reading, endState: 'truncated' }, gone, measured)
}

function errorOf(reading: Reading): CallError | null {
  if (!reading.error) return null
  const { code, message } = reading.error
  const known = code === 'upstream_truncated' || code === 'upstream_malformed'
  return callError(code, known ? sentences[code] : 'The provider broke off with an error.', {
    layer: 'provider',
    status: null,
    providerMessage: message,
  })
}

/** Commits the row, then lets the asker see the end: the last bytes where the message was whole, else the failure after them. */
export async function release(
  body: PassingBody,
  settle: Settle,
  outcome: Outcome,
  held: Buffer,
  broken: Broken,
): Promise<void> {
  const record = await settle(outcome)
  body.give(held)
  if (!broken || outcome.endState === 'ok') return body.finish()
  const error = outcome.error ?? callError('stopped', 'The call was stopped.')
  body.fail(new DoorError(error, record))
}
