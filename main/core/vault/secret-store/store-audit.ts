import type { AuditAction } from '../../../../contract/audit.ts'
import type { SecretStoreKind } from '../../../../contract/secret-store.ts'
import { errorKind } from '../../error-kind.ts'
import type { Log } from '../../ports.ts'
import type { Audit, AuditEntry } from '../audit/audit-log.ts'

type Extra = Pick<AuditEntry, 'actor' | 'detail'>

/** Writes down what was done with the store. */
export class StoreAudit {
  readonly #audit: Audit
  readonly #log: Log

  constructor(audit: Audit, log: Log) {
    this.#audit = audit
    this.#log = log
  }

  /** For use inside the transaction of the act. */
  record(action: AuditAction, store: SecretStoreKind, extra: Extra = {}): void {
    this.#audit.record({ action, subject: store, ...extra })
  }

  /** After an act outside the database, which a full disk must not turn into a failure. */
  note(action: AuditAction, store: SecretStoreKind, extra: Extra = {}): void {
    try {
      this.record(action, store, extra)
    } catch (error) {
      this.#log.error('secret-store.not-written-down', { action, kind: errorKind(error) })
    }
  }
}
