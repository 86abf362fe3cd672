import type { Readable } from 'node:stream'
import type { Origin } from '../../../contract/calls.ts'
import { type Door, DoorError, type DoorRequest, type DoorResponse } from './door-types.ts'
import { describeResponseError } from './error-response.ts'

/** Where a client that calls through the door believes its provider to be; the record says where the call really goes. */
export const doorBaseUrl = 'https://door.invalid'

/** Who asks, and what a library that knows only `fetch` can't say. */
export interface DoorFetchContext {
  origin: Origin
  keyId: string
  conversationId?: string | null
  /** Ends the call beside the signal that the library passes. */
  signal?: AbortSignal
  onWait?: (ms: number) => void
  retries?: number
  /** What the library was given as its base URL. Default: `doorBaseUrl`. */
  baseUrl?: string
  /** Told of each answer, before its body was read. */
  onResponse?: (response: DoorResponse) => void
}

/**
 * A `fetch` whose every request goes through the door. Rejects with a `DoorError` where the door refuses or can't reach
 * the provider, and also where the provider answers with an HTTP error, because its words have then been read and
 * cleaned. An aborted call rejects with the signal's own reason, as `fetch` does.
 */
export function createDoorFetch(door: Pick<Door, 'send'>, context: DoorFetchContext): typeof fetch {
  const base = (context.baseUrl ?? doorBaseUrl).replace(/\/+$/, '')
  return async (input, init) => {
    // A Request loses its signal at a garbage collection; the libraries used here pass a URL and options.
    if (input instanceof Request) throw new TypeError('Pass a URL and options: a Request can not be stopped reliably.')
    const url = String(input)
    if (!url.startsWith(`${base}/`)) throw new TypeError("This fetch leads to the key's own provider only.")
    const signal = signalOf(context.signal, init?.signal ?? undefined)
    const response = await sendOrAbort(door, doorRequest(url.slice(base.length), init, context, signal))
    context.onResponse?.(response)
    const error = describeResponseError(response)
    if (error) throw new DoorError(error, await response.recorded)
    return webResponse(response)
  }
}

function doorRequest(
  path: string,
  init: RequestInit | undefined,
  context: DoorFetchContext,
  signal: AbortSignal,
): DoorRequest {
  const method = (init?.method ?? 'GET').toUpperCase()
  if (method !== 'GET' && method !== 'POST' && method !== 'DELETE')
    throw new TypeError(`${method} does not pass the door.`)
  const headers = Object.fromEntries(new Headers(init?.headers))
  // The answer is handed on as bytes that nobody unpacks.
  headers['accept-encoding'] = 'identity'
  return {
    origin: context.origin,
    keyId: context.keyId,
    method,
    path,
    headers,
    body: bodyOf(init?.body),
    conversationId: context.conversationId ?? null,
    signal,
    atLimit: 'wait',
    retries: context.retries ?? 0,
    ...(context.onWait ? { onWait: context.onWait } : {}),
  }
}

function bodyOf(body: RequestInit['body']): Buffer | null {
  if (body === undefined || body === null) return null
  if (typeof body === 'string') return Buffer.from(body)
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  throw new TypeError('Only text and bytes pass through this fetch.')
}

function signalOf(own: AbortSignal | undefined, given: AbortSignal | undefined): AbortSignal {
  if (own && given && own !== given) return AbortSignal.any([own, given])
  return own ?? given ?? new AbortController().signal
}

async function sendOrAbort(door: Pick<Door, 'send'>, request: DoorRequest): Promise<DoorResponse> {
  try {
    return await door.send(request)
  } catch (error) {
    if (request.signal.aborted && error instanceof DoorError && error.error.code === 'stopped') throw abortError(error)
    throw error
  }
}

/** What libraries know a stop by; the door's own word is its cause. */
function abortError(cause: DoorError): Error {
  return Object.assign(new Error('The call was stopped.', { cause }), { name: 'AbortError' })
}

const withoutBody = new Set([204, 205, 304])

function webResponse(response: DoorResponse): Response {
  const headers = new Headers()
  for (const [name, value] of Object.entries(response.headers)) {
    for (const one of typeof value === 'string' ? [value] : value) headers.append(name, one)
  }
  if (withoutBody.has(response.status)) {
    response.body.resume()
    return new Response(null, { status: response.status, headers })
  }
  return new Response(webStream(response.body), { status: response.status, headers })
}

/** Pulls one chunk at a time, so that a slow reader slows the provider down, and cancels the call with the stream. */
function webStream(body: Readable): ReadableStream<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await chunks.next()
          if (done) controller.close()
          else controller.enqueue(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))
        } catch (error) {
          const stopped = error instanceof DoorError && error.error.code === 'stopped'
          controller.error(stopped ? abortError(error) : error)
        }
      },
      cancel() {
        body.destroy()
      },
    },
    { highWaterMark: 0 },
  )
}
