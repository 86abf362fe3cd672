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
  'aws_bedrock_runtime_endpoint',
  'aws_profile_name',
  'aws_role_name',
  'aws_secret_access_key',
  'aws_session_token',
  'aws_sts_endpoint',
  'aws_web_identity_token',
  'azure_ad_token',
  'azure_endpoint',
  'base_url',
  'content_policy_fallbacks',
  'context_window_fallbacks',
  'custom_llm_provider',
  'default_headers',
  'default_query',
  'deployment_url',
  'extra_headers',
  'extra_query',
  'fallback_config',
  'fallbacks',
  'headers',
  'litellm_credential_name',
  'model_list',
  // Other models to fall back to, which no local key was asked about.
  'models',
  'organization',
  // OpenRouter's saved settings: a model or several, a system prompt, tools.
  'preset',
  // Vercel's AI gateway: under `gateway`, other models (`models`), a provider's key (`byok`), and who answers (`order`, `only`).
  'providerOptions',
  'router_settings_override',
  's3_endpoint_url',
  'sagemaker_base_url',
  'user_config',
  'vertex_ai_credentials',
  'vertex_ai_project',
  'vertex_credentials',
  'vertex_project',
]

const spelled = new Map(refusedNames.map((name) => [name.toLowerCase(), name]))

/** The same as a body's names are compared, whatever their case. */
export const refusedFields: ReadonlySet<string> = new Set(spelled.keys())

/** As its own servers write it. */
export const spellingOf = (folded: string): string => spelled.get(folded) ?? folded

/**
 * The name of a parameter in an address that would do the same; null where none does. LiteLLM takes `?model=` over the
 * body's model. Some servers part parameters by semicolons too, and take `model[]` for a list called `model`.
 */
export function refusedParameter(path: string): string | null {
  const question = path.indexOf('?')
  if (question < 0) return null
  const query = path.slice(question + 1).replaceAll(';', '&')
  for (const name of new URLSearchParams(query).keys()) {
    const folded = name.trim().toLowerCase().replace(/\[.*$/s, '')
    if (folded === 'model' || refusedFields.has(folded)) return spellingOf(folded)
  }
  return null
}

/** Why a field is refused, in words. */
export const refusedFieldText = (name: string) =>
  `The field "${name}" is not accepted: where a call goes, and with which key, is set in Keydeck.`
