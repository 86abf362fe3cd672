import type { Environment } from '../../../contract/environments.ts'
import type { KeyRecord } from './key-record.ts'
import type { KeyRecords } from './key-records.ts'
import type { KeyAudit } from './keys/key-audit.ts'
import { SameSecrets } from './keys/same-secret.ts'
import type { SpareRecords } from './spare-records.ts'

interface EnvironmentKeysOptions {
  records: KeyRecords
  spares: SpareRecords
  audit: KeyAudit
  /** Items that are being written right now: the other rows in `writing` are what a crash left. */
  beingWritten: ReadonlySet<string>
}

/** The keys of one environment, where all of them are meant: those whose delete can still be undone too. */
export class EnvironmentKeys {
  readonly #options: EnvironmentKeysOptions
  readonly #same: SameSecrets

  constructor(options: EnvironmentKeysOptions) {
    this.#options = options
    this.#same = new SameSecrets(options)
  }

  count(environmentId: string): number {
    return this.#living(environmentId).length
  }

  /** The names of keys one of whose secrets lies in the other environment already. A deleted key is looked at by its undo. */
  sharedSecrets(from: string, to: string): string[] {
    return this.#living(from)
      .filter((record) => record.deletedAt === null)
      .filter((record) => this.#secretsOf(record).some((fingerprint) => this.#isIn(fingerprint, record.id, to)))
      .map(({ name }) => name)
  }

  /** Moves every row, the leftovers of crashes too, and writes each living key's move down. Answers their names. */
  moveAll(from: Environment, to: Environment): string[] {
    const { records, audit } = this.#options
    const living = this.#living(from.id)
    records.moveAll(from.id, to.id)
    for (const record of living) {
      audit.record('key_moved', { ...record, environmentId: to.id }, { detail: { from: from.name } })
    }
    return living.map(({ name }) => name)
  }

  #isIn(fingerprint: string, keyId: string, environmentId: string): boolean {
    return this.#same.find(fingerprint, keyId).some((same) => same.environmentId === environmentId)
  }

  /** The one in use, and those beside it. */
  #secretsOf(record: KeyRecord): string[] {
    const spares = this.#options.spares.of(record.id)
    return [record, ...spares].filter((one) => one.secretState === 'stored').map((one) => one.fingerprint)
  }

  #living(environmentId: string): KeyRecord[] {
    const { records, beingWritten } = this.#options
    return records
      .inEnvironment(environmentId)
      .filter(({ secretState, secretId }) => secretState !== 'writing' || beingWritten.has(secretId))
  }
}
