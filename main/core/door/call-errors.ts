import type { CallError, CallErrorCode } from '../../../contract/call-error.ts'

type Layer = CallError['layer']

/** Where each code belongs, and what the gateway answers where the provider gave no status. */
const places: Readonly<Record<CallErrorCode, { layer: Layer; status: number }>> = {
  invalid_api_key: { layer: 'provider', status: 401 },
  missing_api_key: { layer: 'vault', status: 401 },
  key_revoked: { layer: 'vault', status: 403 },
  insufficient_permissions: { layer: 'policy', status: 403 },
  rate_limit_exceeded: { layer: 'policy', status: 429 },
  budget_exceeded: { layer: 'policy', status: 402 },
  vault_locked: { layer: 'vault', status: 503 },
  secret_unavailable: { layer: 'vault', status: 503 },
  origin_mismatch: { layer: 'policy', status: 403 },
  insecure_url: { layer: 'policy', status: 400 },
  invalid_request: { layer: 'policy', status: 400 },
  model_not_found: { layer: 'provider', status: 404 },
  upstream_error: { layer: 'provider', status: 502 },
  upstream_overloaded: { layer: 'provider', status: 503 },
  upstream_unreachable: { layer: 'network', status: 502 },
  upstream_timeout: { layer: 'network', status: 504 },
  upstream_tls: { layer: 'network', status: 502 },
  upstream_proxy: { layer: 'network', status: 502 },
  upstream_redirect: { layer: 'network', status: 502 },
  upstream_malformed: { layer: 'provider', status: 502 },
  upstream_too_large: { layer: 'provider', status: 502 },
  upstream_truncated: { layer: 'provider', status: 502 },
  stopped: { layer: 'policy', status: 499 },
  internal_error: { layer: 'keydeck', status: 500 },
}

/** A call's failure as data, with the layer, the status and the hint that its code has by itself. */
export function callError(code: CallErrorCode, message: string, rest: Partial<CallError> = {}): CallError {
  return {
    providerMessage: null,
    requestId: null,
    retryAfterMs: null,
    ...places[code],
    code,
    hint: code,
    message,
    ...rest,
  }
}
