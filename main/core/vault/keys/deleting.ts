import { DELETE_UNDO_MS, type VaultKey } from '../../../../contract/keys.ts'
import { notFound } from '../../keydeck-error.ts'
import type { KeyRecord } from '../key-record.ts'
import type { KeyParts } from './key-parts.ts'
import type { KeyListing } from './listing.ts'
import type { SameSecrets } from './same-secret.ts'

/** Takes keys out of the vault, with undo. */
export class KeyDeleting {
  readonly #parts: KeyParts
  readonly #same: SameSecrets
  readonly #listing: KeyListing

  constructor(parts: KeyParts, tools: { same: SameSecrets; listing: KeyListing }) {
    this.#parts = parts
    this.#same = tools.same
    this.#listing = tools.listing
  }

  /** Refuses the key's calls from now on and ends those under way. Its secrets stay until the undo window ends. */
  delete(id: string): { undoUntil: number } {
    const { records, removals, passports, audit, clock, door, events } = this.#parts
    const at = clock.now()
    records.write(() => {
      const record = records.find(id)
      if (!record) throw notFound('key', id)
      records.markDeleted(id, at)
      audit.record('key_deleted', record)
    })
    passports.forget()
    door().cut(id)
    removals.schedule(id, DELETE_UNDO_MS)
    events.emit({ type: 'keys', id })
    return { undoUntil: at + DELETE_UNDO_MS }
  }

  /** Undoes a delete, unless its window is over or one of its secrets was added again meanwhile. */
  restore(id: string): VaultKey {
    const { records, removals, passports, audit, events } = this.#parts
    const deleted = records.findDeleted(id)
    if (!deleted) throw notFound('key', id)
    try {
      records.write(() => {
        this.#refuseDuplicates(deleted)
        records.markRestored(id)
        audit.record('key_restored', deleted)
      })
    } catch (error) {
      audit.refused('restore', deleted, error)
      throw error
    }
    removals.cancel(id)
    passports.forget()
    events.emit({ type: 'keys', id })
    return this.#listing.get(id)
  }

  #refuseDuplicates(record: KeyRecord): void {
    const spares = this.#parts.spares.of(record.id).filter((spare) => spare.secretState === 'stored')
    const current = record.secretState === 'stored' ? [record] : []
    for (const { fingerprint } of [...current, ...spares]) {
      this.#same.refuseDuplicate(this.#same.find(fingerprint), record.environmentId)
    }
  }
}
