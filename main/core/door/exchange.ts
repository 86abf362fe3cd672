import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import type { Clock } from '../ports.ts'
import { callError } from './call-errors.ts'
import type { DoorLimits } from './limits.ts'
import { ExchangeError } from './network-errors.ts'

/** Takes the body of an answer. Exactly one of `end` and `fail` is called, once, and nothing after it. */
export interface BodySink {
  /** False asks the exchange to pause until `resume`. */
  data(chunk: Buffer): boolean
  end(): void
  fail(error: Error): void
}

/** What one exchange does with the answer's head: it names who takes the body. */
export interface ExchangeOwner {
  head(status: number, headers: IncomingHttpHeaders, statusText: string): BodySink
  /** It failed before an answer's head came. */
  failed(error: Error): void
}

/** One request to a provider and its answer, with the door's own clock on both. */
export class Exchange implements Dispatcher.DispatchHandler {
  /** Whether the request began to leave: before that, a failure has cost nothing. */
  started = false
  sentBytes = 0
  readonly #clock: Clock
  readonly #limits: DoorLimits
  readonly #owner: ExchangeOwner
  #controller: Dispatcher.DispatchController | null = null
  #sink: BodySink | null = null
  #over = false
  #lastAt = 0
  #cancelTimer: (() => void) | null = null

  constructor(clock: Clock, limits: DoorLimits, owner: ExchangeOwner) {
    this.#clock = clock
    this.#limits = limits
    this.#owner = owner
    this.#cancelTimer = clock.after(limits.headersMs, () =>
      this.abort(new ExchangeError(callError('upstream_timeout', 'The provider did not begin to answer in time.'))),
    )
  }

  /** Ends it from this side. The sink, or the owner, hears it as a failure. */
  abort(error: Error): void {
    if (this.#over) return
    const controller = this.#controller
    this.#fail(error)
    controller?.abort(error)
  }

  /** Ends it from this side, telling nobody: all that was wanted has come. */
  leave(): void {
    if (this.#over) return
    const controller = this.#controller
    this.#finish()
    controller?.abort(new ExchangeError(callError('stopped', 'Done.')))
  }

  resume(): void {
    this.#lastAt = this.#clock.monotonic()
    this.#controller?.resume()
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.started = true
    if (this.#over) controller.abort(new ExchangeError(callError('stopped', 'The call was stopped.')))
    else this.#controller = controller
  }

  onBodySent(chunk: Buffer): void {
    this.sentBytes += chunk.length
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
    statusText = '',
  ): void {
    if (this.#over || status < 200) return
    this.#cancelTimer?.()
    this.#lastAt = this.#clock.monotonic()
    this.#watchIdle(this.#limits.idleMs)
    this.#sink = this.#owner.head(status, headers, statusText)
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#over) return
    this.#lastAt = this.#clock.monotonic()
    if (this.#sink?.data(chunk) === false) controller.pause()
  }

  onResponseEnd(): void {
    if (this.#over) return
    this.#finish()
    this.#sink?.end()
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#fail(error)
  }

  /** What `dispatch` itself threw: nothing has left. */
  refused(error: Error): void {
    this.#fail(error)
  }

  #fail(error: Error): void {
    if (this.#over) return
    this.#finish()
    if (this.#sink) this.#sink.fail(error)
    else this.#owner.failed(error)
  }

  #finish(): void {
    this.#over = true
    // It holds the request, and with it the header that carried the secret.
    this.#controller = null
    this.#cancelTimer?.()
    this.#cancelTimer = null
  }

  /** One timer for the whole body, set again only when it rings: chunks cost nothing. */
  #watchIdle(ms: number): void {
    this.#cancelTimer = this.#clock.after(ms, () => {
      if (this.#over) return
      const quiet = this.#clock.monotonic() - this.#lastAt
      // A pause is the asker's doing.
      if (this.#controller?.paused) this.#watchIdle(this.#limits.idleMs)
      else if (quiet < this.#limits.idleMs) this.#watchIdle(this.#limits.idleMs - quiet)
      else
        this.abort(
          new ExchangeError(callError('upstream_timeout', 'The provider fell silent in the middle of its answer.')),
        )
    })
  }
}
