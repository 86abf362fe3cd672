import { KeydeckError } from '../../keydeck-error.ts'

/** Windows takes 2,560 bytes of UTF-16 an item; this leaves room for what the store puts in front of the secret. */
export const longestSecret = 1_200

/** Why a text can't be stored as a secret. */
export type SecretRefusal = 'empty' | 'too_long' | 'control_characters' | 'not_ascii'

/** Says why a text can't be stored as a secret, or null. Stores alter or cut such texts without saying so. */
export function refuseSecret(secret: string): SecretRefusal | null {
  if (secret.length === 0) return 'empty'
  if (secret.length > longestSecret) return 'too_long'
  for (let index = 0; index < secret.length; index += 1) {
    const unit = secret.charCodeAt(index)
    if (unit > 0x7e && unit !== 0x7f) return 'not_ascii'
    if (unit < 0x20 || unit === 0x7f) return 'control_characters'
  }
  return null
}

/** Throws `INVALID` for a text that can't be stored. Every store asks this before it writes. */
export function checkSecret(secret: string): void {
  const reason = refuseSecret(secret)
  if (reason) throw new KeydeckError('INVALID', { field: 'secret', reason })
}
