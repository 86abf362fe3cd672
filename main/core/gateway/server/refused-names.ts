/**
 * Fields of a body, by whatever name gateways and SDKs know them, that would send a call elsewhere, to another model than
 * the one that was checked, or carry another key.
 * Everything else that a body holds passes untouched.
 */
export const refusedNames: readonly string[] = [
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
  // Vercel's AI gateway: under `gateway`, other models (`models`), a provider's key (`byok`), and who answers (`order`, `only`).
  'providerOptions',
  'vertex_credentials',
]

const spelled = new Map(refusedNames.map((name) => [name.toLowerCase(), name]))

/** The same as a body's names are compared, whatever their case. */
export const refusedFields: ReadonlySet<string> = new Set(spelled.keys())

/** As its own servers write it. */
export const spellingOf = (folded: string): string => spelled.get(folded) ?? folded

/** Why a field is refused, in words. */
export const refusedFieldText = (name: string) =>
  `The field "${name}" is not accepted: where a call goes, and with which key, is set in Keydeck.`
