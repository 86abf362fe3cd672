/** Why a text is no proxy's address. The page has a sentence for each. */
export type ProxyRefusal = 'not_a_proxy' | 'has_user' | 'has_path'

export type ProxyAnswer = { address: string; refusal: null } | { address: null; refusal: ProxyRefusal }

/**
 * Reads a proxy's address: http, https or socks5, a host and a port. A name and a password for it would be a secret, and
 * a secret has no place in a provider's row.
 */
export function parseProxy(text: string): ProxyAnswer {
  const parts = /^(https?|socks5):\/\/([^/?#\\]*)(.*)$/is.exec(text)
  const [, scheme = '', authority = '', rest = ''] = parts ?? []
  if (authority.includes('@')) return refuse('has_user')
  if (!parts || /[\s\p{Cc}\p{Cf}\\%]/u.test(text)) return refuse('not_a_proxy')
  if (rest !== '' && rest !== '/') return refuse('has_path')
  // Only for http does the URL parser read the host of an address; for a scheme it doesn't know, it takes any text.
  const url = URL.parse(`http://${authority}`)
  if (!url?.hostname || authority.endsWith(':')) return refuse('not_a_proxy')
  const port = /:(\d+)$/.exec(authority)?.[1]
  if (port !== undefined && Number(port) === 0) return refuse('not_a_proxy')
  const address = `${scheme.toLowerCase()}://${url.hostname}${port === undefined ? '' : `:${Number(port)}`}`
  return { address, refusal: null }
}

const refuse = (refusal: ProxyRefusal): ProxyAnswer => ({ address: null, refusal })
