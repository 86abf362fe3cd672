import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { answerKind, type BodyFacts, readBody, withModel } from '../../door/request-body.ts'
import type { Clock } from '../../ports.ts'
import type { Endpoint } from './endpoints.ts'
import type { HeldBytes } from './held-bytes.ts'
import { boundaryOf, isInUtf8, MultipartScan } from './multipart-scan.ts'
import { type Problem, problem } from './problem.ts'
import { type BodyLimits, readWhole, refuseLength } from './read-json.ts'
import { MultipartBody } from './read-multipart.ts'
import { refusedFields, refusedFieldText, refusedParameter, spellingOf } from './refused-names.ts'
import { first, type Headers } from './request-head.ts'

interface Options {
  request: IncomingMessage
  headers: Headers
  /** Below `/v1`, with its query. */
  path: string
  endpoint: Extract<Endpoint, { kind: 'call' }>
  limits: BodyLimits
  held: HeldBytes
  clock: Clock
  /** Told once nothing speaks against the body: a client may wait for that word. */
  beforeReading: () => void
  /** Told what is wrong with a body that is already on its way to the provider. */
  onProblem: (what: Problem) => void
}

/** What the door is given of a body. */
export interface Handed {
  body: Buffer | Readable | null
  facts?: BodyFacts
  /** Where the body is longer or shorter than the client said. */
  length?: string
}

const plainModel = /^(?!\s)\P{Cc}+(?<!\s)$/u
const json = /^application\/([\w.-]+\+)?json\s*(;|$)/i

/** A request's body: read as far as its model asks for it, and handed on with its bytes as they came. */
export class CallBody {
  /** As the client named it; an endpoint's own where it named none; null where the endpoint has none. */
  model: string | null = null
  streaming = false
  readonly #options: Options
  #bytes: Buffer | MultipartBody | null = null
  #facts: BodyFacts | null = null
  #cancel: ((why: Problem) => void) | null = null

  constructor(options: Options) {
    this.#options = options
  }

  /** Ends the reading where the call is over before it. */
  cancel(why: Problem): void {
    this.#cancel?.(why)
  }

  /** Resolves with what is wrong with it, or null once its model is known. */
  async read(): Promise<Problem | null> {
    const { endpoint, headers, limits } = this.#options
    const length = first(headers, 'content-length')
    const parameter = refusedParameter(this.#options.path)
    if (parameter !== null) return refusedField(parameter)
    if (endpoint.body === 'none') {
      const isEmpty = headers['transfer-encoding'] === undefined && (length === null || length === '0')
      return isEmpty ? null : problem('invalid_request', 'This endpoint takes no request body.')
    }
    if (headers['content-encoding'] !== undefined) return unsupported('unpacked, so that its model can be read')
    const type = headers['content-type']
    if (typeof type !== 'string') return unsupported('described by one "Content-Type", such as application/json')
    if (!isInUtf8(type)) return unsupported('in UTF-8, so that everyone reads the same in it')
    const isMultipart = /^multipart\/form-data\b/i.test(type)
    if (isMultipart && endpoint.body !== 'json') {
      return refuseLength(length, limits.passingBytes) ?? this.#readMultipart(type)
    }
    if (endpoint.body === 'multipart') return unsupported('multipart/form-data')
    if (!json.test(type)) return unsupported('JSON, and say so: "Content-Type: application/json"')
    return refuseLength(length, limits.heldBytes) ?? this.#readJson()
  }

  /** For one vault key: with the model as its provider knows it, where that is another. */
  handTo(model: string | null): Handed {
    const { headers } = this.#options
    const bytes = this.#bytes
    const renamed = model !== null && this.model !== model ? model : null
    if (bytes instanceof MultipartBody) {
      const length = first(headers, 'content-length')
      const body = bytes.pass(renamed)
      return length === null
        ? { body }
        : { body, length: String(Number(length) + (renamed ? bytes.growth(renamed) : 0)) }
    }
    const facts = this.#facts
    if (bytes === null || facts === null) return { body: bytes }
    if (renamed !== null && facts.modelSpan) return { body: withModel(bytes, facts.modelSpan, renamed) }
    return { body: bytes, facts }
  }

  /** The response that it goes on from; null where it names none. */
  get previousResponse(): string | null {
    return this.#facts?.previousResponse ?? null
  }

  /** Lets go of what is held for it. */
  release(): void {
    const bytes = this.#bytes
    this.#bytes = null
    this.#facts = null
    if (bytes instanceof MultipartBody) bytes.release()
    else if (bytes) this.#options.held.release(bytes.length)
  }

  async #readJson(): Promise<Problem | null> {
    this.#options.beforeReading()
    const reading = readWhole(this.#options.request, this.#options)
    this.#cancel = reading.cancel
    const bytes = await reading.result
    this.#cancel = null
    if (!Buffer.isBuffer(bytes)) return bytes
    this.#bytes = bytes
    const facts = readBody(bytes, answerKind(this.#options.path), refusedFields)
    if (typeof facts === 'string') {
      return problem('invalid_request', facts, / model /.test(facts) ? { param: 'model' } : {})
    }
    if (facts.refusedField !== null) return refusedField(facts.refusedField)
    this.#facts = facts
    this.streaming = facts.stream
    return this.#take(facts.model)
  }

  async #readMultipart(type: string): Promise<Problem | null> {
    const boundary = boundaryOf(type)
    if (boundary === null) return problem('invalid_request', 'The multipart body names no plain boundary.')
    const { request, endpoint } = this.#options
    const scan = new MultipartScan(boundary, refusedFields)
    const body = new MultipartBody(request, { ...this.#options, scan })
    this.#bytes = body
    this.#options.beforeReading()
    if (endpoint.model === 'none') return null
    this.#cancel = (why) => body.cancel(why)
    const what = await body.holdUntilModel()
    this.#cancel = null
    return what ?? this.#take(scan.model?.value ?? null)
  }

  #take(named: string | null): Problem | null {
    const { model } = this.#options.endpoint
    // Servers that trim it would use another model than the one whose tier was looked up.
    if (named && !plainModel.test(named)) {
      return problem('invalid_request', 'The name of the model has spaces around it, or control characters.', {
        param: 'model',
      })
    }
    if (named) this.model = named
    else if (model === 'named') return problem('invalid_request', 'You must name a model.', { param: 'model' })
    else if (model !== 'none') this.model = model.default
    return null
  }
}

/** A field that would redirect the call or carry another key. */
export const refusedField = (folded: string) => {
  const name = spellingOf(folded)
  return problem('invalid_request', refusedFieldText(name), { param: name })
}

const unsupported = (what: string) => problem('unsupported_media_type', `The request body must be ${what}.`)
