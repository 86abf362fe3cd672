import type { IncomingHttpHeaders } from 'node:http'

/** What belongs to one connection, and is passed on by nobody. */
export const hopByHop: readonly string[] = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
]

/**
 * All that is taken out of an asker's headers, and why; everything else passes as it came. `*` ends a prefix. The list
 * is printed in `docs/gateway.md`.
 */
export const removedFromRequest = {
  /** It belongs to one hop, and says nothing to the next. */
  hop: [...hopByHop, 'host', 'content-length', 'forwarded', 'via', 'proxy-*', 'x-forwarded-*'],
  /** It carries another credential, or chooses one. */
  credential: [
    'authorization',
    'x-api-key',
    'api-key',
    'apikey',
    'x-goog-api-key',
    'cookie',
    'cookie2',
    'cf-access-*',
    'cf-aig-authorization',
    'cf-aig-byok-alias',
    'helicone-auth',
    'helicone-lytix-*',
    'helicone-posthog-*',
    'kong-admin-token',
    'ocp-apim-subscription-key',
    'x-access-token',
    'x-amz-security-token',
    'x-auth-email',
    'x-auth-key',
    'x-auth-token',
    'x-bf-api-key',
    'x-bf-api-key-id',
    'x-bf-direct-key',
    'x-bf-vk',
    'x-bt-auth-token',
    'x-goog-authenticated-user-*',
    'x-goog-iam-*',
    'x-goog-iap-jwt-assertion',
    'x-id-token',
    'x-litellm-api-key',
    'x-mcp-*',
    'x-ms-authorization-auxiliary',
    'x-ms-token-*',
    'x-serverless-authorization',
    'x-vercel-oidc-token',
    'x-vercel-protection-bypass',
  ],
  /** It sends the call elsewhere or to another model, or lets another account pay. */
  redirect: [
    'origin',
    'ai-language-model-id',
    'ai-embedding-model-id',
    'ai-image-model-id',
    'ai-model-id',
    'anthropic-organization-id',
    'anthropic-user-profile-id',
    'anthropic-workspace-id',
    'azureml-model-deployment',
    'cf-aig-gateway-id',
    'helicone-fallbacks',
    'helicone-openai-api-base',
    'helicone-target-*',
    'openai-organization',
    'openai-project',
    'x-amz-target',
    'x-amzn-sagemaker-inference-component',
    'x-amzn-sagemaker-target-*',
    'x-anonymous-consumer',
    'x-authenticated-*',
    'x-bf-eh-*',
    'x-bt-endpoint-name',
    'x-bt-org-name',
    'x-bt-project-id',
    'x-consumer-*',
    'x-credential-identifier',
    'x-goog-user-project',
    'x-hf-bill-to',
    'x-http-method',
    'x-http-method-override',
    'x-litellm-customer-id',
    'x-litellm-end-user-id',
    'x-litellm-tags',
    'x-method-override',
    'x-ms-client-principal*',
    'x-ms-oai-image-generation-deployment',
    'x-original-host',
    'x-original-url',
    'x-pass-*',
    'x-portkey-*',
    'x-rewrite-url',
    'x-userinfo',
  ],
} as const

/** What a prefix above would take along, and harms nobody. */
export const keptInRequest: ReadonlySet<string> = new Set([
  'x-portkey-cache-force-refresh',
  'x-portkey-cache-namespace',
  'x-portkey-debug',
  'x-portkey-metadata',
  'x-portkey-request-timeout',
  'x-portkey-span-id',
  'x-portkey-span-name',
  'x-portkey-parent-span-id',
  'x-portkey-trace-id',
])

const removed = Object.values(removedFromRequest).flat()
const droppedFromRequest = new Set<string>(removed.filter((name) => !name.endsWith('*')))
const prefixes = removed.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1))
const droppedRequestPrefix = new RegExp(`^(?:${prefixes.join('|')})`)

/** What a provider may not say to an asker: transport, state, and where else to go. `docs/gateway.md` prints it too. */
export const droppedFromResponse: ReadonlySet<string> = new Set([
  ...hopByHop,
  'proxy-authenticate',
  'proxy-authentication-info',
  'set-cookie',
  'set-cookie2',
  'location',
  'content-location',
  'refresh',
  'alt-svc',
  'alt-used',
  'link',
  'strict-transport-security',
  'public-key-pins',
  'clear-site-data',
  'service-worker-allowed',
  'nel',
  'report-to',
  'reporting-endpoints',
])

/** What a header can be called. */
export const headerName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
// Latin-1 without control characters, but for the tab: what HTTP can carry.
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/

export type AskedHeaders = Record<string, string | readonly string[]>

/** The asker's headers that may leave, in lower case; null where one of them can't be sent at all. */
export function requestHeaders(asked: AskedHeaders): Record<string, string | string[]> | null {
  const sent: Record<string, string | string[]> = {}
  const named = namedByConnection(asked)
  for (const given in asked) {
    const value = asked[given]
    if (value === undefined) continue
    const name = given.toLowerCase()
    if (droppedFromRequest.has(name) || named?.has(name)) continue
    if (droppedRequestPrefix.test(name) && !keptInRequest.has(name)) continue
    if (!headerName.test(name)) return null
    if (typeof value === 'string' ? !headerValue.test(value) : value.some((one) => !headerValue.test(one))) return null
    sent[name] = typeof value === 'string' ? value : [...value]
  }
  return sent
}

/** `Connection` names more headers that are for one hop alone. */
function namedByConnection(headers: AskedHeaders | IncomingHttpHeaders): ReadonlySet<string> | null {
  const value = valuesOf(headers, 'connection').join(',')
  if (/^(keep-alive|close)?$/i.test(value)) return null
  return new Set(value.split(',').map((name) => name.trim().toLowerCase()))
}

/** The provider's headers that the asker gets. */
export function responseHeaders(received: IncomingHttpHeaders): Record<string, string | string[]> {
  const passed: Record<string, string | string[]> = {}
  const named = namedByConnection(received)
  for (const name in received) {
    const value = received[name]
    if (value === undefined || droppedFromResponse.has(name) || named?.has(name)) continue
    if (name.startsWith('access-control-')) continue
    passed[name] = value
  }
  return passed
}

/** One value of a header, whatever case or number it came in. */
export function headerOf(headers: AskedHeaders | IncomingHttpHeaders, name: string): string | null {
  return valuesOf(headers, name)[0] ?? null
}

function valuesOf(headers: AskedHeaders | IncomingHttpHeaders, name: string): readonly string[] {
  let value = headers[name]
  if (value === undefined) {
    const found = Object.keys(headers).find((given) => given.toLowerCase() === name)
    value = found === undefined ? undefined : headers[found]
  }
  if (value === undefined) return []
  return typeof value === 'string' ? [value] : value
}

const requestIdHeaders = [
  'x-request-id',
  'request-id',
  'x-generation-id',
  'x-amzn-requestid',
  'apim-request-id',
  'cf-ray',
]

/** The provider's own number for this call, for its support. */
export function providerRequestId(headers: IncomingHttpHeaders): string | null {
  for (const name of requestIdHeaders) {
    const value = headers[name]
    if (typeof value === 'string' && value) return value.slice(0, 200)
  }
  return null
}
