import { isLoopbackHost } from './loopback.ts'

/** A provider's base URL in its one canonical form. */
export interface Base {
  /** Scheme, host and port, as in `https://api.yuhuanstudio.com` or `http://127.0.0.1:11434`. */
  origin: string
  /** Path prefix without a trailing slash, as in `/v1`; empty at the root. */
  path: string
  hostname: string
  loopback: boolean
}

/** Why an address is no base URL. */
export type BaseRefusal = 'not_a_url' | 'insecure' | 'credentials' | 'query' | 'path' | 'characters'
export type BaseAnswer = { base: Base; refusal: null } | { base: null; refusal: BaseRefusal }

const cache = new Map<string, BaseAnswer>()
const cacheSize = 200

/** Reads a base URL strictly: what a person can't see, or what two parsers read in two ways, is refused. */
export function parseBase(text: string): BaseAnswer {
  const before = cache.get(text)
  if (before) return before
  const answer = read(text)
  if (cache.size >= cacheSize) cache.clear()
  cache.set(text, answer)
  return answer
}

function read(text: string): BaseAnswer {
  // The URL parser drops tabs and newlines and reads a backslash as a slash.
  if (/[\p{Cc}\p{Cf}\s\\]/u.test(text)) return refuse('characters')
  const parts = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]+)([^?#]*)(.*)$/i.exec(text)
  if (!parts) return refuse('not_a_url')
  const [, , authority = '', path = '', rest = ''] = parts
  if (authority.includes('@')) return refuse('credentials')
  if (authority.includes('%')) return refuse('characters')
  if (rest) return refuse('query')
  if (!isPlainPath(path)) return refuse('path')

  let url: URL
  try {
    url = new URL(text)
  } catch {
    return refuse('not_a_url')
  }
  const hostname = url.hostname.replace(/\.$/, '')
  if (!hostname || hostname.endsWith('.')) return refuse('not_a_url')
  const loopback = isLoopbackHost(hostname)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback)) return refuse('insecure')
  const origin = `${url.protocol}//${hostname}${url.port ? `:${url.port}` : ''}`
  return { base: { origin, path: url.pathname.replace(/\/+$/, ''), hostname, loopback }, refusal: null }
}

const refuse = (refusal: BaseRefusal): BaseAnswer => ({ base: null, refusal })

/** Whether a request's path stays below its base, however often a server on the way decodes it. */
export function isPlainTarget(pathAndQuery: string): boolean {
  const question = pathAndQuery.indexOf('?')
  const path = question < 0 ? pathAndQuery : pathAndQuery.slice(0, question)
  const query = question < 0 ? '' : pathAndQuery.slice(question + 1)
  return path.startsWith('/') && !path.startsWith('//') && isPlainPath(path) && /^[\x21\x22\x24-\x7e]*$/.test(query)
}

function isPlainPath(path: string): boolean {
  if (!/^[A-Za-z0-9\-._~!$&'()*+,;=:@%/]*$/.test(path)) return false
  if (!path.includes('.') && !path.includes('%')) return true
  let decoded = path
  for (let round = 0; round < 4; round++) {
    // Some servers cut `;parameters` off a segment before they resolve the dots.
    if (decoded.split(/[/\\]/).some((segment) => /^\.\.?(;|$)/.test(segment))) return false
    if (!decoded.includes('%')) return true
    try {
      decoded = decodeURIComponent(decoded)
    } catch {
      return false
    }
    // Matching the control characters is the point: a decoded NUL or newline splits a request on some servers.
    if (/\p{Cc}/u.test(decoded)) return false
  }
  return false
}
