import type { Environment } from '../../../contract/environments.ts'
import type { Passports } from '../door/door-types.ts'
import type { AuditLog } from './audit/audit-log.ts'

/** The last good list of models of a vault key. */
export interface KnownModels {
  ids: readonly string[]
  fetchedAt: number
}

/** What the gateway asks of the vault, beside what every domain may. */
export interface VaultForGateway {
  readonly passports: Passports
  readonly audit: Pick<AuditLog, 'record'>
  /** Writes down what was refused on purpose; never throws. */
  noteRefusal(error: unknown, write: (detail: Record<string, string>) => void): void
  /** Throws INVALID `holds_secret` for a text with a secret that the vault knows, with a local key, or with `secret`. */
  refuseSecrets(fields: Readonly<Record<string, string | readonly string[] | null>>, secret?: string): void
  environments(): Environment[]
  /** The vault keys of an environment, the oldest first. */
  keyIds(environmentId: string): string[]
  /** Null where none was ever fetched. */
  models(keyId: string): KnownModels | null
  /**
   * Asks the provider where the list is old, or with `refresh` in any case. Never rejects for what the provider says; asks
   * nothing while the store can't give the secret, as the key would count as failing.
   */
  askModels(keyId: string, refresh: boolean): Promise<void>
}
