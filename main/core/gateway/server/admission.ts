import type { IncomingMessage, ServerResponse } from 'node:http'
import type { DoorRequest } from '../../door/door-types.ts'
import type { KeyVerdict, LimitState } from '../gateway-types.ts'
import { answerProblem } from './answers.ts'
import type { CallParts, Refusable } from './call-parts.ts'
import { type Endpoint, findEndpoint } from './endpoints.ts'
import type { FailedKeys } from './failed-keys.ts'
import { GatewayCall } from './gateway-call.ts'
import { invalidKeyMessage } from './invalid-key.ts'
import { linger } from './linger.ts'
import { answerModel, answerModels } from './own-models.ts'
import { type Problem, problem } from './problem.ts'
import type { RefusalFields } from './refusals.ts'
import { clientOf, guardRequest, presentedKey } from './request-guard.ts'
import { type Headers, readHeaders } from './request-head.ts'

/** How many calls run at once: in all, and of one local key, so that the others get through, whatever it does. */
export interface CallLimits {
  all: number
  ofOneKey: number
}

/** What the app runs with: more than any machine's tools make, and few enough for its memory. Tests give others. */
export const callLimits: CallLimits = { all: 1_000, ofOneKey: 900 }

/** A client that takes nothing of its answer for so long gives way where there is no room for another call. */
const unreadMs = 60_000

interface Options extends Omit<CallParts, 'refuse'> {
  failures: FailedKeys
  most: CallLimits
  isOn: () => boolean
  onRefused: (refusal: RefusalFields) => void
}

/** Lets requests in: the checks that come before a call, in their order, and the answers that need no provider. */
export class Admission {
  readonly #options: Options
  readonly #parts: CallParts

  constructor(options: Options) {
    this.#options = options
    this.#parts = { ...options, refuse: (...refused) => this.#refuse(...refused) }
  }

  /** Answers one request of the server that listens on `port`. */
  handle(request: IncomingMessage, response: ServerResponse, port: number): void {
    const headers = readHeaders(request.rawHeaders)
    const wrong = guardRequest(request, headers, port)
    const client = headers && clientOf(headers)
    if (!this.#options.isOn()) return this.#refuse({ request, response, client }, notOn, null)
    if (wrong || headers === null) return this.#refuse({ request, response, client }, wrong ?? noHeaders, null)

    const target = request.url ?? ''
    const question = target.indexOf('?')
    const path = question < 0 ? target : target.slice(0, question)
    const presented = presentedKey(headers, question < 0 ? '' : target.slice(question + 1))
    if (presented.problem) {
      if (presented.problem.code === 'missing_api_key') {
        return this.#refuse({ request, response, client }, presented.problem, null)
      }
      return this.#refuseKey({ request, response, client }, presented.problem)
    }
    const verdict = this.#parts.keyring.find(presented.text)
    if (verdict.kind === 'unknown') {
      const message = invalidKeyMessage(`Bearer ${presented.text}`)
      return this.#refuseKey({ request, response, client }, problem('invalid_api_key', message))
    }
    if (verdict.kind !== 'active') return this.#refuseVerdict({ request, response, client }, verdict)
    this.#admit({ request, response, client, grant: verdict.grant }, headers, path, target)
  }

  #admit(refusable: Refusable & { grant: CallGrant }, headers: Headers, path: string, target: string): void {
    const { request, grant } = refusable
    const found = findEndpoint(request.method ?? '', path)
    if (found.kind !== 'endpoint') return this.#refuse(refusable, notFound(found, request, path), null)
    const { endpoint } = found
    if (isUpgrade(headers)) return this.#refuse(refusable, noUpgrade, null)
    if (endpoint.kind !== 'call') return void this.#answerModels(refusable, endpoint)
    if (endpoint.files && !grant.allowsFiles) return this.#refuse(refusable, noFiles(grant.name), null)
    if (!this.#hasRoom(grant)) return this.#refuse(refusable, tooManyCalls, null)
    const method = request.method as DoorRequest['method']
    const call = new GatewayCall(this.#parts, {
      ...refusable,
      method,
      headers,
      path: target.slice('/v1'.length),
      endpoint,
    })
    void call.run()
  }

  /** Where all places are taken, whoever has left an answer unread for long gives its own up. */
  #hasRoom({ id }: CallGrant): boolean {
    const { live, clock } = this.#parts
    const { all, ofOneKey } = this.#options.most
    if (live.size < ofOneKey) return true
    const own = [...live].filter(({ grant }) => grant.id === id)
    const isGreedy = own.length >= ofOneKey
    if (!isGreedy && live.size < all) return true
    const now = clock.monotonic()
    const unread = (isGreedy ? own : [...live]).find((call) => call.unreadMs(now) >= unreadMs)
    unread?.cutOff()
    return unread !== undefined
  }

  async #answerModels(refusable: Refusable & { grant: CallGrant }, endpoint: ModelsEndpoint): Promise<void> {
    const { response, grant } = refusable
    const models = await this.#parts.keyring.models(grant)
    if (response.destroyed) return
    const wrong = endpoint.kind === 'models' ? null : answerModel(response, models, endpoint.id)
    if (wrong) return this.#refuse(refusable, wrong, null)
    if (endpoint.kind === 'models') answerModels(response, models)
    linger(refusable.request, this.#parts.clock)
  }

  #refuseVerdict(refusable: Refusable, verdict: EndedVerdict): void {
    const known = { id: verdict.id, name: verdict.name }
    const what = endedProblem(verdict)
    // Whoever has a text that was issued guesses nothing: a tool with an old key is told what it is at once.
    this.#refuse({ ...refusable, known }, what, null)
  }

  #refuseKey(refusable: Refusable, what: Problem): void {
    const isPaced = this.#options.failures.pace(() => this.#refuse(refusable, what, null))
    if (!isPaced) refusable.request.destroy()
  }

  #refuse(refusable: Refusable, what: Problem, limit: LimitState | null, callId?: string): void {
    const { request, response, client } = refusable
    if (response.destroyed) return
    if (callId === undefined) {
      const known = refusable.grant ?? refusable.known ?? null
      this.#options.onRefused({
        status: what.status,
        code: what.refusal,
        localKeyId: known?.id ?? null,
        localKeyName: known?.name ?? null,
        method: (request.method ?? '').slice(0, 20),
        path: shownPath(request.url ?? ''),
        client,
      })
    }
    if (response.headersSent) return void response.destroy()
    answerProblem(response, what, limit, callId)
    linger(request, this.#parts.clock)
  }
}

type ModelsEndpoint = Exclude<Endpoint, { kind: 'call' }>
type CallGrant = NonNullable<Refusable['grant']>

type EndedVerdict = Exclude<KeyVerdict, { kind: 'active' | 'unknown' }>

function endedProblem({ kind, name }: EndedVerdict): Problem {
  const page = 'the gateway page of Keydeck'
  switch (kind) {
    case 'revoked':
      return problem('key_revoked', `The local key "${name}" was revoked. Make another one on ${page}.`)
    case 'replaced':
      return problem('key_revoked', `The local key "${name}" was regenerated: give this tool its new text.`)
    case 'expired':
      return problem('invalid_api_key', `The local key "${name}" has expired. Choose a later day on ${page}.`)
  }
}

const notOn = problem('stopped', 'The gateway is being switched off.')
const noHeaders = problem('invalid_request', 'The headers can not be read.')
const noUpgrade = problem('not_supported', 'The gateway speaks plain HTTP only: no WebSocket, and no realtime API.')
const tooManyCalls = problem('too_many_calls', 'Too many calls are under way already.', { retryAfterMs: 1_000 })

const noFiles = (name: string) =>
  problem(
    'insufficient_permissions',
    `The local key "${name}" may not use files: they act on the provider's account.`,
    {
      param: null,
    },
  )

/** `h2c` is an offer, which may be ignored; what else a client wants to upgrade to would need an answer. */
function isUpgrade(headers: Headers): boolean {
  const upgrade = headers['upgrade']
  return upgrade !== undefined && upgrade !== 'h2c'
}

function notFound(
  found: Exclude<ReturnType<typeof findEndpoint>, { kind: 'endpoint' }>,
  request: IncomingMessage,
  path: string,
): Problem {
  const shown = shownPath(path)
  switch (found.kind) {
    case 'method_not_allowed':
      return problem('method_not_allowed', `${shown} has no ${request.method}: use ${found.allow}.`, {
        allow: found.allow,
      })
    case 'not_supported':
      return problem('not_supported', `The gateway does not pass ${shown} on. ${found.hint}`)
    case 'unknown': {
      const hint = found.hint === null ? '' : ` ${found.hint}`
      return problem('unknown_endpoint', `There is no ${shown} here.${hint}`)
    }
  }
}

/** A path without its query and without anything in it that looks like a key: both could carry one. */
function shownPath(target: string): string {
  const path = target.replace(/[?#].*$/s, '').replace(/[^\x21-\x7e]/g, '')
  return path.replace(/[\w-]{24,}/g, '…').slice(0, 120)
}
