import type { CallError } from '../../../contract/call-error.ts'
import type { DoorError, DoorRequest, DoorResponse } from './door-types.ts'

/** How one attempt ended before its first byte reached the asker. */
export type AttemptResult =
  | {
      kind: 'response'
      response: DoorResponse
      /** Set where the response is an HTTP error. */
      error: CallError | null
      /** The provider refused what the door had added: the next attempt goes without. */
      refusedUsage: boolean
    }
  | {
      kind: 'failure'
      error: DoorError
    }

const longestWait = 60_000
const connectionCodes = new Set(['upstream_unreachable', 'upstream_timeout', 'upstream_proxy'])

/** Whether another attempt may help and can't be charged twice: no connection came about, or the provider said 429 or 5xx. */
export function canRetry(request: DoorRequest, result: AttemptResult): boolean {
  if (request.signal.aborted) return false
  // A body that streams is gone once it was sent.
  if (request.body !== null && !Buffer.isBuffer(request.body)) return false
  if (result.kind === 'failure') return result.error.neverLeft && connectionCodes.has(result.error.error.code)
  const status = result.response.status
  if (result.refusedUsage) return true
  return result.error !== null && result.error.code !== 'budget_exceeded' && (status === 429 || status >= 500)
}

/** How long to wait before it; null where the provider asks for longer than anyone would wait. */
export function retryDelay(result: AttemptResult, attempt: number): number | null {
  const error = result.kind === 'failure' ? result.error.error : result.error
  if (result.kind === 'response' && result.refusedUsage) return 0
  const asked = error?.retryAfterMs ?? null
  if (asked !== null) return asked <= longestWait ? asked : null
  return Math.min(8_000, 500 * 2 ** (attempt - 1))
}
