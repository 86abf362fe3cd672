import type { ServerResponse } from 'node:http'
import type { DoorResponse } from '../../door/door-types.ts'
import type { LimitState } from '../gateway-types.ts'
import { limitHeaders, protection } from './answers.ts'
import { type Problem, problemBody } from './problem.ts'

/** Which events a stream has, and so how it says that it broke. */
export type StreamKind = 'chat' | 'responses'

interface Options {
  response: ServerResponse
  answer: DoorResponse
  kind: StreamKind
  limit: LimitState | null
  /** What to tell the client of an answer that broke off. */
  problemOf: (error: Error) => Problem
  /** Told of each piece, and whether the client took it at once. */
  onBytes: (bytes: number, isTaken: boolean) => void
  /** The whole answer is handed over. */
  onEnd: () => void
}

/** An answer this short comes whole, so that its head can wait for it. */
const comesAtOnce = 64 * 1024

/**
 * Hands a provider's answer to the client: status, headers and bytes as they are. Reads on only where the client takes
 * what it was given. An answer that breaks off ends with an event that says so, where it is a stream of events; any other
 * ends with its connection, which is the one way to say it.
 */
export function passAnswer({ response, answer, kind, limit, problemOf, onBytes, onEnd }: Options): void {
  const { body } = answer
  const type = answer.headers['content-type']
  const isEvents = typeof type === 'string' && type.includes('text/event-stream')
  response.writeHead(answer.status, headersFor(answer, limit))
  const length = Number(answer.headers['content-length'] ?? Number.NaN)
  if (!(length <= comesAtOnce)) response.flushHeaders()

  response.on('drain', () => body.readOn())
  body.handTo({
    data(chunk) {
      const isTaken = response.write(chunk)
      onBytes(chunk.length, isTaken)
      return isTaken
    },
    end() {
      response.end()
      onEnd()
    },
    fail(error) {
      if (response.destroyed) return
      if (isEvents) response.end(errorEvent(kind, problemOf(error)))
      else response.destroy()
    },
  })
}

/** The last event of a stream that broke off, in the place of its end. */
function errorEvent(kind: StreamKind, what: Problem): string {
  const body = problemBody(what)
  if (kind === 'chat') return `data: ${body}\n\n`
  const { message, param, code } = what
  // Some clients read the fields of the event, some the `error` that they know from elsewhere.
  const fields = JSON.stringify({ type: 'error', code, message, param, sequence_number: 0 })
  return `event: error\ndata: ${fields.slice(0, -1)},${body.slice(1)}\n\n`
}

const own = new Set(['x-keydeck-request-id', ...protection.filter((_, index) => index % 2 === 0)])
const ownLimits = /^x-ratelimit-(limit|remaining|reset)-requests$/

function headersFor({ headers, callId }: DoorResponse, limit: LimitState | null): string[] {
  const sent: string[] = []
  const limits = limit ? limitHeaders(limit) : []
  for (const name in headers) {
    if (own.has(name) || (limits.length > 0 && ownLimits.test(name))) continue
    const value = headers[name]
    if (typeof value === 'string') sent.push(name, value)
    else if (value) for (const one of value) sent.push(name, one)
  }
  if (headers['cache-control'] === undefined) sent.push('cache-control', 'no-store')
  sent.push(...protection, ...limits, 'x-keydeck-request-id', callId)
  return sent
}
