import type { CallError } from '../../../../contract/call-error.ts'
import { type Door, DoorError, type DoorRequest } from '../../door/door-types.ts'
import type { Clock } from '../../ports.ts'
import { checkTimedOut, failedAnswer, refusedCheck } from '../check-error.ts'
import { readText } from '../read-text.ts'

/** How long a provider may take for one small answer, waiting for its limit apart. */
export const PROBE_TIMEOUT_MS = 60_000
const MOST_BYTES = 8_000_000

/** How one call of a probe ended. Exactly one of `text` and `error` is there. */
export type ProbeAnswer = { latencyMs: number | null } & (
  | { text: string; error: null }
  | { text: null; error: CallError }
)

/**
 * Makes one call through the door, recorded and limited as every other. It waits at the limit, as a person's own call does,
 * and once where the provider asks for patience or refuses what the door added.
 */
export async function probeCall(
  door: Pick<Door, 'send'>,
  clock: Clock,
  request: Pick<DoorRequest, 'keyId' | 'method' | 'path' | 'body'> & { signal: AbortSignal },
): Promise<ProbeAnswer> {
  const deadline = new Deadline(clock, request.signal)
  try {
    const response = await door.send({
      ...request,
      origin: 'check',
      headers: { accept: 'application/json', ...(request.body ? { 'content-type': 'application/json' } : {}) },
      model: null,
      signal: deadline.signal,
      atLimit: 'wait',
      retries: 1,
      onWait: (ms) => deadline.pause(ms > 0),
    })
    const text = await readText(response.body, MOST_BYTES)
    const record = await response.recorded
    const latencyMs = Math.round(record.durationMs)
    if (response.status < 200 || response.status > 299) return { text: null, error: refusedCheck(response), latencyMs }
    if (text !== null && record.endState === 'ok') return { text, error: null, latencyMs }
    if (deadline.isOver) return { text: null, error: checkTimedOut, latencyMs: null }
    const code = text === null ? 'upstream_too_large' : (record.errorCode ?? 'upstream_truncated')
    return { text: null, error: failedAnswer(code, response.status), latencyMs }
  } catch (error) {
    if (deadline.isOver) return { text: null, error: checkTimedOut, latencyMs: null }
    if (!(error instanceof DoorError)) throw error
    const { record } = error
    const isAnswered = record !== null && record.status !== null
    return { text: null, error: error.error, latencyMs: isAnswered ? Math.round(record.durationMs) : null }
  } finally {
    deadline.end()
  }
}

/** A signal that aborts with another one, or when the time is over; it stands still while the call waits for its turn. */
class Deadline {
  isOver = false
  readonly signal: AbortSignal
  readonly #clock: Clock
  readonly #abort = new AbortController()
  #cancel = () => {}
  #isEnded = false

  constructor(clock: Clock, signal: AbortSignal) {
    this.#clock = clock
    this.signal = AbortSignal.any([signal, this.#abort.signal])
    this.pause(false)
  }

  pause(isPaused: boolean): void {
    this.#cancel()
    if (isPaused || this.#isEnded) return
    this.#cancel = this.#clock.after(PROBE_TIMEOUT_MS, () => {
      this.isOver = true
      this.#abort.abort()
    })
  }

  end(): void {
    this.#isEnded = true
    this.#cancel()
  }
}
