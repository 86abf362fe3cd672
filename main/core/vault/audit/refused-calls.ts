import type { AuditActor } from '../../../../contract/audit.ts'
import type { CallRecord } from '../../../../contract/calls.ts'
import type { Clock, Log } from '../../ports.ts'
import type { AuditEntry, AuditLog, AuditTimes } from './audit-log.ts'

/** Refusals are written together: in a flood, a write for each would wait for the disk each time. */
const SAVE_MS = 1_000

/** What the door says no with. The same codes from a provider are its own words, and no refusal of ours. */
const REFUSALS: ReadonlySet<string> = new Set([
  'key_revoked',
  'insufficient_permissions',
  'budget_exceeded',
  'rate_limit_exceeded',
  'secret_unavailable',
  'vault_locked',
  'origin_mismatch',
  'insecure_url',
])

const ACTORS: Readonly<Record<CallRecord['origin'], AuditActor>> = {
  playground: 'person',
  check: 'person',
  gateway: 'gateway',
  cli: 'cli',
}

interface RefusedCallsOptions {
  audit: AuditLog
  /** One transaction around all that is written at once. */
  write: (work: () => void) => void
  clock: Clock
  log: Log
}

/** Hears of every call that ended, and writes down those that the door refused. */
export class RefusedCalls {
  readonly #options: RefusedCallsOptions
  #waiting = new Map<string, { entry: AuditEntry; times: AuditTimes }>()
  #cancelSave: (() => void) | null = null

  constructor(options: RefusedCallsOptions) {
    this.#options = options
  }

  note(call: CallRecord): void {
    if (call.errorCode === null || !REFUSALS.has(call.errorCode)) return
    if (call.errorLayer !== 'vault' && call.errorLayer !== 'policy') return
    const matter = `${call.keyId} ${call.origin} ${call.errorCode}`
    const { times } = this.#waiting.get(matter) ?? {}
    if (times) {
      times.count += 1
      times.lastAt = Math.max(times.lastAt, call.startedAt)
      return
    }
    this.#waiting.set(matter, {
      entry: entryOf(call, call.errorCode),
      times: { at: call.startedAt, lastAt: call.startedAt, count: 1 },
    })
    this.#cancelSave ??= this.#options.clock.after(SAVE_MS, () => this.save())
  }

  /** Writes what is pending. Where the disk refuses, it stays pending until the next refusal. */
  save(): void {
    const { audit, write, log } = this.#options
    this.#cancelSave?.()
    this.#cancelSave = null
    if (this.#waiting.size === 0) return
    try {
      write(() => {
        for (const { entry, times } of this.#waiting.values()) audit.record(entry, times)
      })
      this.#waiting = new Map()
    } catch (error) {
      log.warn('audit.refusals-not-saved', { kind: error instanceof Error ? error.name : typeof error })
    }
  }
}

const entryOf = (call: CallRecord, code: string): AuditEntry => ({
  action: 'call_refused',
  actor: ACTORS[call.origin],
  keyId: call.keyId,
  subject: call.keyName,
  keyMask: call.keyMask,
  environmentName: call.environmentName,
  providerName: call.providerName,
  detail: { code, origin: call.origin },
})
