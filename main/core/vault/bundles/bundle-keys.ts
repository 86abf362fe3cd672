import { createHmac } from 'node:crypto'
import { deriveKeys, type KeyDerivation } from '../sealing/passphrase-key.ts'
import { openBytes, type SealedBytes, sealBytes } from '../sealing/sealed-bytes.ts'

const uses = ['content', 'check'].map((use) => `keydeck bundle 1 ${use}`)

/** The keys of one bundle, in buffers that `wipe` overwrites. */
export class BundleKeys {
  readonly #content: Buffer
  readonly #check: Buffer

  private constructor([content, check]: Buffer[]) {
    if (!content || !check) throw new Error('A bundle needs two keys.')
    this.#content = content
    this.#check = check
  }

  static async derive(passphrase: string, kdf: KeyDerivation): Promise<BundleKeys> {
    return new BundleKeys(await deriveKeys(passphrase, kdf, uses))
  }

  seal(headerLine: string, plain: Buffer): SealedBytes {
    return sealBytes(this.#content, plain, associated(headerLine))
  }

  /** Null where header or body are not what was sealed. */
  open(headerLine: string, sealed: SealedBytes): Buffer | null {
    return openBytes(this.#content, sealed, associated(headerLine))
  }

  /** Authenticates the header alone, which tells a wrong passphrase from an altered body. */
  check(headerLine: string): string {
    return createHmac('sha256', this.#check).update(headerLine).digest('base64url')
  }

  wipe(): void {
    for (const key of [this.#content, this.#check]) key.fill(0)
  }
}

const associated = (headerLine: string) => `keydeck bundle 1\0${headerLine}`
