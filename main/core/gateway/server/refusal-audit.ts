import { errorKind } from '../../error-kind.ts'
import type { Clock, Log } from '../../ports.ts'
import type { RefusalFields } from './refusals.ts'

/** One row of the audit about the gateway. */
export interface AuditEntry {
  action: 'gateway_started' | 'gateway_stopped' | 'gateway_changed' | 'call_refused'
  actor?: 'gateway'
  keyId?: string | null
  subject: string
  detail: Record<string, string>
}

/** Where it is written down. */
export interface ServerAudit {
  record(entry: AuditEntry, times?: { at: number; lastAt: number; count: number }): void
}

/** Refusals are written together: in a flood, a write for each would wait for the disk each time. */
const saveMs = 1_000

/** Writes refused requests into the audit: who was refused, with which code and how often; nothing that a client sent. */
export class RefusalAudit {
  readonly #options: { audit: ServerAudit; clock: Clock; log: Log }
  #waiting = new Map<string, { entry: AuditEntry; times: { at: number; lastAt: number; count: number } }>()
  #cancelSave: (() => void) | null = null

  constructor(options: { audit: ServerAudit; clock: Clock; log: Log }) {
    this.#options = options
  }

  note({ code, localKeyId, localKeyName }: RefusalFields): void {
    // The guard has written its own row.
    if (code === 'guard_unconfirmed') return
    const { clock } = this.#options
    const now = clock.now()
    const matter = `${code} ${localKeyId}`
    const before = this.#waiting.get(matter)
    if (before) {
      before.times.count += 1
      before.times.lastAt = now
      return
    }
    this.#waiting.set(matter, {
      entry: {
        action: 'call_refused',
        actor: 'gateway',
        keyId: localKeyId,
        subject: localKeyName ?? '',
        detail: { code, origin: 'gateway' },
      },
      times: { at: now, lastAt: now, count: 1 },
    })
    this.#cancelSave ??= clock.after(saveMs, () => this.save())
  }

  /** Writes what is pending. Where the disk refuses, it stays pending until the next refusal. */
  save(): void {
    const { audit, log } = this.#options
    this.#cancelSave?.()
    this.#cancelSave = null
    try {
      for (const [matter, { entry, times }] of this.#waiting) {
        audit.record(entry, times)
        this.#waiting.delete(matter)
      }
    } catch (error) {
      log.warn('audit.refusals-not-saved', { kind: errorKind(error) })
    }
  }
}
