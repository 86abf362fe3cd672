import type { AuditAction, AuditActor } from '../../../../contract/audit.ts'
import type { EventBus } from '../../event-bus.ts'
import type { Clock } from '../../ports.ts'
import type { Database } from '../../storage/database.ts'

/** What is written down of one act. Names, masks, ids and codes only: nothing here may come from a secret. */
export interface AuditEntry {
  action: AuditAction
  /** Default: the person. */
  actor?: AuditActor
  keyId?: string | null
  /** The name of the key, or of the environment, provider or store. */
  subject: string
  keyMask?: string
  environmentName?: string
  providerName?: string
  detail?: Readonly<Record<string, string>>
}

/** Where acts are written down. Called inside the transaction of the act itself, so that neither is without the other. */
export interface Audit {
  record(entry: AuditEntry): void
}

/** The audit's rows in the database. */
export class AuditLog implements Audit {
  readonly #database: Database
  readonly #clock: Clock
  readonly #events: EventBus

  constructor(database: Database, clock: Clock, events: EventBus) {
    this.#database = database
    this.#clock = clock
    this.#events = events
  }

  record(entry: AuditEntry): void {
    const at = this.#clock.now()
    this.#database.write(() =>
      this.#database.run(
        `INSERT INTO audit (at, actor, action, key_id, subject, key_mask, environment_name, provider_name, detail, last_at)
         VALUES (:at, :actor, :action, :keyId, :subject, :keyMask, :environmentName, :providerName, :detail, :at)`,
        {
          at,
          actor: entry.actor ?? 'person',
          action: entry.action,
          keyId: entry.keyId ?? null,
          subject: entry.subject,
          keyMask: entry.keyMask ?? '',
          environmentName: entry.environmentName ?? '',
          providerName: entry.providerName ?? '',
          detail: JSON.stringify(entry.detail ?? {}),
        },
      ),
    )
    this.#events.emit({ type: 'audit', ...(entry.keyId ? { id: entry.keyId } : {}) })
  }
}
