import { DELETE_UNDO_MS } from '../../../../contract/keys.ts'
import type { LocalKey } from '../../../../contract/local-keys.ts'
import { errorKind } from '../../error-kind.ts'
import { KeydeckError, notFound } from '../../keydeck-error.ts'
import type { Log } from '../../ports.ts'
import { findLocalKey, type LocalKeyParts } from './local-key-parts.ts'
import type { LocalKeyRecord } from './local-key-record.ts'

/** How long until a removal that the disk refused is tried again. */
const TRY_AGAIN_MS = 60_000

/** Takes local keys away, with undo. */
export class LocalKeyDeleting {
  readonly #parts: LocalKeyParts
  readonly #log: Log
  readonly #onRemoved: (id: string) => void
  readonly #timers = new Map<string, () => void>()

  /** What was deleted when the app ended gets the rest of its window; a clock set back adds nothing. */
  constructor(parts: LocalKeyParts, { log, onRemoved }: { log: Log; onRemoved: (id: string) => void }) {
    this.#parts = parts
    this.#log = log
    this.#onRemoved = onRemoved
    const now = parts.clock.now()
    for (const { id, deletedAt } of parts.register.deleted()) {
      const left = (deletedAt ?? 0) + DELETE_UNDO_MS - now
      this.#schedule(id, Math.min(Math.max(0, left), DELETE_UNDO_MS))
    }
  }

  /** Unknown from now on, and its open calls end. The row stays until the undo window ends. */
  delete(id: string): { undoUntil: number } {
    const { records, register, ends, audit, ended, changed, clock } = this.#parts
    const at = clock.now()
    const next = { ...findLocalKey(this.#parts, id), deletedAt: at }
    ends.write({ act: 'local_key_deleted', id, at }, () => {
      records.save(next)
      audit.record('local_key_deleted', next)
    })
    register.put(next)
    this.#schedule(id, DELETE_UNDO_MS)
    ended(id)
    changed(id)
    return { undoUntil: at + DELETE_UNDO_MS }
  }

  /** As it was: one that was revoked before is revoked still. */
  restore(id: string): LocalKey {
    const { records, register, ends, audit, view, changed } = this.#parts
    const deleted = register.deleted().find((record) => record.id === id)
    if (!deleted || deleted.deletedAt === null) throw notFound('local_key', id)
    const next = { ...deleted, deletedAt: null }
    try {
      if (!this.#hasPlace(deleted)) throw new KeydeckError('CONFLICT', { reason: 'environment_removed' })
      ends.write({ act: 'local_key_restored', id, at: deleted.deletedAt }, () => {
        records.save(next)
        audit.record('local_key_restored', next)
      })
    } catch (error) {
      audit.refused('restore', deleted, error)
      throw error
    }
    this.#cancel(id)
    register.put(next)
    changed(id)
    return view(next)
  }

  /** What waits for the end of its window then waits for the next start. */
  close(): void {
    for (const cancel of this.#timers.values()) cancel()
    this.#timers.clear()
  }

  /** An environment may go while a local key of it is deleted. One that is revoked needs none. */
  #hasPlace({ environmentId, revokedAt }: LocalKeyRecord): boolean {
    return revokedAt !== null || this.#parts.vault.environments().some(({ id }) => id === environmentId)
  }

  #schedule(id: string, afterMs: number): void {
    this.#cancel(id)
    this.#timers.set(
      id,
      this.#parts.clock.after(afterMs, () => this.#remove(id)),
    )
  }

  #cancel(id: string): void {
    this.#timers.get(id)?.()
    this.#timers.delete(id)
  }

  #remove(id: string): void {
    this.#timers.delete(id)
    try {
      this.#parts.records.remove(id)
    } catch (error) {
      this.#log.warn('local-key.removal-waits', { id, kind: errorKind(error) })
      this.#schedule(id, TRY_AGAIN_MS)
      return
    }
    this.#parts.register.remove(id)
    this.#onRemoved(id)
  }
}
