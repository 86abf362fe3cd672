import { randomUUID } from 'node:crypto'
import type { Provider } from '../../../../contract/providers.ts'
import { KeydeckError, notFound } from '../../keydeck-error.ts'
import type { Log } from '../../ports.ts'
import type { Database } from '../../storage/database.ts'
import { presets } from './presets.ts'
import { fromPreset, readProvider, rowOf } from './provider-row.ts'

/** The rows of providers: the presets, and those that the person added. */
export class Providers {
  readonly #database: Database
  readonly #log: Log

  constructor(database: Database, log: Log) {
    this.#database = database
    this.#log = log
  }

  /** One transaction around several of the methods below. */
  write<Result>(work: () => Result): Result {
    return this.#database.write(work)
  }

  /** Adds each preset that this profile lacks. One that is there stays as it is: the person may have edited it. */
  seed(): void {
    this.#database.write(() => {
      const known = new Set(this.#database.all('SELECT preset FROM provider').map((row) => row['preset']))
      presets.forEach((preset, position) => {
        if (known.has(preset.preset) || this.isNameTaken(preset.name)) return
        this.#insert(fromPreset(preset, randomUUID()), position)
      })
    })
  }

  /** One that can't be read is told to the log and left out; the others stay. */
  list(): Provider[] {
    return this.#database.all('SELECT * FROM provider ORDER BY position, name').flatMap((row) => {
      try {
        return [readProvider(row)]
      } catch (error) {
        const kind = error instanceof Error ? error.name : typeof error
        this.#log.error('vault.provider-unreadable', { id: String(row['id']), kind })
        return []
      }
    })
  }

  /** Throws NOT_FOUND where there is none. */
  get(id: string): Provider {
    const row = this.#database.get('SELECT * FROM provider WHERE id = ?', id)
    if (!row) throw notFound('provider', id)
    return readProvider(row)
  }

  /** Puts a new one behind the others. CONFLICT where its name is another's. */
  add(provider: Provider): void {
    this.#database.write(() => {
      this.#refuseTakenName(provider)
      const last = this.#database.get('SELECT max(position) AS position FROM provider')
      this.#insert(provider, Number(last?.['position'] ?? -1) + 1)
    })
  }

  /** Writes one that is there, at its place. CONFLICT where its name is another's. */
  save(provider: Provider): void {
    this.#database.write(() => {
      this.#refuseTakenName(provider)
      this.#database.run(
        `UPDATE provider SET name = :name, monogram = :monogram, base_url = :baseUrl, key_prefix = :keyPrefix,
           variable = :variable, dashboard_url = :dashboardUrl, needs_key = :needsKey, headers = :headers, proxy = :proxy,
           tier_rules = :tierRules, prices = :prices, ca_pem = :caPem
         WHERE id = :id AND preset = :preset`,
        rowOf(provider),
      )
    })
  }

  remove(id: string): void {
    this.#database.write(() => this.#database.run('DELETE FROM provider WHERE id = ?', id))
  }

  /** Whether another provider has this name, in whatever case. */
  isNameTaken(name: string, exceptId = ''): boolean {
    return this.#database.get('SELECT 1 FROM provider WHERE name = ? AND id <> ?', name, exceptId) !== undefined
  }

  /** Whether any key belongs to it; one that was deleted counts until it can't be restored any more. */
  hasKeys(id: string): boolean {
    return this.#database.get('SELECT 1 FROM vault_key WHERE provider_id = ? LIMIT 1', id) !== undefined
  }

  /**
   * Its address is another from now on. Keys without a secret follow at once: there is nothing to protect. The others stay
   * bound to the old one, so that the door refuses them until their secret is entered anew. What the old server said it
   * has and can do is forgotten.
   */
  moveKeys(id: string, to: { origin: string; pathPrefix: string }): void {
    this.#database.write(() => {
      this.#database.run(
        `UPDATE vault_key SET origin = :origin, path_prefix = :pathPrefix
         WHERE provider_id = :id AND secret_state = 'none'`,
        { id, ...to },
      )
      this.#database.run('DELETE FROM model_list WHERE key_id IN (SELECT id FROM vault_key WHERE provider_id = ?)', id)
      this.#database.run('DELETE FROM capability WHERE key_id IN (SELECT id FROM vault_key WHERE provider_id = ?)', id)
    })
  }

  #refuseTakenName(provider: Provider): void {
    if (this.isNameTaken(provider.name, provider.id)) {
      throw new KeydeckError('CONFLICT', { reason: 'provider_name_taken' })
    }
  }

  #insert(provider: Provider, position: number): void {
    this.#database.run(
      `INSERT INTO provider (id, preset, name, monogram, base_url, key_prefix, variable, dashboard_url, needs_key,
         headers, proxy, tier_rules, prices, ca_pem, position)
       VALUES (:id, :preset, :name, :monogram, :baseUrl, :keyPrefix, :variable, :dashboardUrl, :needsKey,
         :headers, :proxy, :tierRules, :prices, :caPem, :position)`,
      { ...rowOf(provider), position },
    )
  }
}
