import { askerGone, leftOutcome, outcomeOf, release } from './answer-end.ts'
import { decoderFor } from './content-coding.ts'
import type { BodySink } from './exchange.ts'
import { JsonMeter } from './json-meter.ts'
import { isJsonSpace } from './json-space.ts'
import type { ExchangeError } from './network-errors.ts'
import { PackedMeter } from './packed-meter.ts'
import { PassingBody } from './passing-body.ts'
import type { Reading } from './reading.ts'
import type { RelayOptions } from './stream-relay.ts'

/** What the head says of an answer that is no stream of events. */
interface WholeAnswer {
  /** The body is read for its figures. */
  json: boolean
  /** Its content encoding. */
  encoding: string | null
  hasLength: boolean
  /** Told of the answer's own id. */
  onId: (id: string) => void
}

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
  /** The provider has worked the answer out: its length is known, or it has begun. */
  #isAnswered: boolean
  /** The asker went away, and what it left is read on for its figures. */
  #gone: ExchangeError | null = null
  #cancelTimer: (() => void) | null = null

  constructor(options: RelayOptions, { json, encoding, hasLength, onId }: WholeAnswer) {
    this.#options = options
    this.#onId = onId
    this.#isAnswered = hasLength
    this.#meter = json ? this.#meterFor(encoding) : null
    this.body = new PassingBody(
      () => this.#bodyHasRoom(),
      () => this.#askerLeft(),
    )
  }

  #bodyHasRoom(): void {
    this.#isBodyFull = false
    this.#resume()
  }

  /** An answer that is worked out is paid for: without its figures nobody would know how dearly. */
  #askerLeft(): void {
    const { exchange, clock, limits } = this.#options
    const gone = askerGone()
    if (!this.#meter || !this.#isAnswered) return exchange.abort(gone)
    this.#gone = gone
    this.#cancelTimer = clock.after(limits.afterLastMs, () => exchange.abort(gone))
    this.#bodyHasRoom()
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
    // Some providers send spaces while they work, to keep the connection.
    if (!this.#isAnswered) this.#isAnswered = !chunk.every(isJsonSpace)
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
    this.#cancelTimer?.()
    const whole = broken === null
    if (this.#meter instanceof PackedMeter) this.#meter.finish(whole, (reading) => this.#settle(reading, broken))
    else this.#settle(this.#meter?.finish(whole) ?? unread(whole), broken)
  }

  #settle(reading: Reading, broken: Error | null): void {
    if (reading.id !== null) this.#onId(reading.id)
    if (reading.error?.message) reading.error.message = this.#options.redact(reading.error.message)
    const measured = { responseBytes: this.#bytes, firstTokenAt: null }
    const outcome = this.#gone ? leftOutcome(reading, this.#gone, measured) : outcomeOf(reading, broken, measured)
    void release(this.body, this.#options.settle, outcome, this.#latest ?? nothing, broken)
  }
}

const nothing = Buffer.alloc(0)

function unread(whole: boolean): Reading {
  const nothing = { usage: null, text: null, model: null, id: null, status: null }
  if (whole) return { ...nothing, endState: 'ok', error: null }
  return { ...nothing, endState: 'truncated', error: { code: 'upstream_truncated', message: null } }
}
