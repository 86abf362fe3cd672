import type { CallError } from '../../../../contract/call-error.ts'
import type { GatewayRefusalCode } from '../../../../contract/gateway.ts'

/** Why a request got no answer of a provider, as the client and the gateway page are told. */
export interface Problem {
  status: number
  /** What the client reads in `error.code`. */
  code: Exclude<GatewayRefusalCode, 'guard_unconfirmed'>
  /** What the page shows: more exact than `code` for one case. */
  refusal: GatewayRefusalCode
  type: string
  message: string
  param: string | null
  /** Whether SDKs may try again by themselves; null leaves it to them. */
  mayRetry: false | null
  retryAfterMs: number | null
  /** For 405: the methods that the path has. */
  allow: string | null
}

type ErrorType = 'invalid_request_error' | 'permission_error' | 'rate_limit_error' | 'insufficient_quota' | 'api_error'

interface Row {
  status: number
  type: ErrorType
  mayRetry?: false
  param?: string
}

/** The status and the type of each code: the one table that answers are made from, and that `docs/gateway.md` prints. */
export const problemTable: Readonly<Record<Problem['code'], Row>> = {
  missing_api_key: { status: 401, type: 'invalid_request_error' },
  invalid_api_key: { status: 401, type: 'invalid_request_error' },
  key_revoked: { status: 403, type: 'permission_error', mayRetry: false },
  insufficient_permissions: { status: 403, type: 'permission_error', mayRetry: false, param: 'model' },
  rate_limit_exceeded: { status: 429, type: 'rate_limit_error' },
  budget_exceeded: { status: 402, type: 'insufficient_quota', mayRetry: false },
  model_not_found: { status: 404, type: 'invalid_request_error', param: 'model' },
  response_not_found: { status: 404, type: 'invalid_request_error', mayRetry: false },
  vault_locked: { status: 503, type: 'api_error', mayRetry: false },
  secret_unavailable: { status: 503, type: 'api_error', mayRetry: false },
  origin_mismatch: { status: 403, type: 'permission_error', mayRetry: false },
  insecure_url: { status: 400, type: 'invalid_request_error' },
  invalid_request: { status: 400, type: 'invalid_request_error' },
  upstream_error: { status: 502, type: 'api_error' },
  upstream_overloaded: { status: 503, type: 'api_error' },
  upstream_unreachable: { status: 502, type: 'api_error' },
  upstream_timeout: { status: 504, type: 'api_error' },
  upstream_tls: { status: 502, type: 'api_error', mayRetry: false },
  upstream_proxy: { status: 502, type: 'api_error', mayRetry: false },
  upstream_redirect: { status: 502, type: 'api_error', mayRetry: false },
  upstream_malformed: { status: 502, type: 'api_error' },
  upstream_too_large: { status: 502, type: 'api_error', mayRetry: false },
  upstream_truncated: { status: 502, type: 'api_error' },
  stopped: { status: 503, type: 'api_error' },
  internal_error: { status: 500, type: 'api_error' },
  forbidden_host: { status: 421, type: 'permission_error', mayRetry: false },
  forbidden_origin: { status: 403, type: 'permission_error', mayRetry: false },
  unknown_endpoint: { status: 404, type: 'invalid_request_error' },
  method_not_allowed: { status: 405, type: 'invalid_request_error' },
  not_supported: { status: 501, type: 'invalid_request_error', mayRetry: false },
  unsupported_media_type: { status: 415, type: 'invalid_request_error' },
  request_too_large: { status: 413, type: 'invalid_request_error' },
  too_many_calls: { status: 503, type: 'api_error' },
}

/** A problem as its code has it, with what is different in `rest`. */
export function problem(code: Problem['code'], message: string, rest: Partial<Problem> = {}): Problem {
  const { status, type, mayRetry = null, param = null } = problemTable[code]
  return { status, code, refusal: code, type, message, param, mayRetry, retryAfterMs: null, allow: null, ...rest }
}

/** What the door said no with, or why no answer came. An HTTP error of a provider never gets here: it passes as it is. */
export function problemOfCall(error: CallError): Problem {
  const { code, retryAfterMs } = error
  const said = error.providerMessage === null ? '' : ` The provider said: ${error.providerMessage}`
  const message = error.message + said
  if (code === 'invalid_request' && error.status === 413) return problem('request_too_large', message)
  return problem(code, message, { retryAfterMs })
}

/** The JSON that every SDK turns into its own typed error. */
export function problemBody({ message, type, param, code }: Problem): string {
  return JSON.stringify({ error: { message, type, param, code } })
}
