import type { SecretStoreKind, SecretStoreReason, SecretStoreState } from '../../../../contract/secret-store.ts'

/**
 * Names one secret. The store's item is named by the record's id alone (labels leak in keychain browsers); the origin
 * is bound to the secret, so that a secret can't be read for another server than the one it was stored for.
 */
export interface SecretRef {
  readonly recordId: string
  /** Scheme, host and port of the provider, as in `https://api.yuhuanstudio.com`. */
  readonly origin: string
}

/**
 * One place where secrets lie: `os-keychain`, `encrypted-file` or `memory`.
 * Every method rejects with `SecretStoreError` when the store can't answer; a rejection says nothing about the secret.
 */
export interface SecretStore {
  readonly kind: SecretStoreKind
  /** What people call it: "Secret Service", or the file's path. */
  readonly place: string
  /** The secret, or null where the store answered that it holds none. */
  get(ref: SecretRef): Promise<string | null>
  /** Writes, reads back and compares; rejects, with the old value still there where there was one, if they differ. */
  set(ref: SecretRef, secret: string): Promise<void>
  /** Resolves when the store confirms that it holds none. */
  delete(ref: SecretRef): Promise<void>
  close(): Promise<void>
}

/** The store couldn't answer. `state` and `reason` are what the page shows; the cause's text never leaves the process. */
export class SecretStoreError extends Error {
  readonly state: SecretStoreState
  readonly reason: SecretStoreReason

  constructor(state: SecretStoreState, reason: SecretStoreReason, options?: ErrorOptions) {
    super(`The secret store is ${state} (${reason}).`, options)
    this.name = 'SecretStoreError'
    this.state = state
    this.reason = reason
  }
}

/** Whether an error concerns one item alone, so that the store as a whole is still well. */
export function isItemFault(error: SecretStoreError): boolean {
  return error.reason === 'ambiguous' || error.reason === 'foreign_data'
}

/**
 * The secret was stored for another server than the one that was asked for. The store itself is well: only this record
 * must get its secret anew.
 */
export class OriginMismatchError extends Error {
  readonly recordId: string

  constructor(recordId: string) {
    super('This secret was stored for another server, so it is not handed out for this one. Enter it anew.')
    this.name = 'OriginMismatchError'
    this.recordId = recordId
  }
}

/** What the door gets: it may read, and nothing else. */
export interface SecretReader {
  read(ref: SecretRef): Promise<string | null>
}

/** What an export gets: the one way out of the store that leads to a person's own file. */
export interface SecretExporter {
  readForExport(ref: SecretRef): Promise<string | null>
}

/** What the vault gets: it may write and delete, never read. */
export interface SecretWriter {
  write(ref: SecretRef, secret: string): Promise<void>
  remove(ref: SecretRef): Promise<void>
}

/** Under which origin lines that were taken out of files lie: no provider's, so that neither can be read as the other. */
export const removedLineOrigin = 'keydeck:env-line'

/** What putting a line back gets: it may read kept lines, and no provider's key. */
export interface RemovedLineReader {
  /** The line as it was kept, or null where the store answered that it holds none. */
  readRemovedLine(id: string): Promise<string | null>
}
