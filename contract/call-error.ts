import { z } from 'zod'

/** Where a call failed: before it left (vault, policy), on the way (network), at the provider, or in Keydeck itself. */
export const ErrorLayer = z.enum(['vault', 'policy', 'network', 'provider', 'keydeck'])

/**
 * What went wrong with a call. The first four are the provider documentation's own (`YUNXIN-KEYS.md`, Authentication
 * errors); the rest are Keydeck's.
 */
export const CallErrorCode = z.enum([
  'invalid_api_key',
  'missing_api_key',
  'key_revoked',
  'insufficient_permissions',
  'rate_limit_exceeded',
  'budget_exceeded',
  'vault_locked',
  'secret_unavailable',
  'origin_mismatch',
  'insecure_url',
  'invalid_request',
  'model_not_found',
  'upstream_error',
  'upstream_overloaded',
  'upstream_unreachable',
  'upstream_timeout',
  'upstream_tls',
  'upstream_proxy',
  'upstream_redirect',
  'upstream_malformed',
  'upstream_too_large',
  'upstream_truncated',
  'stopped',
  'internal_error',
])
export type CallErrorCode = z.infer<typeof CallErrorCode>

/**
 * A failed call as data: it crosses RPC, the gateway and the ledger unchanged. `providerMessage` is the provider's own
 * text (redacted by value, at most 4,000 characters) and is shown first; `hint` is ours and is marked as ours.
 */
export const CallError = z.object({
  layer: ErrorLayer,
  /** HTTP status of the provider, or the status that the gateway would answer with; null where none applies. */
  status: z.number().int().nullable(),
  code: CallErrorCode,
  message: z.string(),
  providerMessage: z.string().nullable(),
  /** Key of a sentence in `renderer/strings`, or null. */
  hint: z.string().nullable(),
  /** The provider's request id, for its support. */
  requestId: z.string().nullable(),
  retryAfterMs: z.number().nullable(),
})
export type CallError = z.infer<typeof CallError>
