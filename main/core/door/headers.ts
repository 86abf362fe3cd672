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

/** What an asker may not say to a provider: transport, identity of the machine's network, and every way to carry a key. */
const droppedFromRequest = new Set([
  ...hopByHop,
  'host',
  'content-length',
  'accept-encoding',
  'authorization',
  'x-api-key',
  'api-key',
  'x-goog-api-key',
  'cookie',
  'cookie2',
  'origin',
  'referer',
  'forwarded',
  'via',
  'openai-organization',
  'openai-project',
])
const droppedRequestPrefixes = ['proxy-', 'x-forwarded-', 'sec-fetch-', 'cf-access-']

/** What a provider may not say to an asker: transport, state, and where else to go. */
const droppedFromResponse = new Set([
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
  for (const given in asked) {
    const value = asked[given]
    if (value === undefined) continue
    const name = given.toLowerCase()
    if (droppedFromRequest.has(name) || droppedRequestPrefixes.some((prefix) => name.startsWith(prefix))) continue
    if (!headerName.test(name)) return null
    if (typeof value === 'string' ? !headerValue.test(value) : value.some((one) => !headerValue.test(one))) return null
    sent[name] = typeof value === 'string' ? value : [...value]
  }
  return sent
}

/** The provider's headers that the asker gets. */
export function responseHeaders(received: IncomingHttpHeaders): Record<string, string | string[]> {
  const passed: Record<string, string | string[]> = {}
  for (const name in received) {
    const value = received[name]
    if (value === undefined || droppedFromResponse.has(name) || name.startsWith('access-control-')) continue
    passed[name] = value
  }
  return passed
}

/** One value of a header, whatever case or number it came in. */
export function headerOf(headers: AskedHeaders | IncomingHttpHeaders, name: string): string | null {
  let value = headers[name]
  if (value === undefined) {
    const found = Object.keys(headers).find((given) => given.toLowerCase() === name)
    value = found === undefined ? undefined : headers[found]
  }
  if (value === undefined) return null
  return typeof value === 'string' ? value : (value[0] ?? null)
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
