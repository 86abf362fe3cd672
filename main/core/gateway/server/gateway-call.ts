import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RunningCall } from '../../../../contract/gateway.ts'
import { DoorError, type DoorRequest, type DoorResponse } from '../../door/door-types.ts'
import { keptResponse } from '../../door/response-port.ts'
import { errorKind } from '../../error-kind.ts'
import { KeydeckError } from '../../keydeck-error.ts'
import type { Candidate, LimitState, LocalGrant, Taken } from '../gateway-types.ts'
import { CallBody } from './call-body.ts'
import type { CallParts } from './call-parts.ts'
import { CallStop } from './call-stop.ts'
import type { Endpoint } from './endpoints.ts'
import { linger } from './linger.ts'
import { ownResponses, whereMade } from './own-responses.ts'
import { passAnswer } from './pass-answer.ts'
import { type Problem, problem, problemOfCall } from './problem.ts'
import type { Headers } from './request-head.ts'

/** A request that was let in, and what is known of it. */
export interface Admitted {
  request: IncomingMessage
  response: ServerResponse
  method: DoorRequest['method']
  headers: Headers
  /** Below `/v1`, with its query. */
  path: string
  endpoint: Extract<Endpoint, { kind: 'call' }>
  grant: LocalGrant
  client: string | null
}

/** Where another vault key may help: this one can't be used, whatever is asked of it. */
const unusable: ReadonlySet<string> = new Set(['key_revoked', 'vault_locked', 'secret_unavailable', 'origin_mismatch'])

/** Long enough for a last event to leave; a client that takes nothing is cut off. */
const lastWordsMs = 500

/** One call of a client, from its body to the last byte of its answer. */
export class GatewayCall {
  readonly grant: LocalGrant
  readonly #parts: CallParts
  readonly #admitted: Admitted
  readonly #body: CallBody
  readonly #stop = new CallStop()
  readonly #id = randomUUID()
  readonly #startedAt: number
  /** When all was there that Keydeck needs to go on, on the monotonic clock. */
  #readyAt: number
  #ended: Problem | null = null
  #candidate: Candidate | null = null
  #limit: LimitState | null = null
  #answer: DoorResponse | null = null
  #waiting = false
  #answeredBytes = 0
  #isChoked = false
  /** Since when the client has taken nothing of what is there for it, on the monotonic clock. */
  #unreadSince: number | null = null

  constructor(parts: CallParts, admitted: Admitted) {
    this.#parts = parts
    this.#admitted = admitted
    this.grant = admitted.grant
    this.#startedAt = parts.clock.now()
    this.#readyAt = parts.clock.monotonic()
    this.#body = new CallBody({
      ...parts,
      ...admitted,
      onProblem: (what) => this.end(what),
      beforeReading: () => {
        if (admitted.headers['expect'] !== undefined) admitted.response.writeContinue()
      },
    })
  }

  get isWaiting(): boolean {
    return this.#waiting
  }

  /** How long its client has left its answer unread. */
  unreadMs(now: number): number {
    return this.#unreadSince === null ? 0 : now - this.#unreadSince
  }

  /** Lets go of a client that takes nothing of its answer. */
  cutOff(): void {
    this.#unreadSince = null
    this.#admitted.response.destroy()
  }

  /** Walks the call through all its steps, until its answer is on its way. Never rejects. */
  async run(): Promise<void> {
    this.#parts.live.add(this)
    this.#admitted.response.on('close', () => this.#closed())
    // Whatever goes wrong with the connection ends in its close.
    this.#admitted.response.on('error', () => {})
    try {
      const answer = await this.#ask()
      if (this.#isGone) return this.#leave(answer)
      if ('refusal' in answer) this.#parts.refuse(this.#admitted, answer, this.#limit)
      else this.#pass(answer)
    } catch (error) {
      if (!this.#isGone) this.#failed(error)
    }
  }

  /** Ends it from this side: a stream gets a last event, what hasn't begun to answer an error. */
  end(why: Problem): void {
    if (this.#ended) return
    this.#ended = why
    this.#body.cancel(why)
    this.#stop.abort()
    this.#parts.clock.after(lastWordsMs, () => this.#admitted.response.destroy())
  }

  /** As the page shows it; null while it isn't known which vault key takes it. */
  describe(): RunningCall | null {
    const passport = this.#candidate && this.#parts.passports.find(this.#candidate.keyId)
    if (!passport) return null
    return {
      id: this.#id,
      startedAt: this.#startedAt,
      step: this.#waiting ? 'waiting' : this.#answer ? 'answering' : 'sent',
      localKeyId: this.grant.id,
      localKeyName: this.grant.name,
      environmentId: this.grant.environmentId,
      keyId: passport.keyId,
      keyName: passport.keyName,
      providerName: passport.provider.name,
      model: this.#body.model,
      path: this.#admitted.path.replace(/\?.*$/s, ''),
      streaming: this.#body.streaming,
      client: this.#admitted.client,
      answeredBytes: this.#answeredBytes,
    }
  }

  get #isGone(): boolean {
    return this.#admitted.response.destroyed
  }

  async #ask(): Promise<DoorResponse | Problem> {
    const { keyring, clock } = this.#parts
    const before = clock.monotonic()
    const wrong = await this.#body.read()
    this.#readyAt += clock.monotonic() - before
    if (wrong ?? this.#ended) return wrong ?? this.#ended!
    const { method, path } = this.#admitted
    const named = { method, path, previous: this.#body.previousResponse }
    const made = ownResponses(this.#parts.responses, this.grant, named)
    if ('status' in made) return made
    const asked = keyring.route(this.grant, this.#body.model)
    const route = asked instanceof Promise ? await asked : asked
    if (this.#ended) return this.#ended
    if (route.kind === 'refused') return problem(route.code, route.message)
    const candidates = whereMade(route.candidates, made, this.grant, { passports: this.#parts.passports, asked: named })
    if ('status' in candidates) return candidates
    // What looks at a kept response pays nothing, and brings the figures of one that ran in the background.
    if (keptResponse(method, path) === null && !keyring.hasBudget(this.grant)) return this.#overBudget()
    const taken = keyring.take(this.grant)
    this.#limit = taken.state
    return taken.taken ? this.#send(candidates, taken) : this.#overLimit(taken.state)
  }

  /** To the first vault key, or the next where that one can't be used at all. */
  async #send(
    candidates: readonly Candidate[],
    taken: Extract<Taken, { taken: true }>,
  ): Promise<DoorResponse | Problem> {
    for (let index = 0; ; index++) {
      const candidate = candidates[index]!
      this.#candidate = candidate
      try {
        this.#parts.guard.require(candidate.keyId, 'gateway')
        const answer = await this.#parts.door.send(this.#requestFor(candidate))
        this.#noteUse()
        return answer
      } catch (error) {
        const neverLeft = !(error instanceof DoorError) || error.neverLeft
        if (!neverLeft) this.#noteUse()
        const mayGoOn = neverLeft && error instanceof DoorError && unusable.has(error.error.code) && !this.#ended
        if (mayGoOn && index + 1 < candidates.length) continue
        if (neverLeft) taken.giveBack()
        if (error instanceof KeydeckError && error.code === 'CONFLICT') return this.#unguarded()
        throw error
      }
    }
  }

  #requestFor(candidate: Candidate): DoorRequest {
    const { method, path, headers: came, client } = this.#admitted
    const { body, facts, length } = this.#body.handTo(candidate.model)
    const headers = length === undefined ? came : { ...came, 'content-length': length }
    const { id, name, lane, monthlyBudget } = this.grant
    const longestWaitMs = this.#parts.longestWaitMs()
    return {
      origin: 'gateway',
      keyId: candidate.keyId,
      method,
      path,
      headers,
      body,
      ...(facts ? { facts } : {}),
      model: candidate.model ?? this.#body.model,
      localKey: { id, name, monthlyBudget },
      lane,
      client,
      signal: this.#stop,
      atLimit: longestWaitMs === 0 ? 'refuse' : 'wait',
      longestWaitMs,
      onWait: this.#onWait,
    }
  }

  readonly #onWait = (ms: number) => {
    this.#waiting = ms > 0
    this.#parts.changed()
  }

  #noteUse(): void {
    this.#parts.keyring.used(this.grant.id, this.#startedAt, this.#admitted.client)
  }

  #pass(answer: DoorResponse): void {
    const { request, response } = this.#admitted
    this.#answer = answer
    this.#parts.changed()
    response.on('drain', () => {
      this.#unreadSince = null
    })
    // A provider may answer before it has the whole of an upload, and take no more of it.
    if (!request.complete) response.on('finish', () => linger(request, this.#parts.clock))
    passAnswer({
      response,
      answer,
      kind: this.#admitted.path.startsWith('/responses') ? 'responses' : 'chat',
      limit: this.#limit,
      problemOf: (error) => this.#ended ?? problemOfFailure(error),
      onBytes: (bytes, isTaken) => {
        this.#answeredBytes += bytes
        if (!isTaken) this.#choked()
      },
      onEnd: () => this.#noteTimes(answer),
    })
  }

  #choked(): void {
    this.#isChoked = true
    this.#unreadSince ??= this.#parts.clock.monotonic()
  }

  /** What Keydeck itself took, on the way there and, where the client kept up, on the way back. */
  #noteTimes({ times }: DoorResponse): void {
    if (times.leftMonotonic === null) return
    const there = times.leftMonotonic - this.#readyAt - times.waitMs
    const over = this.#isChoked ? null : times.overMonotonic
    const back = over === null ? 0 : this.#parts.clock.monotonic() - over
    this.#parts.added.add(Math.max(0, there + back))
  }

  /** The client went away, or all is done. */
  #closed(): void {
    this.#body.release()
    if (this.#admitted.response.writableFinished) return this.#over()
    this.#body.cancel(problem('stopped', 'The client went away.'))
    if (!this.#answer) {
      this.#stop.abort()
      return this.#over()
    }
    // The door may read it on for its figures: until it has them, a revoke or the switch must find this call.
    this.#answer.body.destroy()
    void this.#answer.recorded.then(() => this.#over())
  }

  #over(): void {
    this.#parts.live.delete(this)
    this.#parts.changed()
  }

  /** An answer that nobody waits for any more. */
  #leave(answer: DoorResponse | Problem): void {
    if ('body' in answer) answer.body.destroy()
  }

  #failed(error: unknown): void {
    const { refuse, log } = this.#parts
    this.#answer?.body.destroy()
    if (error instanceof DoorError) {
      const what = this.#ended ?? problemOfCall(error.error)
      return refuse(this.#admitted, what, this.#limit, error.record?.id)
    }
    log.error('gateway.call-failed', { kind: errorKind(error) })
    refuse(this.#admitted, problem('internal_error', 'Keydeck could not make the call.'), this.#limit)
  }

  #overBudget(): Problem {
    return problem('budget_exceeded', `This month's budget of the local key "${this.grant.name}" is used up.`)
  }

  #overLimit({ limit, retryAfterMs }: LimitState): Problem {
    const text = `The local key "${this.grant.name}" is at its limit of ${limit ?? 0} requests a minute.`
    return problem('rate_limit_exceeded', text, { retryAfterMs })
  }

  #unguarded(): Problem {
    this.#parts.onUnguarded(this.grant)
    const text =
      'The environment of this local key is guarded, and nobody has confirmed it since Keydeck started. Confirm it on the gateway page of Keydeck.'
    return problem('insufficient_permissions', text, { refusal: 'guard_unconfirmed', param: null })
  }
}

/** Why an answer broke off. */
function problemOfFailure(error: Error): Problem {
  if (error instanceof DoorError) return problemOfCall(error.error)
  return problem('internal_error', 'Keydeck could not pass the answer on.')
}
