import type { Duplex } from 'node:stream'
import { callError } from './call-errors.ts'
import type { BodySink, Exchange } from './exchange.ts'
import { ExchangeError } from './network-errors.ts'

/** Unpacks a stream of events on its way to the relay. */
export class DecodingSink implements BodySink {
  readonly #decoder: Duplex
  readonly #next: BodySink
  #over = false

  constructor(decoder: Duplex, next: BodySink, exchange: Exchange) {
    this.#decoder = decoder
    this.#next = next
    decoder.on('data', (chunk: Buffer) => {
      if (!this.#over && !next.data(chunk)) decoder.pause()
    })
    decoder.on('drain', () => exchange.resume())
    decoder.on('end', () => {
      if (!this.#over) next.end()
    })
    decoder.on('error', () => {
      const error = new ExchangeError(
        callError('upstream_malformed', 'The provider packed its answer in a broken way.'),
      )
      // While bytes still arrive the exchange tells the relay; after them only this can.
      exchange.abort(error)
      this.fail(error)
    })
  }

  /** The relay has room again. */
  resume(): void {
    this.#decoder.resume()
  }

  data(chunk: Buffer): boolean {
    return this.#decoder.write(chunk)
  }

  end(): void {
    this.#decoder.end()
  }

  /** All that was wanted has come: what is still packed stays so. */
  leave(): void {
    this.#over = true
    this.#decoder.destroy()
  }

  fail(error: Error): void {
    if (this.#over) return
    this.#over = true
    this.#decoder.destroy()
    this.#next.fail(error)
  }
}
