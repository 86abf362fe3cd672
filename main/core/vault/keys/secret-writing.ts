import { KeydeckError } from '../../keydeck-error.ts'
import type { Log } from '../../ports.ts'
import type { Removals } from '../removals.ts'
import { type SecretRef, SecretStoreError, type SecretWriter } from '../secret-store/secret-store.ts'

interface SecretWritingOptions {
  writer: SecretWriter
  removals: Removals
  beingWritten: Set<string>
  log: Log
}

/** What the caller does with the row that says `writing`. */
interface IntentRow {
  /** The store has it: one transaction that makes the row count. */
  commit: () => void
  /** The store has nothing: the row goes. */
  drop: () => void
}

/** Writes a secret whose intent is in the database already, so that neither a crash nor a fault leaves one without the other. */
export class SecretWriting {
  readonly #options: SecretWritingOptions

  constructor(options: SecretWritingOptions) {
    this.#options = options
  }

  /** Resolves once the store read it back and the row counts; else takes both back, now or at the next reconcile. */
  async put(ref: SecretRef, secret: string, row: IntentRow): Promise<void> {
    const { writer, beingWritten, removals } = this.#options
    beingWritten.add(ref.recordId)
    let isStored = false
    try {
      await this.#write(ref, secret, row, writer)
      isStored = true
    } finally {
      beingWritten.delete(ref.recordId)
      // What could not be taken back, and what waited for this write to end.
      if (!isStored) void removals.run()
    }
  }

  async #write(ref: SecretRef, secret: string, row: IntentRow, writer: SecretWriter): Promise<void> {
    try {
      await writer.write(ref, secret)
    } catch (error) {
      await this.#takeBack(ref, row, error)
      throw asKeydeckError(error)
    }
    try {
      row.commit()
    } catch (error) {
      await this.#takeBack(ref, row, error)
      throw error
    }
  }

  /** What can't be undone now stays marked as `writing`, which nothing shows or uses, until the next reconcile. */
  async #takeBack(ref: SecretRef, row: IntentRow, cause: unknown): Promise<void> {
    const { writer, log } = this.#options
    log.warn('vault.write-failed', { id: ref.recordId, kind: storeErrorKind(cause) })
    // A write that got no answer may still arrive: removing now could come before it.
    if (cause instanceof SecretStoreError && cause.state === 'timeout') return
    try {
      await writer.remove(ref)
      row.drop()
    } catch (error) {
      log.warn('vault.write-undo-waits', { id: ref.recordId, kind: storeErrorKind(error) })
    }
  }
}

/** What the page is told of a store that refused: its state, and nothing of any other error's text. */
export function asKeydeckError(error: unknown): KeydeckError {
  if (error instanceof KeydeckError) return error
  if (error instanceof SecretStoreError) {
    return new KeydeckError('STORE_UNAVAILABLE', { state: error.state, reason: error.reason })
  }
  // Its text could hold the secret: only the class goes on.
  return new KeydeckError('STORE_UNAVAILABLE', { state: 'unavailable', reason: 'unknown' })
}

/** For logs: the state that a store's error names, or the class of any other. Never a message. */
export function storeErrorKind(error: unknown): string {
  if (error instanceof SecretStoreError) return `${error.state} ${error.reason}`
  return error instanceof Error ? error.name : 'unknown'
}
