import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, scrypt } from 'node:crypto'
import type { SecretRef } from './secret-store.ts'

/** How a passphrase becomes a key. */
export interface KeyDerivation {
  readonly name: 'scrypt'
  readonly N: number
  readonly r: number
  readonly p: number
  readonly salt: string
}

/** The parameters of new files, and the least that an old one may ask for. */
export const scryptFloor = { N: 2 ** 17, r: 8, p: 1 } as const

/** The most: beyond it, a file could make Keydeck swallow the machine's memory before the passphrase is even looked at. */
export const scryptCeiling = { N: 2 ** 20, r: 16, p: 4 } as const

/** The parameters of a new file, with a salt of its own. */
export const newDerivation = (): KeyDerivation => ({
  name: 'scrypt',
  ...scryptFloor,
  salt: randomBytes(32).toString('base64url'),
})

/** The keys of one open file, in buffers that `wipe` overwrites. */
export class FileKeys {
  readonly #secrets: Buffer
  readonly #seal: Buffer
  readonly #check: Buffer

  private constructor(root: Buffer) {
    const derive = (use: string) => Buffer.from(hkdfSync('sha256', root, '', `keydeck file 1 ${use}`, 32))
    this.#secrets = derive('secrets')
    this.#seal = derive('seal')
    this.#check = derive('check')
  }

  static async derive(passphrase: string, { N, r, p, salt }: KeyDerivation): Promise<FileKeys> {
    // The same phrase typed on two systems may come in two Unicode forms.
    const phrase = Buffer.from(passphrase.normalize('NFC'))
    const root = await new Promise<Buffer>((resolve, reject) => {
      scrypt(phrase, Buffer.from(salt, 'base64url'), 32, { N, r, p, maxmem: 256 * N * r * p }, (error, key) =>
        error ? reject(error) : resolve(key),
      )
    })
    try {
      return new FileKeys(root)
    } finally {
      root.fill(0)
      phrase.fill(0)
    }
  }

  encrypt(installId: string, ref: SecretRef, secret: string): { nonce: string; data: string } {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', this.#secrets, nonce).setAAD(associated(installId, ref))
    const data = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()])
    return { nonce: nonce.toString('base64url'), data: data.toString('base64url') }
  }

  /** The secret, or null where the data isn't this record's for this origin. */
  decrypt(installId: string, ref: SecretRef, sealed: { nonce: string; data: string }): string | null {
    const data = Buffer.from(sealed.data, 'base64url')
    const nonce = Buffer.from(sealed.nonce, 'base64url')
    if (data.length < 16 || nonce.length !== 12) return null
    const decipher = createDecipheriv('aes-256-gcm', this.#secrets, nonce, { authTagLength: 16 })
    decipher.setAAD(associated(installId, ref)).setAuthTag(data.subarray(-16))
    const plain = decipher.update(data.subarray(0, -16))
    try {
      decipher.final()
      return plain.toString('utf8')
    } catch {
      return null
    } finally {
      plain.fill(0)
    }
  }

  /** Authenticates the whole file. */
  seal(text: string): string {
    return createHmac('sha256', this.#seal).update(text).digest('base64url')
  }

  /** Authenticates the header alone, which tells a wrong passphrase from a damaged body. */
  check(header: string): string {
    return createHmac('sha256', this.#check).update(header).digest('base64url')
  }

  wipe(): void {
    for (const key of [this.#secrets, this.#seal, this.#check]) key.fill(0)
  }
}

const associated = (installId: string, ref: SecretRef) =>
  Buffer.from(`keydeck record 1\0${installId}\0${ref.recordId}\0${ref.origin}`)
