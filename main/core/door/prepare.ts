import type { Readable } from 'node:stream'
import type { CallError } from '../../../contract/call-error.ts'
import { Pieces } from '../pieces.ts'
import { callError } from './call-errors.ts'
import type { DoorRequest } from './door-types.ts'
import { headerOf } from './headers.ts'
import { type AnswerKind, answerKind, readBody } from './request-body.ts'

/** A request's body, ready to be sent, and what the door read of it. */
export interface PreparedBody {
  /** Null where there is none. A stream can be sent once. */
  bytes: Buffer | Readable | null
  /** The same with the usage event asked for; null where that isn't wanted. */
  askingForUsage: Buffer | null
  kind: AnswerKind
  model: string | null
  streaming: boolean
  maxOutput: number | null
  /** How many answers are asked for at once. */
  answers: number
  /** The answer is worked out without its asker. */
  background: boolean
}

/** Reads a JSON body for its model, and leaves any other untouched. Answers with an error where it can't be sent. */
export function prepareBody(
  request: DoorRequest,
  largest: number,
): PreparedBody | CallError | Promise<PreparedBody | CallError> {
  const kind = answerKind(request.path)
  if (request.body === null || request.method !== 'POST') return unread(request, kind, request.body)
  if (!isJson(request, kind)) return unread(request, kind, request.body)

  if (Buffer.isBuffer(request.body)) return prepareJson(request, request.body, kind, largest)
  return gather(request.body, largest).then((body) => prepareJson(request, body, kind, largest))
}

function prepareJson(
  request: DoorRequest,
  body: Buffer | null,
  kind: AnswerKind,
  largest: number,
): PreparedBody | CallError {
  if (!body || body.length > largest) {
    return callError('invalid_request', `The request body is over ${Math.floor(largest / 1_048_576)} MB.`, {
      status: 413,
    })
  }
  if (body.length === 0) return unread(request, kind, null)
  const facts = request.facts ?? readBody(body, kind)
  if (typeof facts === 'string') return callError('invalid_request', facts)
  return {
    bytes: body,
    askingForUsage: facts.askingForUsage,
    kind,
    // What really goes to the provider decides, not what the asker says beside it.
    model: facts.model ?? request.model ?? null,
    streaming: facts.stream,
    maxOutput: facts.maxOutput,
    answers: facts.answers,
    background: facts.background,
  }
}

const unread = (request: DoorRequest, kind: AnswerKind, bytes: PreparedBody['bytes']): PreparedBody => ({
  bytes,
  askingForUsage: null,
  kind,
  model: request.model ?? null,
  streaming: false,
  maxOutput: null,
  answers: 1,
  background: false,
})

function isJson(request: DoorRequest, kind: AnswerKind): boolean {
  // A chat body is read whatever it calls itself: its model must not slip past the account type.
  if (kind !== 'other') return true
  const type = headerOf(request.headers, 'content-type')
  return type === null ? Buffer.isBuffer(request.body) : /^\s*application\/([\w.-]+\+)?json\s*(;|$)/i.test(type)
}

async function gather(body: Readable, largest: number): Promise<Buffer | null> {
  const pieces = new Pieces()
  for await (const chunk of body) {
    pieces.push(Buffer.from(chunk as Uint8Array))
    if (pieces.bytes > largest) return null
  }
  return pieces.take()
}
