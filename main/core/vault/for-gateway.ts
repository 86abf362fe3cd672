import type { z } from 'zod'
import type { SecretStoreStatus } from '../../../contract/secret-store.ts'
import type { Log } from '../ports.ts'
import type { AuditLog } from './audit/audit-log.ts'
import type { Environments } from './environments.ts'
import type { VaultForGateway } from './gateway-port.ts'
import type { KeyRecords } from './key-records.ts'
import { recordRefusal } from './keys/key-audit.ts'
import { SameSecrets } from './keys/same-secret.ts'
import { SecretInText } from './keys/secret-in-text.ts'
import type { ModelLists } from './model-lists.ts'
import type { PassportOffice } from './passport-office.ts'
import type { SpareRecords } from './spare-records.ts'

interface ForGatewayParts {
  passports: PassportOffice
  records: KeyRecords
  spares: SpareRecords
  beingWritten: ReadonlySet<string>
  environments: Environments
  modelLists: ModelLists
  fingerprint: (secret: string) => string
  storeStatus: () => Pick<z.infer<typeof SecretStoreStatus>, 'state'>
  auditLog: AuditLog
  log: Log
}

/** The vault as the gateway sees it. */
export function vaultForGateway(parts: ForGatewayParts): VaultForGateway {
  const { passports, records, environments, modelLists, log } = parts
  const texts = new SecretInText({ fingerprint: parts.fingerprint, same: new SameSecrets(parts) })
  return {
    passports,
    audit: parts.auditLog,
    noteRefusal: (error, write) => recordRefusal(error, log, write),
    refuseSecrets: (fields, secret) => texts.refuse(fields, secret),
    environments: () => environments.list(),
    keyIds: (environmentId) => records.list().flatMap((key) => (key.environmentId === environmentId ? [key.id] : [])),
    models: (keyId) => modelLists.known(keyId),
    async askModels(keyId, refresh) {
      const needsStore = passports.find(keyId)?.secretId !== null
      if (needsStore && parts.storeStatus().state !== 'ready') return
      await modelLists.get(keyId, refresh)
    },
  }
}
