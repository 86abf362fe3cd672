import { Pieces } from '../pieces.ts'
import type { Clock } from '../ports.ts'
import { askerGone, leftOutcome, outcomeOf, release } from './answer-end.ts'
import { callError } from './call-errors.ts'
import { EventSplitter, readEvent } from './event-splitter.ts'
import type { BodySink } from './exchange.ts'
import type { DoorLimits } from './limits.ts'
import { ExchangeError } from './network-errors.ts'
import type { Settle } from './outcome.ts'
import { PassingBody } from './passing-body.ts'
import type { StreamMeter } from './reading.ts'

export interface RelayOptions {
  /** How the relay ends what it reads from: the exchange, and with it whatever unpacks on the way. */
  exchange: { abort(error: Error): void; leave(): void }
  clock: Clock
  limits: DoorLimits
  settle: Settle
  redact: (text: string) => string
  /** The asker has room again. */
  onRoom: () => void
}

/**
 * Passes a stream of events on while the meter reads it. An event goes out when it is whole; the terminal one, and what
 * follows it, when the row is committed.
 */
export class StreamRelay implements BodySink {
  readonly body: PassingBody
  readonly #options: RelayOptions
  readonly #meter: StreamMeter
  readonly #splitter: EventSplitter
  readonly #held = new Pieces()
  #last = false
  #bytes = 0
  #firstTokenAt: number | null = null
  #cancelTimer: (() => void) | null = null
  /** The asker went away, and what it left is read on for its figures. */
  #gone: ExchangeError | null = null
  #over = false

  constructor(options: RelayOptions, meter: StreamMeter) {
    this.#options = options
    this.#meter = meter
    this.#splitter = new EventSplitter(options.limits.eventBytes)
    this.body = new PassingBody(options.onRoom, () => this.#askerLeft())
  }

  /**
   * What is not yet said need not be paid for. Where only the figures are missing, all is: without them nobody would know
   * what the model thought and did not show.
   */
  #askerLeft(): void {
    const { exchange, clock, limits, onRoom } = this.#options
    const gone = askerGone()
    if (this.#over || this.#last || !this.#meter.isAnswered) return exchange.abort(gone)
    this.#gone = gone
    this.#cancelTimer = clock.after(limits.afterLastMs, () => exchange.abort(gone))
    onRoom()
  }

  data(chunk: Buffer): boolean {
    if (this.#over) return true
    this.#bytes += chunk.length
    const events = this.#splitter.feed(chunk)
    if (!events || this.#bytes > this.#options.limits.streamBytes) {
      this.#options.exchange.abort(
        new ExchangeError(callError('upstream_too_large', 'The provider sent more than is accepted for one answer.')),
      )
      return true
    }
    let room = true
    let run: Buffer | null = null
    for (const event of events) {
      const passing = this.#read(event)
      if (!passing) continue
      const joined: Buffer | null = run ? adjoining(run, passing) : null
      if (run && !joined) room = this.body.give(run)
      run = joined ?? passing
    }
    if (run) room = this.body.give(run)
    // It was not over: there is more to be said.
    if (this.#gone && !this.#meter.isAnswered) this.#options.exchange.abort(this.#gone)
    return room
  }

  /** What of an event may pass now. */
  #read(event: Buffer): Buffer | null {
    if (this.#last) {
      this.#hold(event)
      return null
    }
    const verdict = this.#meter.read(event)
    if (this.#firstTokenAt === null && this.#meter.started) this.#firstTokenAt = this.#options.clock.monotonic()
    switch (verdict) {
      case 'pass':
        return event
      case 'drop':
        return null
      case 'error':
        return this.#cleaned(event)
      case 'last':
        this.#last = true
        this.#hold(event)
        if (!this.#gone) this.#waitForEnd()
        return null
    }
  }

  /** All that matters came with the terminal event: what floods after it is not gathered for ever. */
  #hold(event: Buffer): void {
    this.#held.push(event)
    if (this.#over || this.#held.bytes <= this.#options.limits.eventBytes) return
    this.#options.exchange.leave()
    this.end()
  }

  /** A provider's error may quote the key. Everything else passes as it came. */
  #cleaned(event: Buffer): Buffer {
    const text = event.toString('utf8')
    const clean = this.#options.redact(text)
    return clean === text ? event : Buffer.from(clean)
  }

  /** Some servers say their last word and keep the connection open. */
  #waitForEnd(): void {
    this.#cancelTimer = this.#options.clock.after(this.#options.limits.afterLastMs, () => {
      this.#options.exchange.leave()
      this.end()
    })
  }

  #finishRest(rest: Buffer, isBroken: boolean): void {
    const whole = isWhole(rest)
    const passing = whole ? this.#read(rest) : isBroken ? null : rest
    if (!passing) return
    this.#held.push(passing)
    if (isBroken) this.#held.push(eventEnd)
  }

  end(): void {
    this.#finish(null)
  }

  fail(error: Error): void {
    this.#finish(error)
  }

  #finish(broken: Error | null): void {
    if (this.#over) return
    this.#over = true
    this.#cancelTimer?.()
    const rest = this.#splitter.rest()
    // Without its blank line an event may be whole or cut; a cut one is nothing that the provider said, and would spoil
    // what is said of a break in its place.
    if (rest) this.#finishRest(rest, broken !== null)
    this.#cancelTimer?.()
    const reading = this.#meter.finish(broken === null)
    if (reading.error) reading.error.message = cleanMessage(reading.error.message, this.#options.redact)
    const measured = { responseBytes: this.#bytes, firstTokenAt: this.#firstTokenAt }
    const outcome = this.#gone ? leftOutcome(reading, this.#gone, measured) : outcomeOf(reading, broken, measured)
    void release(this.body, this.#options.settle, outcome, this.#held.take(), broken)
  }
}

const eventEnd = Buffer.from('\n\n')

const cleanMessage = (message: string | null, redact: (text: string) => string) =>
  message === null ? null : redact(message)

function isWhole(event: Buffer): boolean {
  const { data } = readEvent(event)
  if (data === null || data === '[DONE]') return true
  try {
    JSON.parse(data)
    return true
  } catch {
    return false
  }
}

/** Two pieces of the same chunk, one after the other, as one. */
function adjoining(first: Buffer, second: Buffer): Buffer | null {
  if (first.buffer !== second.buffer || first.byteOffset + first.length !== second.byteOffset) return null
  return Buffer.from(first.buffer, first.byteOffset, first.length + second.length)
}
