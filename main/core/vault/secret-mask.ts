/** What a record keeps of a secret, so that a person tells two apart. */
export interface SecretMask {
  prefix: string
  last4: string
}

/** Shorter ones would lose too much of themselves with four characters. */
const SHORTEST_WITH_TAIL = 12

/** The provider's prefix where the secret has it, and the last four characters where enough others stay hidden. */
export function maskOf(secret: string, keyPrefix: string): SecretMask {
  const prefix = keyPrefix && secret.startsWith(keyPrefix) && secret.length > keyPrefix.length ? keyPrefix : ''
  const rest = secret.slice(prefix.length)
  return { prefix, last4: rest.length >= SHORTEST_WITH_TAIL ? rest.slice(-4) : '' }
}

/** As people see it: `yx-••••f456`; empty for a key without a secret. */
export function maskText(mask: SecretMask, hasSecret: boolean): string {
  return hasSecret ? `${mask.prefix}••••${mask.last4}` : ''
}
