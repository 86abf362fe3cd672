import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import type { CallError } from '../../../contract/call-error.ts'
import type { Clock } from '../ports.ts'
import { BodyRelay } from './body-relay.ts'
import type { Call } from './call.ts'
import { callError } from './call-errors.ts'
import { ChatMeter } from './chat-meter.ts'
import { decodingStream, readableCodings } from './content-coding.ts'
import { DecodingSink } from './decoding-sink.ts'
import { ErrorAnswer, type GatheredBody, redirectError } from './error-answer.ts'
import { type BodySink, Exchange, type ExchangeOwner } from './exchange.ts'
import { headerOf, providerRequestId, requestHeaders, responseHeaders } from './headers.ts'
import type { DoorLimits } from './limits.ts'
import { MaskingSink } from './masking-sink.ts'
import { ExchangeError } from './network-errors.ts'
import type { Settle } from './outcome.ts'
import type { PassingBody } from './passing-body.ts'
import { providerHeaders } from './provider-headers.ts'
import { messageOfBody } from './provider-message.ts'
import { ResponsesMeter } from './responses-meter.ts'
import { type RelayOptions, StreamRelay } from './stream-relay.ts'
import type { Base } from './target.ts'

/** What came back: an answer that passes, an HTTP error that was read whole, or something that is no answer at all. */
export type Arrived =
  | { kind: 'passing'; status: number; headers: Record<string, string | string[]>; body: PassingBody }
  | { kind: 'error'; status: number; headers: IncomingHttpHeaders; body: GatheredBody }
  | { kind: 'unusable'; error: CallError; receivedBytes: number }

export interface Sending {
  call: Call
  dispatcher: Dispatcher
  base: Base
  /** Dropped when the answer's head has come. */
  secret: string | null
  askForUsage: boolean
  clock: Clock
  limits: DoorLimits
  redact: (text: string) => string
  settle: Settle
  /** Told of the id of a response that this call made. */
  onResponse: (id: string) => void
}

/** Steps 5 and 6: sends the request with the secret, and finds out what kind of answer comes. Rejects where none does. */
export class Journey implements ExchangeOwner {
  readonly arrived: Promise<Arrived>
  readonly exchange: Exchange
  readonly #sending: Sending
  #unpacking: DecodingSink | null = null
  readonly #arrive: (arrived: Arrived) => void
  readonly #reject: (error: Error) => void

  constructor(sending: Sending) {
    const { promise, resolve, reject } = Promise.withResolvers<Arrived>()
    this.arrived = promise
    this.#arrive = resolve
    this.#reject = reject
    this.#sending = sending
    this.exchange = new Exchange(sending.clock, sending.limits, this)
  }

  start(): void {
    const { call, base, dispatcher, askForUsage } = this.#sending
    const headers = this.#headers()
    if (!headers) {
      this.exchange.refused(new ExchangeError(callError('invalid_request', 'A header of the request can not be sent.')))
      return
    }
    const body = askForUsage ? (call.body?.askingForUsage ?? null) : (call.body?.bytes ?? null)
    if (Buffer.isBuffer(body)) call.sentBytes = body.length
    const options = {
      origin: base.origin,
      path: base.path + call.request.path,
      method: call.request.method,
      headers,
      body,
    }
    call.times.leftMonotonic = this.#sending.clock.monotonic()
    try {
      dispatcher.dispatch({ ...options, headersTimeout: 0, bodyTimeout: 0 }, this.exchange)
    } catch (error) {
      this.exchange.refused(error instanceof Error ? error : new Error('dispatch failed'))
    }
  }

  /** Ends it from this side, also where every byte has come and only the unpacking goes on. */
  abort(error: Error): void {
    this.exchange.abort(error)
    this.#unpacking?.fail(error)
  }

  #leave(): void {
    this.exchange.leave()
    this.#unpacking?.leave()
  }

  #headers(): Record<string, string | string[]> | null {
    const { call, secret } = this.#sending
    const headers = requestHeaders(call.request.headers)
    if (!headers) return null
    Object.assign(headers, providerHeaders(call.passport.provider.headers))
    const packing = headerOf(call.request.headers, 'accept-encoding')
    // A packed stream could not be read while it passes.
    if (packing !== null) headers['accept-encoding'] = call.streaming ? 'identity' : readableCodings(packing)
    const length = headerOf(call.request.headers, 'content-length')
    if (call.body?.bytes && !Buffer.isBuffer(call.body.bytes) && length && /^\d+$/.test(length)) {
      headers['content-length'] = length
    }
    if (secret !== null) headers['authorization'] = `Bearer ${secret}`
    return headers
  }

  failed(error: Error): void {
    this.#noteSent()
    this.#sending.secret = null
    this.#reject(error)
  }

  head(status: number, headers: IncomingHttpHeaders): BodySink {
    this.#noteSent()
    const sink = this.#choose(status, headers)
    this.#sending.secret = null
    return sink
  }

  #choose(status: number, headers: IncomingHttpHeaders): BodySink {
    const { call, redact } = this.#sending
    call.status = status
    const requestId = providerRequestId(headers)
    call.providerRequestId = requestId === null ? null : redact(requestId)

    if (status >= 300 && status < 400 && status !== 304) {
      const { origin, path } = this.#sending.base
      const error = redirectError(status, headerOf(headers, 'location'), origin + path)
      this.#arrive({ kind: 'unusable', error, receivedBytes: 0 })
      queueMicrotask(() => this.exchange.leave())
      return nowhere
    }
    if (status >= 400) {
      const answer = this.#gather(headers)
      void answer.gathered.then((body) => this.#arrive({ kind: 'error', status, headers, body }))
      return answer
    }
    const type = (headerOf(headers, 'content-type') ?? '').toLowerCase()
    const misfit = this.#misfit(status, type)
    if (misfit !== null) return this.#gatherMisfit(headers, misfit)
    return this.#pass(status, headers, type)
  }

  /** Why a success can't be the answer: a sign-in page of a network, or plain JSON where a stream was asked for. */
  #misfit(status: number, type: string): string | null {
    const { call } = this.#sending
    if (status === 204) return null
    if (/^\s*(text\/html|application\/xhtml)/.test(type)) {
      return 'A web page came where an answer of the API was expected. A sign-in page of the network, or a wrong address?'
    }
    const stream = call.streaming && call.body?.kind !== 'other'
    return stream && /json/.test(type) ? 'The provider answered with plain JSON where a stream was asked for.' : null
  }

  #gatherMisfit(headers: IncomingHttpHeaders, message: string): BodySink {
    const answer = this.#gather(headers)
    void answer.gathered.then((body) => {
      const providerMessage = messageOfBody(body.text).message
      const error = callError('upstream_malformed', message, { status: this.#sending.call.status, providerMessage })
      this.#arrive({ kind: 'unusable', error, receivedBytes: body.receivedBytes })
    })
    return answer
  }

  #gather(headers: IncomingHttpHeaders): ErrorAnswer {
    const { clock, limits, redact } = this.#sending
    return new ErrorAnswer({
      exchange: this.exchange,
      clock,
      limits,
      encoding: headerOf(headers, 'content-encoding'),
      redact,
    })
  }

  #pass(status: number, received: IncomingHttpHeaders, type: string): BodySink {
    const { call, clock, limits, redact, settle, askForUsage } = this.#sending
    const headers = this.#cleanHeaders(received)
    const kind = call.body?.kind ?? 'other'
    const encoding = headerOf(received, 'content-encoding')
    const events = type.includes('text/event-stream') || (call.streaming && kind !== 'other')
    const decoder = events ? decodingStream(encoding) : undefined
    const onId = kind === 'responses' && call.request.method === 'POST' ? this.#sending.onResponse : () => {}
    const options: RelayOptions = {
      exchange: { abort: (error) => this.abort(error), leave: () => this.#leave() },
      clock,
      limits,
      settle,
      redact,
      onRoom: () => (this.#unpacking ?? this.exchange).resume(),
    }
    if (!events) {
      const json = type.includes('json') || kind !== 'other'
      const hasLength = headerOf(received, 'content-length') !== null
      const relay = new BodyRelay(options, { json, encoding, hasLength, onId })
      this.#arrive({ kind: 'passing', status, headers, body: relay.body })
      return this.#masked(relay)
    }
    call.streaming = true
    // An event may be taken out, or a key out of an error: the length is known at the end only.
    delete headers['content-length']
    if (decoder) delete headers['content-encoding']
    const relay = new StreamRelay(
      options,
      kind === 'chat' ? new ChatMeter(askForUsage) : new ResponsesMeter(kind === 'other', onId),
    )
    this.#arrive({ kind: 'passing', status, headers, body: relay.body })
    if (!decoder) return this.#masked(relay)
    this.#unpacking = new DecodingSink(decoder, this.#masked(relay), this.exchange)
    return this.#unpacking
  }

  #masked(relay: BodySink): BodySink {
    const { call } = this.#sending
    return new MaskingSink(relay, () => call.secret)
  }

  /** A provider may quote the key in a header as well. */
  #cleanHeaders(received: IncomingHttpHeaders): Record<string, string | string[]> {
    const { secret, redact } = this.#sending
    const headers = responseHeaders(received)
    if (secret === null) return headers
    for (const name in headers) {
      const value = headers[name]
      if (typeof value === 'string') {
        if (value.includes(secret)) headers[name] = redact(value)
      } else if (value?.some((one) => one.includes(secret))) headers[name] = value.map(redact)
    }
    return headers
  }

  #noteSent(): void {
    const { call } = this.#sending
    if (call.sentBytes === 0) call.sentBytes = this.exchange.sentBytes
  }
}

const nowhere: BodySink = { data: () => true, end: () => {}, fail: () => {} }
