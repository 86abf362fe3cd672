import { outcomeOf, release } from './answer-end.ts'
import { callError } from './call-errors.ts'
import { decoderFor } from './content-coding.ts'
import type { BodySink } from './exchange.ts'
import { JsonMeter } from './json-meter.ts'
import { ExchangeError } from './network-errors.ts'
import { PassingBody } from './passing-body.ts'
import type { Reading } from './reading.ts'
import type { RelayOptions } from './stream-relay.ts'

/** Passes any other body on, one chunk behind: the last one goes out when the row is committed. */
export class BodyRelay implements BodySink {
  readonly body: PassingBody
  readonly #options: RelayOptions
  readonly #meter: JsonMeter | null
  readonly #encoding: string | null
  #latest: Buffer | null = null
  #bytes = 0

  /** `json`: the body is read for its figures; `encoding` is its content encoding. */
  constructor(options: RelayOptions, json: boolean, encoding: string | null) {
    this.#options = options
    this.#meter = json ? new JsonMeter() : null
    this.#encoding = encoding
    this.body = new PassingBody(options.onRoom, () =>
      options.exchange.abort(new ExchangeError(callError('stopped', 'The asker went away.'))),
    )
  }

  data(chunk: Buffer): boolean {
    this.#bytes += chunk.length
    this.#meter?.feed(chunk)
    const before = this.#latest
    this.#latest = chunk
    return before ? this.body.give(before) : true
  }

  end(): void {
    this.#finish(null)
  }

  fail(error: Error): void {
    this.#finish(error)
  }

  #finish(broken: Error | null): void {
    const reading = this.#reading(broken === null)
    if (reading.error?.message) reading.error.message = this.#options.redact(reading.error.message)
    const outcome = outcomeOf(reading, broken, { responseBytes: this.#bytes, firstTokenAt: null })
    void release(this.body, this.#options.settle, outcome, this.#latest ? [this.#latest] : [], broken)
  }

  #reading(whole: boolean): Reading {
    if (this.#meter) return this.#meter.finish(whole, decoderFor(this.#encoding))
    const nothing = { usage: null, text: null, model: null }
    if (whole) return { ...nothing, endState: 'ok', error: null }
    return { ...nothing, endState: 'truncated', error: { code: 'upstream_truncated', message: null } }
  }
}
