import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/** Bytes under AES-256-GCM, as base64url: a nonce of 12 bytes; the ciphertext with its tag of 16 behind it. */
export interface SealedBytes {
  readonly nonce: string
  readonly data: string
}

/** Encrypts under a fresh nonce, bound to `associated`. */
export function sealBytes(key: Buffer, plain: Buffer, associated: string): SealedBytes {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(associated))
  const data = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  return { nonce: nonce.toString('base64url'), data: data.toString('base64url') }
}

/** The bytes, for the asker to overwrite; null where key, bytes or `associated` aren't those of the sealing. */
export function openBytes(key: Buffer, sealed: SealedBytes, associated: string): Buffer | null {
  const data = Buffer.from(sealed.data, 'base64url')
  const nonce = Buffer.from(sealed.nonce, 'base64url')
  if (data.length < 16 || nonce.length !== 12) return null
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 })
  decipher.setAAD(Buffer.from(associated)).setAuthTag(data.subarray(-16))
  const plain = decipher.update(data.subarray(0, -16))
  try {
    decipher.final()
    return plain
  } catch {
    plain.fill(0)
    return null
  }
}
