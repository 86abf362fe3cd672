import type { AuditRow } from '../../../../contract/audit.ts'
import { writeCsv } from '../../csv.ts'

const COLUMNS = [
  'id',
  'at',
  'last_at',
  'count',
  'actor',
  'action',
  'key_id',
  'subject',
  'key_mask',
  'environment',
  'provider',
  'detail',
]

/** The audit as the text of a file: times in UTC, `detail` in a table as `field=value` pairs. */
export function exportAudit(rows: readonly AuditRow[], format: 'csv' | 'json'): string {
  if (format === 'json') return `${JSON.stringify(rows.map(withTimes), null, 2)}\n`
  return writeCsv([COLUMNS, ...rows.map(asCells)])
}

const isoTime = (at: number) => new Date(at).toISOString()

const withTimes = (row: AuditRow) => ({ ...row, at: isoTime(row.at), lastAt: isoTime(row.lastAt) })

const asCells = (row: AuditRow): (string | number)[] => [
  row.id,
  isoTime(row.at),
  isoTime(row.lastAt),
  row.count,
  row.actor,
  row.action,
  row.keyId ?? '',
  row.subject,
  row.keyMask,
  row.environmentName,
  row.providerName,
  Object.entries(row.detail)
    .map(([field, value]) => `${field}=${value}`)
    .join('; '),
]

/** `keydeck-audit-2026-11-23.csv`, with the beginning of the key's id where it is about one key. */
export function auditFileName(now: number, keyId: string | undefined, format: 'csv' | 'json'): string {
  const key = keyId ? `-${keyId.slice(0, 8)}` : ''
  return `keydeck-audit${key}-${isoTime(now).slice(0, 10)}.${format}`
}
