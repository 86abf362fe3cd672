import type { VaultKey } from '../../../../contract/keys.ts'
import { KeydeckError, notFound } from '../../keydeck-error.ts'
import type { KeyRecord } from '../key-record.ts'
import type { SpareRecord } from '../spare-record.ts'
import { readClipboardSecret } from './clipboard-secret.ts'
import type { SecretEntering } from './entering.ts'
import type { KeyParts } from './key-parts.ts'
import type { KeyListing } from './listing.ts'
import type { SecretSwapping } from './swapping.ts'

interface Tools {
  entering: SecretEntering
  swapping: SecretSwapping
  listing: KeyListing
  /** One test call with the pending secret, its result kept beside it. */
  test: (id: string) => Promise<unknown>
  /** The key has another secret from now on. */
  onSwapped: (id: string) => void
}

/** A new secret for a key that exists: entered, tested, swapped in, undone, let go. Its record and history stay. */
export class KeyRegenerating {
  readonly #parts: KeyParts
  readonly #tools: Tools

  constructor(parts: KeyParts, tools: Tools) {
    this.#parts = parts
    this.#tools = tools
  }

  async start(id: string, secret: string, overrideReason?: string): Promise<VaultKey> {
    const record = this.#find(id)
    await this.#refusing('regenerate', record, () =>
      this.#tools.entering.enter(record, secret, 'typed', overrideReason),
    )
    await this.#tools.test(id)
    return this.#tools.listing.get(id)
  }

  async startFromClipboard(id: string, overrideReason?: string): Promise<VaultKey> {
    const record = this.#find(id)
    await this.#refusing('regenerate', record, async () => {
      const secret = await readClipboardSecret(this.#parts.clipboard)
      await this.#tools.entering.enter(record, secret, 'clipboard', overrideReason)
    })
    await this.#tools.test(id)
    return this.#tools.listing.get(id)
  }

  async test(id: string): Promise<VaultKey> {
    this.#find(id)
    if (!this.#parts.spares.find(id, 'pending')) throw conflict('nothing_pending')
    await this.#tools.test(id)
    return this.#tools.listing.get(id)
  }

  swap(id: string, anyway: boolean): VaultKey {
    const key = this.#change('swap', id, (record) => this.#tools.swapping.swap(record, anyway))
    this.#tools.onSwapped(id)
    return key
  }

  undo(id: string): VaultKey {
    const key = this.#change('undo_swap', id, (record) => this.#tools.swapping.undo(record))
    this.#tools.onSwapped(id)
    return key
  }

  cancel(id: string): VaultKey {
    return this.#change('cancel_swap', id, (record) => {
      const pending = this.#letGo(record, 'pending', 'nothing_pending')
      this.#parts.audit.record('secret_swap_cancelled', record, { mask: pending })
    })
  }

  /** The old secret is revoked at the provider, says the person: it goes for good. */
  confirmRevoked(id: string): VaultKey {
    return this.#change('confirm_revoked', id, (record) => {
      const previous = this.#letGo(record, 'previous', 'nothing_to_undo')
      this.#parts.audit.record('old_secret_removed', record, { mask: previous })
    })
  }

  /**
   * Another secret in one go and without a test, as an import does that replaces a key: the old one is kept for undo.
   * Refused before anything is stored where one is kept already.
   */
  async replace(id: string, secret: string, from: string, overrideReason?: string): Promise<VaultKey> {
    const record = this.#find(id)
    await this.#refusing('replace', record, async () => {
      if (this.#parts.spares.find(id, 'previous')) throw conflict('old_secret_kept')
      await this.#tools.entering.enter(record, secret, from, overrideReason)
    })
    return this.swap(id, true)
  }

  #letGo(record: KeyRecord, role: SpareRecord['role'], ifNone: string): SpareRecord {
    const spare = this.#parts.spares.find(record.id, role)
    if (!spare) throw conflict(ifNone)
    this.#parts.spares.markRemoving(spare.id)
    return spare
  }

  /** One transaction on the key as it is now, and then everyone told. */
  #change(act: string, id: string, work: (record: KeyRecord) => void): VaultKey {
    const { records, audit, passports, removals, events } = this.#parts
    const record = this.#find(id)
    try {
      records.write(() => work(record))
    } catch (error) {
      audit.refused(act, record, error)
      throw error
    }
    passports.forget()
    void removals.run()
    events.emit({ type: 'keys', id })
    return this.#tools.listing.get(id)
  }

  async #refusing(act: string, record: KeyRecord, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.#parts.audit.refused(act, record, error)
      throw error
    }
  }

  #find(id: string): KeyRecord {
    const record = this.#parts.records.find(id)
    if (!record) throw notFound('key', id)
    return record
  }
}

const conflict = (reason: string) => new KeydeckError('CONFLICT', { reason })
