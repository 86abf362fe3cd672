import type { LocalKey } from '../../../../contract/local-keys.ts'
import { notFound } from '../../keydeck-error.ts'
import type { Clock } from '../../ports.ts'
import type { VaultForGateway } from '../../vault/gateway-port.ts'
import type { LocalKeyAudit } from './local-key-audit.ts'
import type { LocalKeyEnds } from './local-key-ends.ts'
import type { LocalKeyRecord } from './local-key-record.ts'
import type { LocalKeyRecords } from './local-key-records.ts'
import type { LocalKeyRegister } from './local-key-register.ts'

/** What the acts of a local key's life share. */
export interface LocalKeyParts {
  records: LocalKeyRecords
  register: LocalKeyRegister
  ends: LocalKeyEnds
  vault: VaultForGateway
  audit: LocalKeyAudit
  /** As the page sees it. */
  view: (record: LocalKeyRecord) => LocalKey
  /** A ticket by which a text that was just made can be copied. */
  issue: (text: string) => string
  /** Its open calls end in the same turn. */
  ended: (id: string) => void
  /** Tells the page. */
  changed: (id: string) => void
  clock: Clock
}

/** Throws NOT_FOUND for one that is deleted or was never there. */
export function findLocalKey({ register }: LocalKeyParts, id: string): LocalKeyRecord {
  const record = register.find(id)
  if (!record) throw notFound('local_key', id)
  return record
}
