import { createHash } from 'node:crypto'
import type { Passport } from './door-types.ts'
import { parseBase } from './target.ts'

type Provider = Pick<Passport['provider'], 'baseUrl' | 'proxy' | 'caPem'>

/**
 * What a secret for this provider is bound to, besides the path: the origin alone, unless calls go through a proxy of the
 * provider's own under an authority of its own. Together these two let that proxy read the key, so that a secret which
 * was entered without them must not go there.
 */
export function bindingOf(provider: Provider): string {
  const { base } = parseBase(provider.baseUrl)
  if (!base) return ''
  const reader = readerOf(provider)
  return reader === '' ? base.origin : `${base.origin} ${reader}`
}

/** A binding, taken apart: the origin, and who may read on the way there; empty for nobody. */
export function readBinding(binding: string): { origin: string; reader: string } {
  const [origin = '', reader = ''] = binding.split(' ')
  return { origin, reader }
}

/** Tells one pair of proxy and authority from another; empty where there is no pair. Loopback is never proxied. */
export function readerOf({ baseUrl, proxy, caPem }: Provider): string {
  if (!caPem || proxy.mode !== 'url' || parseBase(baseUrl).base?.loopback) return ''
  return createHash('sha256').update(`${proxy.url}\0${caPem}`).digest('hex')
}
