import { Pieces } from '../pieces.ts'
import type { Clock } from '../ports.ts'
import { callError } from './call-errors.ts'
import { decoderFor } from './content-coding.ts'
import type { BodySink, Exchange } from './exchange.ts'
import type { DoorLimits } from './limits.ts'

/** An error's body: all of it that was wanted, unpacked, and how many bytes had come. */
export interface GatheredBody {
  raw: Buffer
  text: string
  receivedBytes: number
  /** The key stood in it, so that `raw` must not be passed on. */
  redacted: boolean
}

/**
 * Gathers the body of an answer that is an error, so that a key which the provider quotes can be taken out before anyone
 * sees it. Ends early where it is long or slow: an error is worth neither memory nor time.
 */
export class ErrorAnswer implements BodySink {
  readonly gathered: Promise<GatheredBody>
  readonly #resolve: (body: GatheredBody) => void
  readonly #exchange: Exchange
  readonly #largest: number
  readonly #encoding: string | null
  readonly #redact: (text: string) => string
  readonly #cancelTimer: () => void
  readonly #chunks = new Pieces()

  constructor(parts: {
    exchange: Exchange
    clock: Clock
    limits: DoorLimits
    encoding: string | null
    redact: (text: string) => string
  }) {
    const { promise, resolve } = Promise.withResolvers<GatheredBody>()
    this.gathered = promise
    this.#resolve = resolve
    this.#exchange = parts.exchange
    this.#largest = parts.limits.errorBytes
    this.#encoding = parts.encoding
    this.#redact = parts.redact
    this.#cancelTimer = parts.clock.after(parts.limits.errorBodyMs, () => this.#enough())
  }

  data(chunk: Buffer): boolean {
    this.#chunks.push(chunk)
    if (this.#chunks.bytes >= this.#largest) this.#enough()
    return true
  }

  end(): void {
    this.#done()
  }

  /** What came is still the provider's own words. */
  fail(): void {
    this.#done()
  }

  #enough(): void {
    this.#exchange.leave()
    this.#done()
  }

  #done(): void {
    this.#cancelTimer()
    const receivedBytes = this.#chunks.bytes
    const raw = this.#chunks.take().subarray(0, this.#largest)
    const text = this.#decode(raw)
    const clean = this.#redact(text)
    this.#resolve({ raw, text: clean, receivedBytes, redacted: clean !== text })
  }

  #decode(raw: Buffer): string {
    const decode = decoderFor(this.#encoding)
    try {
      return (decode ? decode(raw) : raw).toString('utf8')
    } catch {
      return ''
    }
  }
}

/** A redirect is never followed: the key would go to a place that nobody approved. */
export function redirectError(status: number, location: string | null, requested: string) {
  const target = location === null ? null : URL.parse(location, requested)
  const place = target && /^https?:$/.test(target.protocol) ? target.origin : null
  const to = place ? ` to ${place}` : ''
  return callError('upstream_redirect', `The provider redirects${to}. Redirects are not followed.`, { status })
}
