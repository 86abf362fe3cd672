import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { Pieces } from '../../pieces.ts'
import type { Clock } from '../../ports.ts'
import type { HeldBytes } from './held-bytes.ts'
import type { MultipartScan } from './multipart-scan.ts'
import { type Problem, problem } from './problem.ts'
import { type BodyLimits, tooLarge, tooMany, tooSlow } from './read-json.ts'
import { refusedFieldText } from './refused-names.ts'

interface Options {
  scan: MultipartScan
  limits: BodyLimits
  held: HeldBytes
  clock: Clock
  /** Told what is wrong with a body that is already on its way to the provider. */
  onProblem: (what: Problem) => void
}

/** Fewer bytes than this in `patienceMs` are no upload. */
const slowest = 1_024

/**
 * A multipart body. It is held only until its model is known, which many clients send behind the file; from there on it
 * passes piece by piece, still read for the names of its parts.
 */
export class MultipartBody {
  readonly #request: IncomingMessage
  readonly #options: Options
  readonly #held = new Pieces()
  #bytes = 0
  #ended = false
  #passing: Readable | null = null
  #finishHold: ((problem: Problem | null) => void) | null = null
  #cancelTimer: (() => void) | null = null

  constructor(request: IncomingMessage, options: Options) {
    this.#request = request
    this.#options = options
  }

  /** Reads until the model is known, or to the end. */
  holdUntilModel(): Promise<Problem | null> {
    const { promise, resolve } = Promise.withResolvers<Problem | null>()
    const { clock, limits } = this.#options
    const cancelTimer = clock.after(limits.patienceMs, () => this.#finishHold?.(tooSlow()))
    this.#finishHold = (what) => {
      this.#finishHold = null
      cancelTimer()
      this.#request.pause()
      this.#request.off('data', this.#onHeld)
      this.#request.off('end', this.#onEnd)
      if (what) this.release()
      resolve(what)
    }
    this.#request.on('data', this.#onHeld)
    this.#request.on('end', this.#onEnd)
    return promise
  }

  /** Ends the reading where the call is over before it. */
  cancel(why: Problem): void {
    this.#finishHold?.(why)
  }

  readonly #onHeld = (chunk: Buffer) => {
    const { scan, limits, held } = this.#options
    if (this.#held.bytes + chunk.length > limits.heldBytes) {
      const text = `Send the field "model" before the file: no model came in the first ${Math.floor(limits.heldBytes / 1_048_576)} MB.`
      return this.#finishHold?.(problem('request_too_large', text, { param: 'model' }))
    }
    if (!held.take(chunk.length, this.#held.bytes)) return this.#finishHold?.(tooMany())
    this.#held.push(chunk)
    const what = this.#read(chunk)
    if (what || scan.model) this.#finishHold?.(what)
  }

  readonly #onEnd = () => {
    this.#ended = true
    if (this.#finishHold) this.#finishHold(this.#endProblem())
    else this.#passing?.push(null)
  }

  #endProblem(): Problem | null {
    return this.#options.scan.isComplete ? null : problem('invalid_request', 'The multipart body has no end.')
  }

  #read(chunk: Buffer): Problem | null {
    const what = this.#options.scan.feed(chunk)
    if (what === null) return null
    if ('malformed' in what) return problem('invalid_request', what.malformed)
    return problem('invalid_request', refusedFieldText(what.refused), { param: what.refused })
  }

  /** How many bytes a new name for the model adds to the body. */
  growth(model: string): number {
    const found = this.#options.scan.model
    return found ? Buffer.byteLength(model) - (found.end - found.start) : 0
  }

  /** The body for the provider, with another name for the model where one is given. Nothing is read before it is. */
  pass(model: string | null): Readable {
    const found = this.#options.scan.model
    const renamed = model !== null && found ? { ...found, bytes: Buffer.from(model) } : null
    let started = false
    const readable = new Readable({
      read: () => {
        if (started) return void this.#request.resume()
        started = true
        this.#passing = readable
        const held = this.#held.take()
        const first = renamed ? [held.subarray(0, renamed.start), renamed.bytes, held.subarray(renamed.end)] : [held]
        for (const chunk of first) if (chunk.length > 0) readable.push(chunk)
        this.#options.held.release(held.length)
        if (this.#ended) readable.push(null)
        else this.#goOn()
      },
      destroy: (error, callback) => {
        if (started) this.#stop()
        callback(error)
      },
    })
    return readable
  }

  #goOn(): void {
    this.#request.on('data', this.#onPassing)
    this.#request.on('end', this.#onEnd)
    this.#request.resume()
    this.#watch()
  }

  /** An upload must go on; where the provider is the slow one, nothing is asked for. */
  #watch(): void {
    const { clock, limits } = this.#options
    const before = this.#bytes
    this.#cancelTimer = clock.after(limits.patienceMs, () => {
      if (this.#ended || !this.#passing) return
      if (this.#bytes - before < slowest && !this.#request.isPaused()) this.#fail(tooSlow())
      else this.#watch()
    })
  }

  readonly #onPassing = (chunk: Buffer) => {
    this.#bytes += chunk.length
    const { limits } = this.#options
    if (this.#bytes > limits.passingBytes) return this.#fail(tooLarge(limits.passingBytes))
    const what = this.#read(chunk)
    if (what) return this.#fail(what)
    if (this.#passing?.push(chunk) === false) this.#request.pause()
  }

  /** The provider must not get the end of a body that breaks a rule. */
  #fail(what: Problem): void {
    this.#options.onProblem(what)
    this.#passing?.destroy()
  }

  #stop(): void {
    this.#passing = null
    this.#cancelTimer?.()
    this.#request.off('data', this.#onPassing)
    this.#request.off('end', this.#onEnd)
  }

  /** Lets go of what is held. */
  release(): void {
    this.#options.held.release(this.#held.bytes)
    this.#held.clear()
  }
}
