import type { IncomingMessage } from 'node:http'
import { invalidKeyMessage } from './invalid-key.ts'
import { type Problem, problem } from './problem.ts'
import { first, type Headers } from './request-head.ts'

/**
 * What every request must pass before its key is looked at: one exact `Host`, no foreign authority in the target, and
 * nothing that a browser marks as a page's doing. `Sec-Fetch-Mode` alone says little, as Node's own `fetch` sends it.
 */
export function guardRequest(request: IncomingMessage, headers: Headers | null, port: number): Problem | null {
  if (headers === null) return problem('invalid_request', 'A header has a name that is not accepted.')
  if (request.httpVersionMajor !== 1) return problem('invalid_request', 'The gateway speaks HTTP/1.1.')
  if (request.url?.charCodeAt(0) !== slash) {
    return problem('invalid_request', 'The request must name a path, as in /v1/chat/completions.')
  }
  const host = headers['host']
  if (typeof host !== 'string') return problem('forbidden_host', 'The request must name one host.', { status: 400 })
  if (!isOwnHost(host, port)) {
    return problem(
      'forbidden_host',
      `The gateway answers only at http://127.0.0.1:${port}, to programs on this machine: another name, address or port is refused.`,
    )
  }
  if (headers['origin'] !== undefined || isPage(headers)) {
    return problem('forbidden_origin', 'The gateway is for programs on this machine. A web page may not use it.')
  }
  if (request.method === 'OPTIONS') return problem('forbidden_origin', 'The gateway gives no page permission.')
  return null
}

const slash = 0x2f

function isOwnHost(host: string, port: number): boolean {
  if (!host.endsWith(`:${port}`)) return false
  const name = host.slice(0, -String(port).length - 1)
  return name === '127.0.0.1' || name === '[::1]' || name.toLowerCase() === 'localhost'
}

/** Programs send neither; what a person types into the address bar is a navigation. */
function isPage(headers: Headers): boolean {
  const site = headers['sec-fetch-site']
  return (site !== undefined && site !== 'none') || headers['sec-fetch-mode'] === 'navigate'
}

/** The key that a request presents, or why it presents none that can be looked up. */
export type Presented = { text: string; problem: null } | { text: null; problem: Problem }

const otherKeys = ['x-api-key', 'api-key', 'x-goog-api-key'] as const
const bearer = /^bearer +([\x21-\x7e]{1,512})$/i
const missing = 'No key was sent. Send a local key of Keydeck in the header "Authorization: Bearer kd_...".'

/** Exactly one credential, in the one header that the key system has. */
export function presentedKey(headers: Headers, query: string): Presented {
  const given = headers['authorization']
  const inQuery = keyInQuery(query)
  const other = otherKeys.find((name) => headers[name] !== undefined) ?? null
  if (given === undefined) {
    if (inQuery !== null) return no('missing_api_key', `${missing} ${leaked(inQuery)}`)
    const where = other === null ? '' : ` The header "${other}" is not read.`
    return no('missing_api_key', missing + where)
  }
  if (typeof given !== 'string' || other !== null) {
    return no('invalid_api_key', 'The request carries more than one key. Send one, as "Authorization: Bearer kd_...".')
  }
  if (inQuery !== null) return no('invalid_api_key', leaked(inQuery))
  const text = bearer.exec(given)?.[1]
  if (text !== undefined) return { text, problem: null }
  if (/^bearer *$/i.test(given)) return no('missing_api_key', missing)
  return no('invalid_api_key', invalidKeyMessage(given))
}

const leaked = (name: string) =>
  `A key in the address ("${name}") is not accepted: addresses end up in logs, so count that key as leaked.`

function no(code: 'missing_api_key' | 'invalid_api_key', message: string): Presented {
  return { text: null, problem: problem(code, message) }
}

const keyNames = /(?:^|&)(api[-_]?key|key|access[-_]token|token|authorization|subscription-key)=/i

/** The name of a parameter that carries a key. */
function keyInQuery(query: string): string | null {
  if (query === '') return null
  const found = keyNames.exec(query)?.[1]
  if (found !== undefined) return found
  // A name can be written in escapes.
  if (!query.includes('%')) return null
  for (const name of new URLSearchParams(query).keys()) if (keyNames.test(`${name}=`)) return name.slice(0, 40)
  return null
}

/** The client, as it calls itself. */
export function clientOf(headers: Headers): string | null {
  const agent = first(headers, 'user-agent')
  return agent === null ? null : agent.slice(0, 200)
}
