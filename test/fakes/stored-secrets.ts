import type { Audit } from '../../main/core/vault/audit/audit-log.ts'
import type { StoredSecrets } from '../../main/core/vault/secret-store/stored-secrets-port.ts'

/** A database without a key. */
export const noStoredSecrets: StoredSecrets = {
  list: () => [],
  namesOf: () => [],
  markMoved: () => undefined,
  leaveMemory: () => undefined,
}

/** An audit that keeps nothing. */
export const silentAudit: Audit = { record: () => undefined }
