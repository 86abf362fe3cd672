import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SecretStoreStatus } from '../../contract/secret-store.ts'
import type {
  RemovedLineReader,
  SecretExporter,
  SecretRef,
  SecretWriter,
} from '../../main/core/vault/secret-store/secret-store.ts'

/** A secret store that keeps one file a secret, so that what it held can be seen after its process was killed. */
export class FolderStore implements SecretWriter, SecretExporter, RemovedLineReader {
  readonly #folder: string
  readonly #at: (moment: string) => void

  constructor(folder: string, at: (moment: string) => void) {
    this.#folder = folder
    this.#at = at
    mkdirSync(folder, { recursive: true })
  }

  async write(ref: SecretRef, secret: string): Promise<void> {
    this.#at('before-write')
    writeFileSync(join(this.#folder, ref.recordId), secret)
    this.#at('after-write')
  }

  async remove(ref: SecretRef): Promise<void> {
    this.#at('before-remove')
    rmSync(join(this.#folder, ref.recordId), { force: true })
    this.#at('after-remove')
  }

  async readForExport({ recordId }: SecretRef): Promise<string | null> {
    const path = join(this.#folder, recordId)
    return existsSync(path) ? readFileSync(path, 'utf8') : null
  }

  async readRemovedLine(id: string): Promise<string | null> {
    return this.readForExport({ recordId: id, origin: '' })
  }

  status(): SecretStoreStatus {
    return {
      kind: 'encrypted-file',
      state: 'ready',
      reason: 'none',
      place: this.#folder,
      keychainAvailable: false,
      sentinelReadAt: null,
      interruptedMove: null,
    }
  }
}
