import { checkSecret } from './secret-rules.ts'
import { OriginMismatchError, type SecretRef, type SecretStore } from './secret-store.ts'

/** Secrets until Keydeck ends, for a person who wants nothing kept on this machine. */
export class MemoryStore implements SecretStore {
  readonly kind = 'memory'
  readonly place = 'memory'
  readonly #secrets = new Map<string, { origin: string; secret: string }>()

  async get(ref: SecretRef): Promise<string | null> {
    const held = this.#secrets.get(ref.recordId)
    if (!held) return null
    if (held.origin !== ref.origin) throw new OriginMismatchError(ref.recordId)
    return held.secret
  }

  async set(ref: SecretRef, secret: string): Promise<void> {
    checkSecret(secret)
    this.#secrets.set(ref.recordId, { origin: ref.origin, secret })
  }

  async delete(ref: SecretRef): Promise<void> {
    this.#secrets.delete(ref.recordId)
  }

  async close(): Promise<void> {
    this.#secrets.clear()
  }

  /** Writes everything into another store, so that choosing one later loses nothing. Answers which items that were. */
  async copyTo(store: Pick<SecretStore, 'set'>): Promise<string[]> {
    for (const [recordId, { origin, secret }] of this.#secrets) await store.set({ recordId, origin }, secret)
    return [...this.#secrets.keys()]
  }
}
