import type { VaultKey } from '../../../contract/keys.ts'
import type { Provider } from '../../../contract/providers.ts'
import { type Draft, toDraft } from './draft.ts'

/** Why keys would ask for their secret anew: it would go to another place, or past a proxy that can read it. */
export type Rebinding = 'address' | 'reader'

/** What a save of the form would mean for the secrets that were entered for the provider; the core decides. */
export function rebindingOf(draft: Draft, provider: Provider): Rebinding | null {
  const before = toDraft(provider)
  if (withoutSlash(draft.baseUrl) !== before.baseUrl) return 'address'
  return readerOf(draft) === readerOf(before) ? null : 'reader'
}

/** The keys whose secret can be sent now: those that ask for theirs already have nothing to lose. */
export function keysInUse(keys: readonly VaultKey[]): VaultKey[] {
  return keys.filter((key) => key.hasSecret && key.trouble !== 'origin')
}

/** Calls to this machine are never proxied. */
export function isOnThisMachine(baseUrl: string): boolean {
  return /^https?:\/\/(127\.|\[::1\]|localhost\b)/i.test(baseUrl.trim())
}

const withoutSlash = (url: string) => url.trim().replace(/\/+$/, '')

/** A proxy of its own under an authority of its own can read what is sent; either alone can't. */
function readerOf({ baseUrl, proxy, caPem }: Draft): string {
  if (caPem.trim() === '' || proxy.mode !== 'url' || isOnThisMachine(baseUrl)) return ''
  return `${withoutSlash(proxy.url)} ${caPem.trim()}`
}
