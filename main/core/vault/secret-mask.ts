import { knownPrefixes } from './providers/presets.ts'

/** What a record keeps of a secret, so that a person tells two apart. */
export interface SecretMask {
  prefix: string
  last4: string
}

/**
 * How keys begin, by words and signs between them: `sk-`, `sk-or-`, `gsk_`. A person writes a provider's prefix, and
 * only such a one is shown of a secret: by any other, whoever may write prefixes could ask for its letters one by one.
 */
const WORDS = /^[A-Za-z]{1,8}(?:[-_][A-Za-z]{1,8}){0,2}[-_]$/

/** Shorter ones would lose too much of themselves with four characters. */
const SHORTEST_WITH_TAIL = 12

/** The provider's prefix where the secret has it, and the last four characters where enough others stay hidden. */
export function maskOf(secret: string, keyPrefix: string): SecretMask {
  const isShown = WORDS.test(keyPrefix) || knownPrefixes.includes(keyPrefix)
  const prefix = isShown && secret.startsWith(keyPrefix) && secret.length > keyPrefix.length ? keyPrefix : ''
  const rest = secret.slice(prefix.length)
  return { prefix, last4: rest.length >= SHORTEST_WITH_TAIL ? rest.slice(-4) : '' }
}

/** As people see it: `yx-••••f456`; empty for a key without a secret. */
export function maskText(mask: SecretMask, hasSecret: boolean): string {
  return hasSecret ? `${mask.prefix}••••${mask.last4}` : ''
}
