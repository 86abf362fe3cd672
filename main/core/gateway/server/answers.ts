import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { LimitState } from '../gateway-types.ts'
import { type Problem, problemBody } from './problem.ts'

/** On every answer: no browser may show, keep, frame or lend it. Names and values in turn, as `writeHead` takes them. */
export const protection: readonly string[] = [
  'x-content-type-options',
  'nosniff',
  'referrer-policy',
  'no-referrer',
  'cross-origin-resource-policy',
  'same-origin',
  'cross-origin-opener-policy',
  'same-origin',
  'content-security-policy',
  "default-src 'none'; frame-ancestors 'none'",
]

/** Answers with a problem, in the one shape that all of them have. */
export function answerProblem(response: ServerResponse, what: Problem, limit: LimitState | null, id?: string): void {
  const headers: string[] = []
  if (what.status === 401) {
    const detail = what.code === 'missing_api_key' ? '' : ' error="invalid_token"'
    headers.push('www-authenticate', `Bearer${detail}`)
  }
  if (what.mayRetry === false) headers.push('x-should-retry', 'false')
  if (what.allow !== null) headers.push('allow', what.allow)
  if (what.retryAfterMs !== null) headers.push(...retryAfter(what.retryAfterMs))
  if (limit) headers.push(...limitHeaders(limit))
  // What SDKs print as the request's number, and what a person would look for in the ledger.
  headers.push('x-request-id', id ?? randomUUID())
  if (id !== undefined) headers.push('x-keydeck-request-id', id)
  answerJson(response, what.status, problemBody(what), headers)
}

/** Answers with JSON of Keydeck's own. */
export function answerJson(
  response: ServerResponse,
  status: number,
  json: string,
  headers: readonly string[] = [],
): void {
  const body = Buffer.from(json)
  const own = ['content-type', 'application/json', 'content-length', String(body.length), 'cache-control', 'no-store']
  response.writeHead(status, [...own, ...protection, ...headers])
  response.end(body)
}

/** Whole seconds for those who know no better, rounded up; and the exact time. */
function retryAfter(ms: number): string[] {
  return ['retry-after', String(Math.ceil(ms / 1_000)), 'retry-after-ms', String(Math.ceil(ms))]
}

/** What a local key has left of its requests a minute; nothing where it is unlimited. */
export function limitHeaders({ limit, remaining, resetMs }: LimitState): string[] {
  if (limit === null) return []
  return [
    'x-ratelimit-limit-requests',
    String(limit),
    'x-ratelimit-remaining-requests',
    String(remaining),
    'x-ratelimit-reset-requests',
    duration(resetMs),
  ]
}

/** A time as OpenAI writes it: `0s`, `12ms`, `1.5s`, `6m0s`. */
export function duration(ms: number): string {
  const whole = Math.ceil(ms)
  if (whole <= 0) return '0s'
  if (whole < 1_000) return `${whole}ms`
  if (whole < 60_000) return `${whole / 1_000}s`
  const minutes = Math.floor(whole / 60_000)
  return `${minutes}m${(whole - minutes * 60_000) / 1_000}s`
}
