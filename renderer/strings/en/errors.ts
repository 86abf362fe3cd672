import type { CallErrorCode } from '../../../contract/call-error.ts'

/** Our hint for each code of a failed call. Shown second, after the provider's own words, and marked as ours. */
export const errorHints: Record<CallErrorCode, string | null> = {
  invalid_api_key:
    'The provider does not know this key, or it has expired. Check it on the provider’s dashboard, then add the new one.',
  missing_api_key: 'The provider saw no key. Check the base URL: a proxy in between may take the header away.',
  key_revoked: 'This key was revoked. Choose another key, or add a new one.',
  insufficient_permissions:
    'The account type of this key does not include this model. Choose a model of its tier, or a key with a higher account type.',
  rate_limit_exceeded: 'The limit of this account is reached. Wait for the time shown, or use another key.',
  budget_exceeded: 'The budget of this key is used up for this month. Raise it on the key, or use another key.',
  vault_locked: 'The secret store is locked. Unlock it, then send again. Nothing was deleted.',
  secret_unavailable:
    'The secret of this key can’t be read from the secret store now. Nothing was deleted; see the message at the top.',
  origin_mismatch: 'The request went to another address than the key’s own, so the key was not sent.',
  insecure_url: 'Only https is allowed, but for addresses on this machine. The key was not sent.',
  invalid_request: 'The provider did not accept the request as it was sent. Its words above say what it wants.',
  model_not_found:
    'The provider has no model with this id for this key. Fetch the list again, or check how it is written.',
  upstream_error: 'The provider failed, not your request. Send it again in a moment.',
  upstream_overloaded: 'The provider has too much to do. Send it again in a moment.',
  upstream_unreachable:
    'No connection could be made. Check the network, the base URL, and whether a local server runs.',
  upstream_timeout: 'The provider did not answer in time. Send it again, or try another model.',
  upstream_tls:
    'The certificate of the provider could not be verified, so the key was not sent. A private authority’s file can be set on the provider.',
  upstream_proxy: 'The proxy refused or failed. Check the proxy variables, or switch the proxy off in Settings.',
  upstream_redirect:
    'The provider answered with a redirect. Keydeck never follows one with a key; set the final address as base URL.',
  upstream_malformed:
    'The answer was not in the form of this API. Check that the base URL points to the API and not to a web page.',
  upstream_too_large: 'The answer was larger than Keydeck accepts.',
  upstream_truncated:
    'The stream ended before the provider said it was done. What came is kept; send again for the rest.',
  stopped: null,
  internal_error: 'Something went wrong in Keydeck. The call is on record; if it happens again, please report it.',
}
