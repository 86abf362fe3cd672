import type { z } from 'zod'
import type { SecretStoreStatus } from '../../../../contract/secret-store.ts'
import type { EventBus } from '../../event-bus.ts'
import type { Clock, Log } from '../../ports.ts'
import type { Audit } from '../audit/audit-log.ts'
import type { KeyRecords } from '../key-records.ts'
import type { KeyAudit } from '../keys/key-audit.ts'
import type { RemovedLineReader, SecretWriter } from '../secret-store/secret-store.ts'
import type { LineRecord, RemovedLines } from './removed-lines.ts'

/** What taking lines out of files and putting them back share. */
export interface LineParts {
  lines: RemovedLines
  reader: RemovedLineReader
  writer: SecretWriter
  storeStatus: () => z.infer<typeof SecretStoreStatus>
  /** An HMAC with this installation's key. */
  fingerprint: (text: string) => string
  records: KeyRecords
  keyAudit: KeyAudit
  audit: Audit
  clock: Clock
  log: Log
  events: EventBus
}

/** Tells one file's content from another's without keeping any of it. */
export const markFile = ({ fingerprint }: Pick<LineParts, 'fingerprint'>, bytes: Buffer): string =>
  fingerprint(`keydeck:file\0${bytes.toString('latin1')}`)

/** Likewise for one line. */
export const markLine = ({ fingerprint }: Pick<LineParts, 'fingerprint'>, bytes: Buffer): string =>
  fingerprint(`keydeck:line\0${bytes.toString('latin1')}`)

/** Where a file's next content is written first: known beforehand, so that a crash leaves nothing that nobody finds. */
export const temporaryOf = (path: string, nextFileMark: string): string =>
  `${path}.keydeck-${nextFileMark.slice(0, 16)}.tmp`

/** One act on a line, under its key where that is still there. */
export function auditLine(parts: LineParts, action: 'env_line_removed' | 'env_line_put_back', line: LineRecord): void {
  const detail = { file: fileNameOf(line.path), line: String(line.line), variable: line.variable }
  const key = parts.records.find(line.keyId)
  if (key) parts.keyAudit.record(action, key, { detail })
  else parts.audit.record({ action, keyId: line.keyId, subject: line.keyName, detail })
}

/** The last part of a path, on every system. */
export const fileNameOf = (path: string): string => path.split(/[\\/]/).at(-1) ?? ''
