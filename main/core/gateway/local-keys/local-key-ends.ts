import type { AuditAction } from '../../../../contract/audit.ts'
import { errorKind } from '../../error-kind.ts'
import type { Log } from '../../ports.ts'
import type { Ending, EndLog } from '../../storage/end-log.ts'
import type { LocalKeyAudit } from './local-key-audit.ts'
import type { LocalKeyRecord } from './local-key-record.ts'
import type { FormerHash, LocalKeyRecords } from './local-key-records.ts'

interface Options {
  endLog: EndLog
  records: LocalKeyRecords
  audit: LocalKeyAudit
  log: Log
}

/** Keeps ended what a person ended, though a disk refuses the database, or an older one takes its place. */
export class LocalKeyEnds {
  readonly #options: Options

  constructor(options: Options) {
    this.#options = options
  }

  /**
   * The line first, then the transaction. Where only the transaction fails the act counts, and the next start brings the
   * database up to it. Throws where neither the file nor the database took it: then nothing has changed.
   */
  write(ending: Ending, work: () => void): void {
    const { records, log } = this.#options
    const isNoted = this.#note(ending)
    try {
      records.write(work)
    } catch (error) {
      if (!isNoted) throw error
      this.#options.endLog.keepAll()
      log.error('local-key.database-behind', { id: ending.id, act: ending.act, kind: errorKind(error) })
    }
  }

  /** What the database holds, as it is by the lines. The database is brought up to it, and the audit says so. */
  bringUp(
    records: readonly LocalKeyRecord[],
    former: readonly FormerHash[],
  ): { records: LocalKeyRecord[]; former: FormerHash[] } {
    const { endLog } = this.#options
    const lines = Map.groupBy(endLog.endings, ({ id }) => id)
    const now = records.map((record) => (lines.get(record.id) ?? []).reduce(asNoted, record))
    const known = new Set([...former.map(({ hash }) => hash), ...now.map(({ hash }) => hash)])
    const ids = new Set(records.map(({ id }) => id))
    const missing = endLog.endings.flatMap((line) => {
      if (line.act !== 'local_key_regenerated' || !ids.has(line.id) || known.has(line.hash)) return []
      known.add(line.hash)
      return [{ hash: line.hash, keyId: line.id, since: line.at }]
    })
    this.#save(records, now, missing)
    return { records: now, former: [...former, ...missing] }
  }

  #note(ending: Ending): boolean {
    const { endLog, log } = this.#options
    try {
      endLog.note(ending)
      return true
    } catch (error) {
      log.error('local-key.end-not-noted', { id: ending.id, act: ending.act, kind: errorKind(error) })
      // While the line of its delete stands alone, the next start would delete it again.
      if (ending.act === 'local_key_restored' && endLog.endings.some((line) => isDeleteOf(line, ending))) throw error
      return false
    }
  }

  #save(
    before: readonly LocalKeyRecord[],
    now: readonly LocalKeyRecord[],
    missing: (FormerHash & { since: number })[],
  ) {
    const { records, audit, endLog, log } = this.#options
    const changed = now.flatMap((record, index) => {
      const acts = actsBetween(before[index]!, record)
      return acts.length > 0 ? [{ record, acts }] : []
    })
    if (changed.length + missing.length === 0) return
    log.warn('local-key.ended-again', { keys: changed.length })
    try {
      records.write(() => {
        for (const one of missing) records.addFormer(one, one.since)
        for (const { record, acts } of changed) {
          records.save(record)
          for (const act of acts) audit.record(act, record, { again: 'database_behind' }, 'keydeck')
        }
      })
    } catch (error) {
      endLog.keepAll()
      log.error('local-key.database-behind', { keys: changed.length, kind: errorKind(error) })
    }
  }
}

/** A record after one line about it. */
function asNoted(record: LocalKeyRecord, line: Ending): LocalKeyRecord {
  switch (line.act) {
    case 'local_key_revoked':
      return record.revokedAt === null ? { ...record, revokedAt: line.at } : record
    case 'local_key_regenerated':
      return record.hash === line.hash ? { ...record, ...line.next, regeneratedAt: line.at } : record
    case 'local_key_deleted':
      return record.deletedAt === null ? { ...record, deletedAt: line.at } : record
    case 'local_key_restored':
      return record.deletedAt === line.at ? { ...record, deletedAt: null } : record
    case 'key_revoked':
    case 'key_reactivated':
      return record
  }
}

function actsBetween(before: LocalKeyRecord, now: LocalKeyRecord): AuditAction[] {
  const acts: AuditAction[] = []
  if (now.hash !== before.hash) acts.push('local_key_regenerated')
  if (now.revokedAt !== before.revokedAt) acts.push('local_key_revoked')
  if (now.deletedAt !== before.deletedAt) acts.push(now.deletedAt === null ? 'local_key_restored' : 'local_key_deleted')
  return acts
}

const isDeleteOf = (line: Ending, { id, at }: Ending) =>
  line.act === 'local_key_deleted' && line.id === id && line.at === at
