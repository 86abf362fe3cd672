import type { CallError, CallErrorCode } from '../../../contract/call-error.ts'
import type { CallRecord } from '../../../contract/calls.ts'
import type { DoorResponse } from '../door/door-types.ts'

const LONGEST_MESSAGE = 4_000

/** What the provider's refusal of a check says, with its own words. `scrub` takes the key out of them. */
export function refusedCheck(options: {
  response: Pick<DoorResponse, 'status' | 'headers'>
  record: CallRecord
  body: string
  scrub: (text: string) => string
}): CallError {
  const { response, record } = options
  const code = record.errorCode ?? codeOfStatus(response.status)
  const words = wordsIn(options.body, String(response.headers['content-type'] ?? ''))
  return {
    layer: record.errorLayer ?? 'provider',
    status: response.status,
    code,
    message: `The provider answered ${response.status}.`,
    providerMessage: words && options.scrub(words).slice(0, LONGEST_MESSAGE),
    hint: code,
    requestId: record.providerRequestId,
    retryAfterMs: retryAfter(response.headers['retry-after']),
  }
}

/** The provider said yes, but what came is no list of models. */
export function unreadableList(status: number): CallError {
  return {
    layer: 'provider',
    status,
    code: 'upstream_malformed',
    message: 'The provider answered, but not with a list of models.',
    providerMessage: null,
    hint: 'upstream_malformed',
    requestId: null,
    retryAfterMs: null,
  }
}

/** No answer within the time that a check has. */
export const checkTimedOut: CallError = {
  layer: 'network',
  status: null,
  code: 'upstream_timeout',
  message: 'The provider did not answer in time.',
  providerMessage: null,
  hint: 'upstream_timeout',
  requestId: null,
  retryAfterMs: null,
}

function codeOfStatus(status: number): CallErrorCode {
  if (status === 401) return 'invalid_api_key'
  if (status === 403) return 'insufficient_permissions'
  if (status === 429) return 'rate_limit_exceeded'
  if (status === 503 || status === 529) return 'upstream_overloaded'
  return status >= 500 ? 'upstream_error' : 'invalid_request'
}

/** `{error: {message}}`, `{error: "…"}`, `{message}`, `{detail}`, an array around one of them, or plain text; never HTML. */
function wordsIn(body: string, contentType: string): string | null {
  const parsed = parse(body)
  const found = messageIn(Array.isArray(parsed) ? parsed[0] : parsed)
  if (found) return clean(found)
  const isPlain = parsed === undefined && !/html|xml/i.test(contentType) && !body.trimStart().startsWith('<')
  return isPlain ? clean(body) : null
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

function messageIn(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return null
  for (const name of ['error', 'message', 'detail', 'msg']) {
    const inner = messageIn(Reflect.get(value, name))
    if (inner) return inner
  }
  return null
}

function clean(text: string): string | null {
  const words = text
    .slice(0, LONGEST_MESSAGE * 2)
    .replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
  return words === '' ? null : words
}

function retryAfter(header: string | string[] | undefined): number | null {
  const seconds = Number(Array.isArray(header) ? header[0] : (header ?? Number.NaN))
  return Number.isFinite(seconds) && seconds >= 0 && seconds <= 86_400 ? Math.ceil(seconds * 1_000) : null
}
