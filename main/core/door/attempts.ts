import type { CallError } from '../../../contract/call-error.ts'
import { accountTypeLimits } from './account-types.ts'
import { Call, type StopReason } from './call.ts'
import { callError } from './call-errors.ts'
import type { DoorParts } from './create-door.ts'
import type { Dispatchers } from './dispatchers.ts'
import { DoorError, type DoorRequest, type Passport, type SpareUse } from './door-types.ts'
import { describe, errorResponse } from './error-response.ts'
import { type Arrived, Journey } from './go.ts'
import type { DoorLimits } from './limits.ts'
import { Budgets, refuseKey, refuseModel, refuseMove } from './may-it.ts'
import { ExchangeError, networkError } from './network-errors.ts'
import { noAnswer, type Outcome } from './outcome.ts'
import { type PreparedBody, prepareBody } from './prepare.ts'
import { mayBeProxied } from './proxy.ts'
import { Recorder } from './record.ts'
import { isRefusedUsage } from './refused-usage.ts'
import type { AttemptResult } from './retry.ts'
import { fetchSecret } from './secret.ts'
import type { Base } from './target.ts'
import { TurnQueue } from './turn-queue.ts'
import { upstreamError } from './upstream-errors.ts'
import { whereTo } from './where.ts'

/** Walks one attempt through the seven steps, and knows every attempt that is under way. */
export class Attempts {
  readonly #parts: DoorParts
  readonly #limits: DoorLimits
  readonly #dispatchers: Dispatchers
  readonly #recorder: Recorder
  readonly #budgets: Budgets
  readonly #queues = new Map<string, TurnQueue>()
  readonly #running = new Set<Call>()
  readonly #pauses = new Set<{ keyId: string; end: () => void }>()
  /** Providers that refused `stream_options`, by their address. */
  readonly #withoutUsage = new Set<string>()
  readonly #redact: (text: string) => string

  constructor(parts: DoorParts, limits: DoorLimits, dispatchers: Dispatchers) {
    this.#parts = parts
    this.#limits = limits
    this.#dispatchers = dispatchers
    this.#recorder = new Recorder(parts)
    this.#budgets = new Budgets(parts.spending, this.#recorder, (id) => parts.responses.held(id))
    this.#redact = (text) => parts.redactor.redact(text)
  }

  /** Rejects never: a refusal, a failure and an answer are all results, each with its row. */
  async once(request: DoorRequest, attempt: number): Promise<AttemptResult> {
    if (request.spare && request.origin !== 'check') {
      const error = callError('invalid_request', 'Only a check may use a secret that is not in use.')
      return { kind: 'failure', error: new DoorError(error, null, true) }
    }
    const passport = this.#passportOf(request.keyId, request.spare)
    if (!passport) {
      const error = callError('secret_unavailable', goneText, { status: 404 })
      return { kind: 'failure', error: new DoorError(error, null, true) }
    }
    const call = new Call(request, passport, attempt, this.#parts.clock)
    this.#running.add(call)
    call.listen()
    let journey: Journey | null = null
    try {
      journey = await this.#walk(call)
      return await this.#answer(call, await journey.arrived)
    } catch (failure) {
      return this.#failed(call, failure, journey)
    }
  }

  /** A record that can't be read is one key's trouble: it must not keep the door from closing. */
  #passportOf(keyId: string, spare?: SpareUse): Passport | null {
    try {
      return this.#parts.passports.find(keyId, spare)
    } catch (error) {
      this.#parts.log.error('key.unreadable', { keyId, reason: error instanceof Error ? error.name : 'unknown' })
      return null
    }
  }

  /** Steps 1 to 5. Throws an `ExchangeError` where one of them refuses. */
  async #walk(call: Call): Promise<Journey> {
    const { passport, request } = call
    refuse(refuseKey(passport))
    const body = await call.during(prepareBody(request, this.#limits.requestJsonBytes))
    if ('code' in body) throw new ExchangeError(body)
    noteBody(call, body)
    const before = this.#mayGo(call)
    refuse(this.#budgets.reserve(call))

    const queue = this.#queueOf(passport)
    if (!queue.tryEnter()) await this.#waitForTurn(call, queue)
    let journey: Journey
    try {
      const base = call.times.waitMs === 0 ? before : this.#lookAgain(call)
      const { secret, error } = await call.during(fetchSecret(this.#parts.reader, call.passport))
      refuse(error)
      call.check()
      journey = this.#prepareJourney(call, base, secret)
    } catch (failure) {
      queue.giveBack()
      throw failure
    }
    queue.depart()
    call.onStop = (stopped) => journey.abort(stopped)
    journey.start()
    return journey
  }

  /** Steps 2 and 4. */
  #mayGo(call: Call): Base {
    refuse(refuseModel(call.passport, call.model))
    const { base, error } = whereTo(call.passport, call.request.path)
    if (!base) throw new ExchangeError(error)
    return base
  }

  /** A key may have got another secret, limits or address while a call of it waited. */
  #lookAgain(call: Call): Base {
    const { keyId, spare } = call.request
    const passport = this.#passportOf(keyId, spare)
    if (!passport) throw new ExchangeError(callError('secret_unavailable', goneText, { status: 404 }))
    refuse(refuseMove(call.passport, passport))
    call.passport = passport
    refuse(refuseKey(passport))
    return this.#mayGo(call)
  }

  /** Step 3. */
  async #waitForTurn(call: Call, queue: TurnQueue): Promise<void> {
    const { passport, request } = call
    const lane = accountTypeLimits[request.lane ?? passport.accountType].lane
    const longest = request.atLimit === 'refuse' ? 0 : (request.longestWaitMs ?? Number.POSITIVE_INFINITY)
    const ms = queue.waitMs(lane)
    if (longest === 0 || ms > longest || ms === Number.POSITIVE_INFINITY) throw atLimit(passport, ms)
    const since = this.#parts.clock.monotonic()
    const ticket = queue.enter(lane, request.onWait)
    // Better lanes may push it back, past what was expected.
    const cancelBound =
      longest === Number.POSITIVE_INFINITY
        ? null
        : this.#parts.clock.after(longest, () => {
            ticket.handBack()
            call.onStop?.(atLimit(passport, queue.waitMs(lane)))
          })
    try {
      await call.during(ticket.turn, ticket.handBack)
    } finally {
      cancelBound?.()
      call.times.waitMs = this.#parts.clock.monotonic() - since
    }
  }

  #queueOf(passport: Passport): TurnQueue {
    let queue = this.#queues.get(passport.keyId)
    if (!queue) {
      queue = new TurnQueue(this.#parts.clock, passport.requestsPerMinute)
      this.#queues.set(passport.keyId, queue)
    } else queue.setLimit(passport.requestsPerMinute)
    return queue
  }

  #prepareJourney(call: Call, base: Base, secret: string | null): Journey {
    const { provider } = call.passport
    const useProxy = this.#parts.settings.useProxyEnvironment()
    let dispatcher
    try {
      dispatcher = this.#dispatchers.for(base, provider, useProxy)
    } catch (failure) {
      const proxied = mayBeProxied(base, provider.proxy, useProxy)
      throw new ExchangeError(networkError(failure, { origin: base.origin, proxied }))
    }
    if (secret !== null) {
      call.secret = secret
      this.#parts.redactor.learn(secret)
    }
    return new Journey({
      call,
      dispatcher,
      base,
      secret,
      askForUsage: call.body?.askingForUsage !== null && !this.#withoutUsage.has(base.origin + base.path),
      clock: this.#parts.clock,
      limits: this.#limits,
      redact: this.#redact,
      settle: (outcome) => this.#settle(call, outcome),
      onResponse: (id) => this.#noteResponse(call, id),
    })
  }

  /** One that runs on by itself is held back from budgets until its figures are known, and no longer while its call runs. */
  #noteResponse(call: Call, id: string): void {
    const held = call.body?.background ? this.#budgets.mayCost(call) : 0
    this.#recorder.noteResponse(call, id, held)
    if (held > 0 && call.responseId !== null) this.#budgets.release(call)
  }

  /** Step 6, once the answer's head is there. */
  async #answer(call: Call, arrived: Arrived): Promise<AttemptResult> {
    if (arrived.kind === 'unusable') {
      const outcome = { ...noAnswer('error', arrived.error), responseBytes: arrived.receivedBytes }
      const record = await this.#settle(call, outcome)
      return { kind: 'failure', error: new DoorError(arrived.error, record) }
    }
    const { status } = arrived
    const common = { callId: call.id, status, recorded: call.recorded, times: call.times }
    if (arrived.kind === 'passing') {
      const response = { ...common, headers: arrived.headers, body: arrived.body }
      return { kind: 'response', response, error: null, refusedUsage: false }
    }
    const error = upstreamError({ status, headers: arrived.headers, body: arrived.body.text }, this.#parts.clock.now())
    const requestId = call.providerRequestId
    const refusedUsage = this.#learnRefusal(call, status, arrived.body.text)
    await this.#settle(call, {
      ...noAnswer('error', { ...error, requestId }),
      responseBytes: arrived.body.receivedBytes,
    })
    const response = errorResponse(common, arrived, this.#redact)
    describe(response, { ...error, requestId })
    return { kind: 'response', response, error, refusedUsage }
  }

  /** Whether the provider refused the usage event that the door had asked for; it is then not asked again. */
  #learnRefusal(call: Call, status: number, body: string): boolean {
    if (!isRefusedUsage(call, status, body)) return false
    const { base } = whereTo(call.passport, call.request.path)
    if (!base || this.#withoutUsage.has(base.origin + base.path)) return false
    this.#withoutUsage.add(base.origin + base.path)
    return true
  }

  async #failed(call: Call, failure: unknown, journey: Journey | null): Promise<AttemptResult> {
    const { base } = whereTo(call.passport, call.request.path)
    const useProxy = this.#parts.settings.useProxyEnvironment()
    const proxied = base !== null && mayBeProxied(base, call.passport.provider.proxy, useProxy)
    const error = this.#errorOf(call, failure, { origin: base?.origin ?? '', proxied })
    const stopped = call.isStopped || error.code === 'stopped'
    const outcome = noAnswer(stopped ? 'stopped' : 'error', error.code === 'stopped' ? null : error)
    const record = await this.#settle(call, outcome)
    const neverLeft = !journey?.exchange.started
    return { kind: 'failure', error: new DoorError(error, record, neverLeft) }
  }

  #errorOf(call: Call, failure: unknown, place: { origin: string; proxied: boolean }): CallError {
    if (call.times.leftMonotonic !== null || failure instanceof ExchangeError) return networkError(failure, place)
    this.#parts.log.error('call.failed', {
      callId: call.id,
      reason: failure instanceof Error ? failure.name : 'unknown',
    })
    return callError('internal_error', 'Keydeck could not send the call.')
  }

  #settle(call: Call, outcome: Outcome) {
    call.settled ??= this.#end(call, outcome)
    return call.settled
  }

  async #end(call: Call, outcome: Outcome) {
    call.times.overMonotonic = this.#parts.clock.monotonic()
    const record = await this.#recorder.record(call, outcome)
    this.#budgets.release(call)
    if (call.secret !== null) this.#parts.redactor.forget(call.secret)
    call.secret = null
    call.unlisten()
    this.#running.delete(call)
    call.resolveRecorded(record)
    return record
  }

  /** Waits before the next attempt. False where the asker, or a revoke, ended the waiting. */
  pause(ms: number, request: DoorRequest): Promise<boolean> {
    if (ms <= 0) return Promise.resolve(!request.signal.aborted)
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const end = (goOn: boolean) => {
      cancel()
      this.#pauses.delete(pause)
      request.signal.removeEventListener('abort', pause.end)
      request.onWait?.(0)
      resolve(goOn)
    }
    const pause = { keyId: request.keyId, end: () => end(false) }
    const cancel = this.#parts.clock.after(ms, () => end(true))
    this.#pauses.add(pause)
    request.signal.addEventListener('abort', pause.end)
    request.onWait?.(ms)
    if (request.signal.aborted) end(false)
    return promise
  }

  cut(keyId: string | undefined, reason: StopReason = 'cut'): void {
    for (const pause of this.#pauses) if (keyId === undefined || pause.keyId === keyId) pause.end()
    for (const call of this.#running) {
      if (keyId !== undefined && call.passport.keyId !== keyId) continue
      call.stop(reason, this.#passportOf(call.passport.keyId)?.status === 'revoked')
    }
  }

  /** Stops everything, and resolves when each call has its row. */
  async close(): Promise<void> {
    const records = [...this.#running].map((call) => call.recorded)
    this.cut(undefined, 'closing')
    await Promise.all(records)
  }
}

function atLimit(passport: Passport, ms: number): ExchangeError {
  const text = `The key "${passport.keyName}" is at its limit of ${passport.requestsPerMinute ?? 0} requests a minute.`
  const retryAfterMs = ms === Number.POSITIVE_INFINITY ? null : Math.ceil(ms)
  return new ExchangeError(callError('rate_limit_exceeded', text, { retryAfterMs }))
}

const goneText = 'This key is no longer in the vault, or its record can not be read.'

function refuse(error: CallError | null): void {
  if (error) throw new ExchangeError(error)
}

function noteBody(call: Call, body: PreparedBody): void {
  call.body = body
  call.model = body.model
  call.streaming = body.streaming
}
