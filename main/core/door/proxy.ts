/** A proxy variable names something that isn't a proxy address. */
export class BadProxyError extends Error {
  readonly code = 'KEYDECK_BAD_PROXY'
}

type Variables = Readonly<Record<string, string | undefined>>

/** The proxy that the variables name for an https origin, or null. Loopback is asked for by nobody: it is never proxied. */
export function proxyFor(origin: string, variables: Variables): URL | null {
  const text =
    variables['https_proxy'] || variables['HTTPS_PROXY'] || variables['all_proxy'] || variables['ALL_PROXY'] || ''
  if (!text || bypasses(origin, variables['no_proxy'] ?? variables['NO_PROXY'] ?? '')) return null
  const url = URL.parse(text.includes('://') ? text : `http://${text}`)
  if (!url?.hostname) throw new BadProxyError()
  if (url.protocol === 'socks5h:') return new URL(text.replace(/^socks5h/i, 'socks5'))
  if (!['http:', 'https:', 'socks5:'].includes(url.protocol)) throw new BadProxyError()
  return url
}

/** Whether `NO_PROXY` names the origin: `*`, a host, a domain with or without its dot, each with or without a port. */
function bypasses(origin: string, list: string): boolean {
  const url = new URL(origin)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = url.port || '443'
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => {
      if (!entry) return false
      if (entry === '*') return true
      const [, bracketed, plain = '', wantedPort] = /^(?:\[(.+?)\]|([^:]+|.*:.*:.*?))(?::(\d+))?$/.exec(entry) ?? []
      if (wantedPort && wantedPort !== port) return false
      const name = (bracketed ?? plain).replace(/^\*?\./, '').replace(/\.$/, '')
      return name !== '' && (host === name || host.endsWith(`.${name}`))
    })
}
