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

/** When it happened, and how often, where that is not once and now. */
export interface AuditTimes {
  at: number
  lastAt: number
  count: number
}

/** Where acts are written down. Called inside the transaction of the act itself, so that neither is without the other. */
export interface Audit {
  /** `times`: the entry stands for several, or for an earlier moment. Default: once and now. */
  record(entry: AuditEntry, times?: AuditTimes): void
}

/** The same refusal again within this time adds to the row that is there. */
const SAME_WITHIN_MS = 60_000
/** So much is kept. Past it the oldest refusals go; what was done stays for ever. */
const MOST_ROWS = 200_000
const TRIM_EVERY = 1_000
const REFUSALS: readonly AuditAction[] = ['add_refused', 'change_refused', 'call_refused']
const IS_REFUSAL = `action IN (${REFUSALS.map((action) => `'${action}'`).join(', ')})`

interface AuditLogOptions {
  database: Database
  clock: Clock
  events: EventBus
  mostRows?: number
}

/** The audit's rows in the database. Triggers there refuse to change or delete anything but what refusals allow. */
export class AuditLog implements Audit {
  readonly #options: AuditLogOptions
  /** The newest row of each refusal of the last minute. */
  readonly #recent = new Map<string, { id: number; lastAt: number }>()
  /** A start may follow a crash that came before the last trim. */
  #untrimmed = TRIM_EVERY

  constructor(options: AuditLogOptions) {
    this.#options = options
  }

  record(entry: AuditEntry, times: AuditTimes = once(this.#options.clock.now())): void {
    const { database, events } = this.#options
    database.write(() => {
      if (REFUSALS.includes(entry.action)) this.#recordRefusal(entry, times)
      else this.#insert(bound(entry), times)
      this.#untrimmed += 1
      if (this.#untrimmed >= TRIM_EVERY) this.#trim()
    })
    events.emit({ type: 'audit', ...(entry.keyId ? { id: entry.keyId } : {}) })
  }

  #recordRefusal(entry: AuditEntry, times: AuditTimes): void {
    const row = bound(entry)
    const matter = JSON.stringify(row)
    const known = this.#recent.get(matter)
    if (known && this.#add(known, row, times)) return
    for (const [other, { lastAt }] of this.#recent) {
      if (Math.abs(times.at - lastAt) > SAME_WITHIN_MS) this.#recent.delete(other)
    }
    this.#recent.set(matter, { id: this.#insert(row, times), lastAt: times.lastAt })
  }

  /** False where it is too long ago, or where the row went away with a transaction that failed. */
  #add(known: { id: number; lastAt: number }, row: BoundEntry, { at, lastAt, count }: AuditTimes): boolean {
    if (Math.abs(at - known.lastAt) > SAME_WITHIN_MS) return false
    const added = this.#options.database.run(
      `UPDATE audit SET count = count + :count, last_at = max(last_at, :lastAt)
       WHERE id = :id AND (actor, action, subject, key_mask, environment_name, provider_name, detail)
           = (:actor, :action, :subject, :keyMask, :environmentName, :providerName, :detail) AND key_id IS :keyId`,
      { ...row, id: known.id, count, lastAt },
    )
    known.lastAt = lastAt
    return added > 0
  }

  #insert(row: BoundEntry, times: AuditTimes): number {
    const inserted = this.#options.database.get(
      `INSERT INTO audit (at, actor, action, key_id, subject, key_mask, environment_name, provider_name, detail, count,
         last_at)
       VALUES (:at, :actor, :action, :keyId, :subject, :keyMask, :environmentName, :providerName, :detail, :count,
         :lastAt) RETURNING id`,
      { ...row, ...times },
    )
    return Number(inserted?.['id'])
  }

  #trim(): void {
    const { database, mostRows = MOST_ROWS } = this.#options
    this.#untrimmed = 0
    const rows = Number(database.get('SELECT count(*) AS rows FROM audit')?.['rows'])
    if (rows <= mostRows) return
    database.run(
      `DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE ${IS_REFUSAL} ORDER BY id LIMIT ?)`,
      rows - mostRows,
    )
  }
}

const bound = (entry: AuditEntry) => ({
  actor: entry.actor ?? 'person',
  action: entry.action,
  keyId: entry.keyId ?? null,
  subject: entry.subject,
  keyMask: entry.keyMask ?? '',
  environmentName: entry.environmentName ?? '',
  providerName: entry.providerName ?? '',
  detail: JSON.stringify(entry.detail ?? {}),
})
type BoundEntry = ReturnType<typeof bound>

const once = (at: number): AuditTimes => ({ at, lastAt: at, count: 1 })
