import { randomUUID } from 'node:crypto'
import type { CallRecord } from '../../../contract/calls.ts'
import type { Clock } from '../ports.ts'
import { callError } from './call-errors.ts'
import type { CallTimes, DoorRequest, Passport } from './door-types.ts'
import { ExchangeError } from './network-errors.ts'
import type { PreparedBody } from './prepare.ts'
import { keptResponse } from './response-port.ts'

/** What stops a call from this side. */
export type StopReason = 'asker' | 'cut' | 'closing'

/** One attempt of a request to leave, from the first check to its row. */
export class Call {
  readonly id = randomUUID()
  readonly request: DoorRequest
  /** As it was when it was last looked up. */
  passport: Passport
  readonly attempt: number
  readonly startedAt: number
  readonly startedMonotonic: number
  readonly recorded: Promise<CallRecord>
  readonly resolveRecorded: (record: CallRecord) => void
  body: PreparedBody | null = null
  model: string | null
  streaming = false
  /** Apart from the rest, because an asker may keep it. */
  readonly times: { -readonly [Name in keyof CallTimes]: CallTimes[Name] } = {
    leftMonotonic: null,
    overMonotonic: null,
    waitMs: 0,
  }
  status: number | null = null
  providerRequestId: string | null = null
  /** The response at the provider that it made or is about. */
  responseId: string | null
  sentBytes = 0
  /** Micro-dollars held back from each of these budgets while it runs. */
  reserved: { amount: number; purses: readonly string[] } | null = null
  /** The secret that the redactor knows of while it runs. */
  secret: string | null = null
  settled: Promise<CallRecord> | null = null
  /** What ends the step it is in. */
  onStop: ((error: ExchangeError) => void) | null = null
  #stopped: ExchangeError | null = null

  constructor(request: DoorRequest, passport: Passport, attempt: number, clock: Clock) {
    this.request = request
    this.passport = passport
    this.attempt = attempt
    this.model = request.model ?? null
    this.responseId = keptResponse(request.method, request.path)
    this.startedAt = clock.now()
    this.startedMonotonic = clock.monotonic()
    const { promise, resolve } = Promise.withResolvers<CallRecord>()
    this.recorded = promise
    this.resolveRecorded = resolve
  }

  get isStopped(): boolean {
    return this.#stopped !== null
  }

  readonly #onAbort = () => this.stop('asker', false)

  /** Hears the asker's stop until its row is committed. */
  listen(): void {
    if (this.request.signal.aborted) this.#onAbort()
    else this.request.signal.addEventListener('abort', this.#onAbort, { once: true })
  }

  unlisten(): void {
    this.request.signal.removeEventListener('abort', this.#onAbort)
  }

  stop(reason: StopReason, revoked: boolean): void {
    if (this.#stopped || this.settled) return
    this.#stopped = new ExchangeError(stopError(reason, revoked))
    this.onStop?.(this.#stopped)
  }

  /** Throws where the call was stopped between two steps. */
  check(): void {
    if (this.#stopped) throw this.#stopped
  }

  /** Waits for a step, or for the stop that ends it: a slow keychain must not hold a stopped call. */
  during<T>(step: T | Promise<T>, undo?: () => void): T | Promise<T> {
    if (this.#stopped) {
      undo?.()
      throw this.#stopped
    }
    return step instanceof Promise ? this.#orStopped(step, undo) : step
  }

  async #orStopped<T>(step: Promise<T>, undo?: () => void): Promise<T> {
    const stop = Promise.withResolvers<never>()
    this.onStop = (error) => {
      undo?.()
      stop.reject(error)
    }
    try {
      return await Promise.race([step, stop.promise])
    } finally {
      this.onStop = null
    }
  }
}

function stopError(reason: StopReason, revoked: boolean) {
  if (reason === 'closing') return callError('stopped', 'Keydeck is closing.')
  if (reason === 'asker') return callError('stopped', 'The call was stopped.')
  if (revoked) return callError('key_revoked', 'The key was revoked while this call was running.')
  return callError('stopped', 'The key was taken away while this call was running.')
}
