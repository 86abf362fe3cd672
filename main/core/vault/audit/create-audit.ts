import type { AuditRow } from '../../../../contract/audit.ts'
import type { CallRecord } from '../../../../contract/calls.ts'
import type { EventBus } from '../../event-bus.ts'
import type { Clock, Log } from '../../ports.ts'
import type { Database } from '../../storage/database.ts'
import { auditFileName, exportAudit } from './audit-export.ts'
import { AuditLog } from './audit-log.ts'
import { type AuditQuestion, AuditReader } from './audit-reader.ts'
import { RefusedCalls } from './refused-calls.ts'

/** Who did what: written by the vault, read by the page. */
export interface AuditTrail {
  readonly log: AuditLog
  list(question: AuditQuestion): { rows: AuditRow[]; more: boolean }
  export(question: { keyId?: string | undefined; format: 'csv' | 'json' }): { fileName: string; content: string }
  /** Told of every call that ended. */
  noteCall(call: CallRecord): void
  close(): void
}

interface AuditOptions {
  database: Database
  clock: Clock
  log: Log
  events: EventBus
}

/** Opens the audit over an open database. */
export function createAudit({ database, clock, log, events }: AuditOptions): AuditTrail {
  const audit = new AuditLog({ database, clock, events })
  const reader = new AuditReader(database, log)
  const refused = new RefusedCalls({ audit, write: (work) => database.write(work), clock, log })
  return {
    log: audit,
    list(question) {
      refused.save()
      return reader.list(question)
    },
    export({ keyId, format }) {
      refused.save()
      return { fileName: auditFileName(clock.now(), keyId, format), content: exportAudit(reader.all(keyId), format) }
    },
    noteCall: (call) => refused.note(call),
    close: () => refused.save(),
  }
}
