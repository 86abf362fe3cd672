import type { IncomingMessage } from 'node:http'

/** Why a request is turned away before anything looks at what it asks for. */
export interface Refusal {
  status: 400 | 403 | 405 | 415 | 421
  /** The rule that it broke, for the log. */
  rule: string
  /** What a person reads who typed the address. */
  sentence: string
}

/** What the page itself would send. Everything that a foreign page, a rebound name or a confused client sends differs. */
export interface GuardOptions {
  port: number
}

/**
 * The checks that every request must pass, whatever its path: one exact `Host`, no foreign authority in the target, and
 * nothing that a browser marks as another site's doing. `rawHeaders` is read because Node keeps only the first of two.
 */
export function guardRequest(request: IncomingMessage, { port }: GuardOptions): Refusal | null {
  const own = `127.0.0.1:${port}`
  if (request.httpVersion !== '1.1') return refuse(400, 'http-version', 'Keydeck speaks HTTP/1.1.')
  if (!request.url?.startsWith('/')) return refuse(400, 'target', 'The request names no path.')
  const hosts = valuesOf(request, 'host')
  if (hosts.length !== 1) return refuse(400, 'host-count', 'The request must name one host.')
  if (hosts[0] !== own)
    return refuse(421, 'host', `Keydeck answers only at http://${own}, on the same port everywhere.`)

  const origins = valuesOf(request, 'origin')
  if (origins.length > 1) return refuse(400, 'origin-count', 'The request names several origins.')
  const isOwnOrigin = origins[0] === undefined || origins[0] === `http://${own}`
  if (!isOwnOrigin) return refuse(403, 'origin', 'Another page sent this request.')
  const site = valuesOf(request, 'sec-fetch-site')
  if (site.every((value) => value === 'same-origin' || value === 'none')) return null
  if (isFollowedLink(request)) return null
  return refuse(403, 'sec-fetch-site', 'Another page sent this request.')
}

/** What changes something, or opens the socket, must come from the page itself: its origin is not optional there. */
export function guardOwnPage(request: IncomingMessage, { port }: GuardOptions): Refusal | null {
  if (valuesOf(request, 'origin')[0] !== `http://127.0.0.1:${port}`) {
    return refuse(403, 'origin-missing', 'Only the page of Keydeck may ask this.')
  }
  return guardPageScript(request)
}

/** What only a script of the page may read. A browser sends no origin with a plain GET, but always says whose it is. */
export function guardPageScript(request: IncomingMessage): Refusal | null {
  const site = valuesOf(request, 'sec-fetch-site')
  if (site.some((value) => value !== 'same-origin'))
    return refuse(403, 'sec-fetch-site', 'Another page sent this request.')
  const mode = valuesOf(request, 'sec-fetch-mode')
  if (mode.includes('navigate')) return refuse(403, 'sec-fetch-mode', 'This address is not a page.')
  return null
}

/** A body is JSON and says so once: a form of another site can't say that without asking first. */
export function guardJson(request: IncomingMessage): Refusal | null {
  const types = valuesOf(request, 'content-type')
  const isJson = types.length === 1 && /^application\/json(?:\s*;\s*charset=utf-8)?$/i.test(types[0]!)
  if (!isJson) return refuse(415, 'content-type', 'The body must be JSON.')
  if (valuesOf(request, 'content-encoding').length > 0)
    return refuse(415, 'content-encoding', 'The body must be plain JSON.')
  return null
}

/** All values of a header as they came, in order. */
export function valuesOf(request: IncomingMessage, name: string): string[] {
  const values: string[] = []
  for (let index = 0; index + 1 < request.rawHeaders.length; index += 2) {
    if (request.rawHeaders[index]!.toLowerCase() === name) values.push(request.rawHeaders[index + 1]!)
  }
  return values
}

/** A link in a mail or a chat that leads to the front page: a whole new document, which no other page can read or frame. */
function isFollowedLink(request: IncomingMessage): boolean {
  const [mode, destination] = [valuesOf(request, 'sec-fetch-mode'), valuesOf(request, 'sec-fetch-dest')]
  return (
    request.method === 'GET' &&
    request.url === '/' &&
    mode.length === 1 &&
    mode[0] === 'navigate' &&
    destination.length === 1 &&
    destination[0] === 'document'
  )
}

function refuse(status: Refusal['status'], rule: string, sentence: string): Refusal {
  return { status, rule, sentence }
}
