/**
 * Fields of a body, by whatever name gateways and SDKs know them, that would send a call elsewhere, to another model than
 * the one that was checked, or carry another key.
 * Everything else that a body holds passes untouched.
 */
export const refusedFields: ReadonlySet<string> = new Set([
  'api_base',
  'api_key',
  'api_type',
  'aws_access_key_id',
  'aws_secret_access_key',
  'aws_session_token',
  'azure_ad_token',
  'azure_endpoint',
  'base_url',
  'content_policy_fallbacks',
  'context_window_fallbacks',
  'custom_llm_provider',
  'default_headers',
  'default_query',
  'extra_headers',
  'extra_query',
  'fallbacks',
  'headers',
  // Other models to fall back to, which no local key was asked about.
  'models',
  'organization',
  'vertex_credentials',
])

/** Why a field is refused, in words. */
export const refusedFieldText = (name: string) =>
  `The field "${name}" is not accepted: where a call goes, and with which key, is set in Keydeck.`
