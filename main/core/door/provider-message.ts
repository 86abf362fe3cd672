import type { CallErrorCode } from '../../../contract/call-error.ts'
import { asObject, type Json } from './usage.ts'

/** How much of a provider's words is kept. */
export const longestMessage = 4_000

/** A provider's own words, out of any of the shapes that providers answer errors in; null where it said nothing. */
export function providerMessage(answer: unknown): string | null {
  const found = search(answer)
  if (found === null) return null
  // Other control characters and direction marks would let a provider redraw the line it is shown in.
  const clean = found.replace(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069\u200e\u200f]/gu, '').trim()
  return clean ? clean.slice(0, longestMessage) : null
}

/** No provider wraps its words deeper; one that nests a million lists would use up the stack. */
const deepest = 8

function search(answer: unknown, depth = 0): string | null {
  if (typeof answer === 'string') return answer
  if (depth > deepest) return null
  if (Array.isArray(answer)) {
    const all = answer.map((one) => search(one, depth + 1)).filter((text) => text !== null)
    return all.length > 0 ? all.join('\n') : null
  }
  const body = asObject(answer)
  if (!body) return null
  const error = body['error']
  if (typeof error === 'string' && typeof body['message'] === 'string') return `${error}: ${body['message']}`
  const direct =
    search(error, depth + 1) ?? text(body['message']) ?? search(body['detail'], depth + 1) ?? text(body['msg'])
  const raw = asObject(body['metadata'])?.['raw']
  // OpenRouter's own message is "Provider returned error"; what the provider said is beneath.
  const beneath = typeof raw === 'string' ? raw : null
  if (direct !== null) return beneath && beneath !== direct ? `${direct}\n${beneath}` : direct
  return search(body['errors'], depth + 1) ?? text(body['title']) ?? text(body['error_description']) ?? beneath
}

const text = (value: unknown) => (typeof value === 'string' && value ? value : null)

/** The words of an error body as bytes came: JSON in any shape, or the visible text of a page. */
export function messageOfBody(body: string): { message: string | null; parsed: Json | null } {
  const trimmed = body.trim()
  if (!trimmed) return { message: null, parsed: null }
  try {
    const value: unknown = JSON.parse(trimmed)
    const parsed = asObject(Array.isArray(value) ? value[0] : value)
    return { message: providerMessage(value), parsed }
  } catch {
    return { message: providerMessage(trimmed.startsWith('<') ? visibleText(trimmed) : trimmed), parsed: null }
  }
}

function visibleText(page: string): string {
  return (
    page
      .slice(0, 100_000)
      .replace(
        /<(script|style|svg|head)\b[\s\S]*?(<\/\1>|$)/gi,
        (block) => /<title[^<>]*>([^<]*)/i.exec(block)?.[1] ?? ' ',
      )
      // Up to the next bracket of either kind: a page of nothing but `<` would be read to its end for each of them.
      .replace(/<[^<>]*>/g, ' ')
      .replace(/&nbsp;/g, ' ')
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&quot;/g, '"')
      .replace(/&#39;|&apos;/g, "'")
      .replace(/&amp;/g, '&')
      .replace(/\s+/g, ' ')
  )
}

const codes: Readonly<Record<string, CallErrorCode>> = {
  invalid_api_key: 'invalid_api_key',
  authentication_error: 'invalid_api_key',
  unauthenticated: 'invalid_api_key',
  missing_api_key: 'missing_api_key',
  key_revoked: 'key_revoked',
  insufficient_permissions: 'insufficient_permissions',
  permission_error: 'insufficient_permissions',
  permission_denied: 'insufficient_permissions',
  rate_limit_exceeded: 'rate_limit_exceeded',
  rate_limit_error: 'rate_limit_exceeded',
  too_many_requests: 'rate_limit_exceeded',
  resource_exhausted: 'rate_limit_exceeded',
  insufficient_quota: 'budget_exceeded',
  budget_exceeded: 'budget_exceeded',
  billing_hard_limit_reached: 'budget_exceeded',
  model_not_found: 'model_not_found',
  overloaded: 'upstream_overloaded',
  overloaded_error: 'upstream_overloaded',
  engine_overloaded: 'upstream_overloaded',
  unavailable: 'upstream_overloaded',
  invalid_request_error: 'invalid_request',
  context_length_exceeded: 'invalid_request',
  invalid_prompt: 'invalid_request',
}

/** Our code for the provider's own, where it names one that we know. */
export function codeOfProviderError(answer: Json | null): CallErrorCode | null {
  const error = asObject(answer?.['error']) ?? answer
  if (!error) return null
  for (const name of [error['code'], error['status'], error['type']]) {
    const code = typeof name === 'string' ? codes[name.toLowerCase()] : undefined
    if (code) return code
    if (typeof name === 'number') {
      const byStatus = codeOfStatus(name)
      if (byStatus) return byStatus
    }
  }
  return null
}

/** Our code for an HTTP status that means a failure; null where it means none. */
export function codeOfStatus(status: number): CallErrorCode | null {
  switch (status) {
    case 401:
      return 'invalid_api_key'
    case 402:
      return 'budget_exceeded'
    case 403:
      return 'insufficient_permissions'
    case 407:
      return 'upstream_proxy'
    case 408:
    case 504:
    case 524:
      return 'upstream_timeout'
    case 429:
      return 'rate_limit_exceeded'
    case 503:
    case 529:
      return 'upstream_overloaded'
    default:
      if (status >= 500 && status < 600) return 'upstream_error'
      return status >= 400 && status < 500 ? 'invalid_request' : null
  }
}
