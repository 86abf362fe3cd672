import { isIPv4 } from 'node:net'
import { isLoopbackAddress } from '../../door/loopback.ts'
import { parseBase } from '../../door/target.ts'
import { KeydeckError } from '../../keydeck-error.ts'

/** Why a base URL is refused. The page has a sentence for each. */
export type BaseUrlRefusal =
  | 'not_a_url'
  | 'insecure'
  | 'has_user'
  | 'has_query'
  | 'has_fragment'
  | 'bad_host'
  | 'bad_path'

export interface ParsedBaseUrl {
  /** Canonical, without a trailing slash. */
  baseUrl: string
  /** Scheme, host and port: what a secret is bound to. */
  origin: string
  /** Path without a trailing slash; empty for the root. */
  pathPrefix: string
}

/** People paste the address of a call; the base URL is what stands before it. */
const ENDPOINT = /\/(?:chat\/completions|completions|responses|models|embeddings)$/

/**
 * Reads a base URL strictly and writes it in one way, so that two records for one server compare equal and nothing that
 * parsers disagree about is ever stored.
 */
export function parseBaseUrl(text: string): ParsedBaseUrl {
  const trimmed = text.trim()
  if (/[\s\p{Cc}\p{Cf}\\]/u.test(trimmed) || !/^https?:\/\/[^/]/i.test(trimmed)) throw refuse('not_a_url')
  if (!URL.canParse(trimmed)) throw refuse('not_a_url')
  const url = new URL(trimmed)
  const authority = /^https?:\/\/([^/?#]*)/i.exec(trimmed)?.[1] ?? ''
  if (url.username || url.password || authority.includes('@')) throw refuse('has_user')
  if (trimmed.includes('#')) throw refuse('has_fragment')
  if (trimmed.includes('?')) throw refuse('has_query')
  if (!isPlainHost(url, authority)) throw refuse('bad_host')
  // A name can be pointed elsewhere: what people mean by localhost is stored as the address.
  if (url.protocol === 'http:' && url.hostname === 'localhost') url.hostname = '127.0.0.1'
  if (url.protocol === 'http:' && !isLoopbackAddress(url.hostname)) throw refuse('insecure')
  const { base } = parseBase(url.origin + readPath(url, trimmed))
  if (!base) throw refuse('bad_path')
  return { baseUrl: base.origin + base.path, origin: base.origin, pathPrefix: base.path }
}

/** `2130706433`, `0x7f.1` and `example.com.` mean a host in a way that hides it, or in two ways. */
function isPlainHost(url: URL, authority: string): boolean {
  const host = authority.replace(/:\d*$/, '').toLowerCase()
  if (host.endsWith('.') || host.includes('%')) return false
  if (isIPv4(url.hostname) || url.hostname.startsWith('[')) return host === url.hostname
  return url.hostname.length > 0
}

function readPath(url: URL, trimmed: string): string {
  const written = trimmed.replace(/^https?:\/\/[^/]*/i, '')
  if (/%|\/\/|(?:^|\/)\.{1,2}(?:\/|$)/.test(written.replace(/\/+$/, ''))) throw refuse('bad_path')
  return url.pathname.replace(/\/+$/, '').replace(ENDPOINT, '')
}

function refuse(reason: BaseUrlRefusal): KeydeckError {
  return new KeydeckError('INVALID', { field: 'baseUrl', reason })
}
