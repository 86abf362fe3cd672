import { createHmac } from 'node:crypto'
import { deriveKeys, type KeyDerivation } from '../sealing/passphrase-key.ts'
import { openBytes, type SealedBytes, sealBytes } from '../sealing/sealed-bytes.ts'
import type { SecretRef } from './secret-store.ts'

const uses = ['secrets', 'seal', 'check'].map((use) => `keydeck file 1 ${use}`)

/** The keys of one open file, in buffers that `wipe` overwrites. */
export class FileKeys {
  readonly #secrets: Buffer
  readonly #seal: Buffer
  readonly #check: Buffer

  private constructor([secrets, seal, check]: Buffer[]) {
    if (!secrets || !seal || !check) throw new Error('A file needs three keys.')
    this.#secrets = secrets
    this.#seal = seal
    this.#check = check
  }

  static async derive(passphrase: string, kdf: KeyDerivation): Promise<FileKeys> {
    return new FileKeys(await deriveKeys(passphrase, kdf, uses))
  }

  encrypt(installId: string, ref: SecretRef, secret: string): SealedBytes {
    const plain = Buffer.from(secret)
    try {
      return sealBytes(this.#secrets, plain, associated(installId, ref))
    } finally {
      plain.fill(0)
    }
  }

  /** The secret, or null where the data isn't this record's for this origin. */
  decrypt(installId: string, ref: SecretRef, sealed: SealedBytes): string | null {
    const plain = openBytes(this.#secrets, sealed, associated(installId, ref))
    const secret = plain?.toString('utf8') ?? null
    plain?.fill(0)
    return secret
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
  `keydeck record 1\0${installId}\0${ref.recordId}\0${ref.origin}`
