import type { Provider, ProviderHeader } from '../../../../contract/providers.ts'
import { type HeaderRefusal, refuseHeader } from '../../door/provider-headers.ts'
import { createRedactor } from '../../door/redact.ts'
import { KeydeckError } from '../../keydeck-error.ts'
import { wordsOf } from '../keys/secret-in-text.ts'
import { knownPrefixes } from './presets.ts'

/** What follows a provider's prefix in the shortest of keys. */
const SHORTEST_REST = 10

/** What the person may let every call to a provider carry. */
export class HeaderRules {
  readonly #isKnownSecret: (text: string) => boolean
  readonly #shapes = createRedactor()

  /** `isKnownSecret`: whether a text is a secret that the vault holds, told by its fingerprint. */
  constructor(isKnownSecret: (text: string) => boolean) {
    this.#isKnownSecret = isKnownSecret
  }

  /** The headers, as they are kept. Throws INVALID for the first that can't be sent, or that may hold a key. */
  read(headers: readonly ProviderHeader[], provider: Pick<Provider, 'keyPrefix'>): ProviderHeader[] {
    const names = new Set<string>()
    for (const [place, header] of headers.entries()) {
      const refusal = refuseHeader(header)
      if (refusal) throw refuse(place, refusal)
      const name = header.name.toLowerCase()
      if (names.has(name)) throw refuse(place, 'duplicate')
      names.add(name)
      if ([header.name, header.value].some((text) => this.#looksLikeKey(text, provider.keyPrefix))) {
        throw refuse(place, 'looks_like_key')
      }
    }
    return [...headers]
  }

  /** Headers lie in the database, which holds no key: not the vault's own, and none that is shaped like one. */
  #looksLikeKey(text: string, ownPrefix: string): boolean {
    if (this.#shapes.redact(text) !== text) return true
    const words = wordsOf(text)
    if (words.some((word) => this.#isKnownSecret(word))) return true
    const prefixes = ownPrefix === '' ? knownPrefixes : [...knownPrefixes, ownPrefix]
    return words.some((word) =>
      prefixes.some(
        (prefix) =>
          word.startsWith(prefix) &&
          /^[\w.+/-]+=*$/.test(word.slice(prefix.length)) &&
          word.length >= prefix.length + SHORTEST_REST,
      ),
    )
  }
}

const refuse = (place: number, reason: HeaderRefusal | 'duplicate' | 'looks_like_key') =>
  new KeydeckError('INVALID', { field: `headers.${place}`, reason })
