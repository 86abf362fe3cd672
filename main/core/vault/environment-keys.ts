import type { Environment } from '../../../contract/environments.ts'
import type { Database } from '../storage/database.ts'
import type { Audit } from './audit/audit-log.ts'
import { maskText } from './secret-mask.ts'

interface EnvironmentKeysOptions {
  database: Database
  audit: Audit
  /** Keys that are being added right now: the others in `writing` are what a crash left. */
  beingWritten: ReadonlySet<string>
}

/** The keys of one environment, where all of them are meant: those whose delete can still be undone too. */
export class EnvironmentKeys {
  readonly #options: EnvironmentKeysOptions

  constructor(options: EnvironmentKeysOptions) {
    this.#options = options
  }

  count(environmentId: string): number {
    return this.#living(environmentId).length
  }

  /** The names of keys whose secret lies in the other environment already. What is deleted is looked at by its undo. */
  sharedSecrets(from: string, to: string): string[] {
    const present = (id: string) => this.#living(id).filter((key) => key.fingerprint !== '' && !key.isDeleted)
    const there = new Set(present(to).map((key) => key.fingerprint))
    return present(from).flatMap((key) => (there.has(key.fingerprint) ? [key.name] : []))
  }

  /** Moves every row, the leftovers of crashes too, and writes each living key's move down. Answers their names. */
  moveAll(from: Environment, to: Environment): string[] {
    const { database, audit } = this.#options
    const living = this.#living(from.id)
    for (const { id, name, mask, providerName } of living) {
      audit.record({
        action: 'key_moved',
        keyId: id,
        subject: name,
        keyMask: mask,
        environmentName: to.name,
        providerName,
        detail: { from: from.name, to: to.name },
      })
    }
    database.run('UPDATE vault_key SET environment_id = ? WHERE environment_id = ?', to.id, from.id)
    return living.map(({ name }) => name)
  }

  #living(environmentId: string) {
    const rows = this.#options.database.all(
      `SELECT vault_key.id, vault_key.name, fingerprint, prefix, last4, secret_state, deleted_at,
         provider.name AS provider_name
       FROM vault_key JOIN provider ON provider.id = provider_id
       WHERE environment_id = ? AND secret_state IN ('stored', 'none', 'writing') ORDER BY created_at, vault_key.id`,
      environmentId,
    )
    return rows
      .filter((row) => row['secret_state'] !== 'writing' || this.#options.beingWritten.has(String(row['id'])))
      .map((row) => ({
        id: String(row['id']),
        name: String(row['name']),
        fingerprint: String(row['fingerprint']),
        mask: maskText({ prefix: String(row['prefix']), last4: String(row['last4']) }, row['secret_state'] !== 'none'),
        providerName: String(row['provider_name']),
        isDeleted: row['deleted_at'] !== null,
      }))
  }
}
