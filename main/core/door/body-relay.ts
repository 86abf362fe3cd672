import { outcomeOf, release } from './answer-end.ts'
import { callError } from './call-errors.ts'
import { decoderFor } from './content-coding.ts'
import type { BodySink } from './exchange.ts'
import { JsonMeter } from './json-meter.ts'
import { ExchangeError } from './network-errors.ts'
import { PackedMeter } from './packed-meter.ts'
import { PassingBody } from './passing-body.ts'
import type { Reading } from './reading.ts'
import type { RelayOptions } from './stream-relay.ts'

/** Passes any other body on, one chunk behind: the last one goes out when the row is committed. */
export class BodyRelay implements BodySink {
  readonly body: PassingBody
  readonly #options: RelayOptions
  readonly #meter: JsonMeter | PackedMeter | null
  readonly #onId: (id: string) => void
  #latest: Buffer | null = null
  #bytes = 0
  /** Whoever has no room: the asker, and what reads beside it. Bytes come again when both have. */
  #isBodyFull = false
  #isMeterFull = false

  /** `json`: the body is read for its figures; `encoding` is its content encoding. `onId`: told of the answer's own id. */
  constructor(options: RelayOptions, json: boolean, encoding: string | null, onId: (id: string) => void) {
    this.#options = options
    this.#onId = onId
    this.#meter = json ? this.#meterFor(encoding) : null
    this.body = new PassingBody(
      () => {
        this.#isBodyFull = false
        this.#resume()
      },
      () => options.exchange.abort(new ExchangeError(callError('stopped', 'The asker went away.'))),
    )
  }

  #meterFor(encoding: string | null): JsonMeter | PackedMeter {
    if (encoding === null || !decoderFor(encoding)) return new JsonMeter()
    return new PackedMeter(encoding, this.#options.limits.streamBytes, () => {
      this.#isMeterFull = false
      this.#resume()
    })
  }

  #resume(): void {
    if (!this.#isBodyFull && !this.#isMeterFull) this.#options.onRoom()
  }

  data(chunk: Buffer): boolean {
    this.#bytes += chunk.length
    this.#isMeterFull = this.#meter?.feed(chunk) === false
    const before = this.#latest
    this.#latest = chunk
    if (before) this.#isBodyFull = !this.body.give(before)
    return !this.#isBodyFull && !this.#isMeterFull
  }

  end(): void {
    this.#finish(null)
  }

  fail(error: Error): void {
    this.#finish(error)
  }

  #finish(broken: Error | null): void {
    const whole = broken === null
    if (this.#meter instanceof PackedMeter) this.#meter.finish(whole, (reading) => this.#settle(reading, broken))
    else this.#settle(this.#meter?.finish(whole) ?? unread(whole), broken)
  }

  #settle(reading: Reading, broken: Error | null): void {
    if (reading.id !== null) this.#onId(reading.id)
    if (reading.error?.message) reading.error.message = this.#options.redact(reading.error.message)
    const outcome = outcomeOf(reading, broken, { responseBytes: this.#bytes, firstTokenAt: null })
    void release(this.body, this.#options.settle, outcome, this.#latest ?? nothing, broken)
  }
}

const nothing = Buffer.alloc(0)

function unread(whole: boolean): Reading {
  const nothing = { usage: null, text: null, model: null, id: null }
  if (whole) return { ...nothing, endState: 'ok', error: null }
  return { ...nothing, endState: 'truncated', error: { code: 'upstream_truncated', message: null } }
}
