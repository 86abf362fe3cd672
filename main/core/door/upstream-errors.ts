import type { IncomingHttpHeaders } from 'node:http'
import type { CallError, CallErrorCode } from '../../../contract/call-error.ts'
import { callError } from './call-errors.ts'
import { providerRequestId } from './headers.ts'
import { codeOfProviderError, codeOfStatus, messageOfBody } from './provider-message.ts'
import { retryAfterMs } from './retry-after.ts'
import type { Json } from './usage.ts'

/** A provider's HTTP error, as it came. */
export interface UpstreamAnswer {
  status: number
  headers: IncomingHttpHeaders | Record<string, string | string[]>
  /** Already redacted. */
  body: string
}

/** A provider's HTTP error as data: its own words, and our code for them. */
export function upstreamError(answer: UpstreamAnswer, now: number): CallError {
  const { message, parsed } = messageOfBody(answer.body)
  const code = codeOf(answer.status, parsed, message)
  return callError(code, sentences[code] ?? `The provider answered with status ${answer.status}.`, {
    layer: 'provider',
    status: answer.status,
    providerMessage: message,
    requestId: providerRequestId(answer.headers),
    retryAfterMs: retryAfterMs(answer.headers, now),
  })
}

const sentences: Partial<Record<CallErrorCode, string>> = {
  invalid_api_key: 'The provider did not accept the key.',
  missing_api_key: 'The provider says that no key was sent.',
  key_revoked: 'The provider says that the key was revoked.',
  insufficient_permissions: 'The provider says that this key may not do that.',
  budget_exceeded: "The provider says that the account's credit or quota is used up.",
  rate_limit_exceeded: 'The provider says that there were too many requests.',
  model_not_found: 'The provider does not know this model.',
  upstream_overloaded: 'The provider is overloaded.',
  upstream_timeout: "The provider's own time ran out.",
  upstream_proxy: 'A proxy on the way asks for a name and a password.',
}

function codeOf(status: number, parsed: Json | null, message: string | null): CallErrorCode {
  const byStatus = codeOfStatus(status) ?? 'upstream_error'
  const named = codeOfProviderError(parsed)
  if (status === 404)
    return named === 'model_not_found' || /\bmodel\b/i.test(message ?? '') ? 'model_not_found' : byStatus
  // A status says more than a vague type, and a precise code more than a status.
  if (status === 401) return named === 'missing_api_key' || named === 'key_revoked' ? named : byStatus
  if (status === 403) return named === 'key_revoked' || named === 'invalid_api_key' ? named : byStatus
  if (status === 429) return named === 'budget_exceeded' ? named : byStatus
  if (status === 400 && /\bAPI[_ ]?key\b.*\b(not valid|invalid|expired)\b/i.test(message ?? ''))
    return 'invalid_api_key'
  if (status === 400 || status >= 500) return named ?? byStatus
  return byStatus
}
