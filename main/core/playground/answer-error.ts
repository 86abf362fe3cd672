import { APIError } from 'openai/error'
import type { CallError, CallErrorCode } from '../../../contract/call-error.ts'
import type { CallRecord } from '../../../contract/calls.ts'
import { DoorError } from '../door/door-types.ts'

const LONGEST_MESSAGE = 4_000

/** Why an answer failed, as data: the door's own word where it refused, else the provider's. */
export function answerError(thrown: unknown, record: CallRecord | null, redact: (text: string) => string): CallError {
  const refusal = doorErrorIn(thrown)
  if (refusal) return refusal.error
  const provider = thrown instanceof APIError ? thrown : null
  const status = record?.status ?? provider?.status ?? null
  const code = record?.errorCode ?? codeOfStatus(status)
  return {
    layer: record?.errorLayer ?? (provider ? 'provider' : 'keydeck'),
    status: status === 200 ? null : status,
    code,
    message: MESSAGES[code] ?? 'The provider refused the call.',
    providerMessage: provider ? providerWords(provider, redact) : null,
    hint: code,
    requestId: record?.providerRequestId ?? provider?.requestID ?? null,
    retryAfterMs: retryAfter(provider?.headers?.get('retry-after') ?? null),
  }
}

/** The door's refusal, however deep the SDK wrapped it. */
export function doorErrorIn(thrown: unknown): DoorError | null {
  let error = thrown
  for (let depth = 0; depth < 8 && error instanceof Error; depth += 1) {
    if (error instanceof DoorError) return error
    error = error.cause
  }
  return null
}

const MESSAGES: Partial<Record<CallErrorCode, string>> = {
  invalid_api_key: 'The provider does not accept this key.',
  insufficient_permissions: 'The key lacks the permission that this call needs.',
  rate_limit_exceeded: 'The provider refused the call: too many requests.',
  model_not_found: 'The provider does not know this model.',
  invalid_request: 'The provider could not read the request.',
  upstream_overloaded: 'The provider is overloaded.',
  upstream_error: 'The provider failed.',
  upstream_malformed: 'The provider sent something that is not an answer.',
  upstream_truncated: 'The answer was cut off.',
  internal_error: 'Keydeck failed to make the call.',
}

function codeOfStatus(status: number | null): CallErrorCode {
  if (status === null) return 'upstream_error'
  if (status < 300) return 'upstream_malformed'
  if (status === 401) return 'invalid_api_key'
  if (status === 403) return 'insufficient_permissions'
  if (status === 404) return 'model_not_found'
  if (status === 429) return 'rate_limit_exceeded'
  if (status === 503 || status === 529) return 'upstream_overloaded'
  return status < 500 ? 'invalid_request' : 'upstream_error'
}

function providerWords(error: APIError, redact: (text: string) => string): string | null {
  const body: unknown = error.error
  const words = body && typeof body === 'object' && 'message' in body ? body.message : body
  const text = typeof words === 'string' ? words : error.message
  const trimmed = redact(text).trim().slice(0, LONGEST_MESSAGE)
  return trimmed === '' ? null : trimmed
}

function retryAfter(header: string | null): number | null {
  if (header === null) return null
  const seconds = Number(header)
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds * 1_000) : null
}
