import { errorKind } from '../../error-kind.ts'
import type { Ending } from '../../storage/end-log.ts'
import type { KeyParts } from './key-parts.ts'

/** Which secret of which key was revoked, and when. */
export interface Revoke {
  id: string
  at: number
  secretId: string
}

/** Whether the revoke is noted, and wasn't taken back since. */
export function isNoted({ id, at, secretId }: Revoke, endings: readonly Ending[]): boolean {
  const last = endings.findLast((line) => 'secretId' in line && line.id === id && line.at === at)
  return last?.act === 'key_revoked' && last.secretId === secretId
}

/**
 * What was revoked is revoked, also where the database is older than that. One that has another secret since is not: it
 * was swapped in for the one that was revoked.
 */
export function revokeAgain({ records, ends, audit, log }: Pick<KeyParts, 'records' | 'ends' | 'audit' | 'log'>): void {
  const noted = ends.endings.flatMap((line) =>
    line.act === 'key_revoked' && isNoted(line, ends.endings) ? [line] : [],
  )
  if (noted.length === 0) return
  try {
    for (const record of records.list()) {
      const line = noted.find(({ id, secretId }) => id === record.id && secretId === record.secretId)
      if (!line || record.status === 'revoked') continue
      records.write(() => {
        records.save({ ...record, status: 'revoked', revokedAt: line.at })
        audit.record('key_revoked', record, { detail: { again: 'database_behind' }, actor: 'keydeck' })
      })
      log.warn('vault.revoked-again', { id: record.id })
    }
  } catch (error) {
    ends.keepAll()
    log.error('vault.not-revoked-again', { kind: errorKind(error) })
  }
}
