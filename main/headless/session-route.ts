import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerJson, answerPlain } from './answers.ts'
import { guardJson, guardOwnPage, guardPageScript, valuesOf } from './request-guard.ts'
import type { Exchange, Sessions } from './sessions.ts'

const BODY_LIMIT = 1_024

export interface SessionRoute {
  answer(request: IncomingMessage, response: ServerResponse): void
  /** Whether a request carries the cookie that belongs with this page token. */
  admits(request: IncomingMessage, pageToken: string): Exchange['kind']
}

/** `POST /session` turns the one-time code into a session, `GET /session` says whether the page still has one. */
export function createSessionRoute(options: { sessions: Sessions; cookieName: string; port: number }): SessionRoute {
  const { sessions, cookieName, port } = options

  const admits = (request: IncomingMessage, pageToken: string) => {
    return sessions.admits(cookiesNamed(request, cookieName), pageToken)
  }

  const check = (request: IncomingMessage, response: ServerResponse) => {
    const refusal = guardPageScript(request)
    if (refusal) return answerPlain(response, refusal.status, refusal.sentence)
    const tokens = valuesOf(request, 'x-keydeck-page')
    const kind = tokens.length === 1 ? admits(request, tokens[0]!) : 'refused'
    if (kind === 'session') return answerJson(response, 200, { session: true })
    turnAway(response, kind)
  }

  const exchange = async (request: IncomingMessage, response: ServerResponse) => {
    const refusal = guardOwnPage(request, { port }) ?? guardJson(request)
    if (refusal) return answerPlain(response, refusal.status, refusal.sentence)
    const body = await readBody(request)
    if (body === null) return answerPlain(response, 413, 'The body is too long.')
    const code = codeIn(body)
    if (code === null) return answerPlain(response, 400, 'The body holds no code.')
    const result = sessions.exchange(code)
    if (result.kind !== 'session') return turnAway(response, result.kind)
    const { cookie, pageToken } = result.session
    answerJson(
      response,
      200,
      { pageToken },
      { 'set-cookie': `${cookieName}=${cookie}; HttpOnly; SameSite=Strict; Path=/` },
    )
  }

  return {
    admits,
    answer(request, response) {
      if (request.method === 'GET') return check(request, response)
      if (request.method === 'OPTIONS') return answerPlain(response, 403, '')
      if (request.method !== 'POST') return answerPlain(response, 405, 'Keydeck does not do that.')
      // A request that breaks while its body is read has nobody left to answer.
      exchange(request, response).catch(() => response.destroy())
    },
  }
}

/** One answer for a wrong, a used and an old code alike: it tells nobody which. */
function turnAway(response: ServerResponse, kind: 'refused' | 'throttled'): void {
  if (kind === 'throttled') return answerJson(response, 429, { session: false }, { 'retry-after': '1' })
  answerJson(response, 401, { session: false })
}

/** Null for more than a code can be. Read by events: leaving an iteration early would end the socket before the answer. */
function readBody(request: IncomingMessage): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    let size = 0
    request.on('data', (part: Buffer) => {
      size += part.length
      if (size <= BODY_LIMIT) return void parts.push(part)
      request.pause()
      resolve(null)
    })
    request.on('end', () => resolve(Buffer.concat(parts).toString('utf8')))
    request.on('error', reject)
  })
}

function codeIn(body: string): string | null {
  try {
    const value: unknown = JSON.parse(body)
    if (typeof value !== 'object' || value === null || !('code' in value)) return null
    return typeof value.code === 'string' ? value.code : null
  } catch {
    return null
  }
}

function cookiesNamed(request: IncomingMessage, name: string): string[] {
  return valuesOf(request, 'cookie')
    .flatMap((line) => line.split(';'))
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
}
