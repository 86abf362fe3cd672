import type { ProxyChoice } from '../../../contract/providers.ts'
import { parseProxy } from './proxy-address.ts'
import type { Base } from './target.ts'

/** A proxy variable, or a provider's own setting, names something that isn't a proxy address. */
export class BadProxyError extends Error {
  readonly code: 'KEYDECK_BAD_PROXY' | 'KEYDECK_BAD_OWN_PROXY'

  constructor(code: BadProxyError['code'] = 'KEYDECK_BAD_PROXY') {
    super(code)
    this.code = code
  }
}

type Variables = Readonly<Record<string, string | undefined>>

/** Whether a proxy may stand between this machine and a provider. Loopback is never proxied, whatever was chosen. */
export function mayBeProxied(base: Base, choice: ProxyChoice, useVariables: boolean): boolean {
  if (base.loopback || choice.mode === 'none') return false
  return choice.mode === 'url' || useVariables
}

/** The proxy for calls to a provider, by its own choice; null where they go straight. Throws `BadProxyError`. */
export function proxyOf(base: Base, choice: ProxyChoice, useVariables: boolean, variables: Variables): URL | null {
  if (!mayBeProxied(base, choice, useVariables)) return null
  if (choice.mode !== 'url') return proxyFor(base.origin, variables)
  const { address } = parseProxy(choice.url)
  if (address === null) throw new BadProxyError('KEYDECK_BAD_OWN_PROXY')
  return new URL(address)
}

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
