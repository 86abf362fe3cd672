import { z } from 'zod'
import type { CallError } from '../../../contract/call-error.ts'
import type { Model, ModelList } from '../../../contract/keys.ts'
import { mayUse, tierOf } from '../door/tiers.ts'
import { notFound } from '../keydeck-error.ts'
import type { Clock } from '../ports.ts'
import type { Database } from '../storage/database.ts'
import type { KeyChecks } from './key-checks.ts'
import type { KeyRecord } from './key-record.ts'
import type { KeyRecords } from './key-records.ts'
import type { Providers } from './providers/providers.ts'

/** Providers add models every few weeks; a day-old list is asked for again. */
const STALE_MS = 24 * 60 * 60 * 1_000
/** After a failure the page may ask as often as it draws; the provider is not asked again before this. */
const FAILED_MS = 30_000

const Ids = z.array(z.string()).catch([])

interface ModelListsOptions {
  database: Database
  records: KeyRecords
  providers: Providers
  checks: KeyChecks
  clock: Clock
}

/** The models that each key's provider lists. The last good list stays when the provider fails. */
export class ModelLists {
  readonly #options: ModelListsOptions
  readonly #failures = new Map<string, { error: CallError; at: number }>()

  constructor(options: ModelListsOptions) {
    this.#options = options
  }

  async get(id: string, refresh: boolean): Promise<ModelList> {
    if (refresh || this.#isDue(id)) await this.#options.checks.check(id)
    const record = this.#options.records.find(id)
    if (!record) throw notFound('key', id)
    const saved = this.known(id)
    return {
      models: saved ? this.#describe(record, saved.ids) : [],
      fetchedAt: saved?.fetchedAt ?? null,
      error: this.#failures.get(id)?.error ?? null,
    }
  }

  /** The last good list, whatever its age; null where none ever came. */
  known(id: string): { ids: string[]; fetchedAt: number } | null {
    const row = this.#options.database.get('SELECT models, fetched_at FROM model_list WHERE key_id = ?', id)
    if (!row) return null
    return { ids: Ids.parse(JSON.parse(String(row['models']))), fetchedAt: Number(row['fetched_at']) }
  }

  /** Told of every check: keeps a list that came, and why none did. */
  save(id: string, modelIds: string[] | null, error: CallError | null): void {
    const { database, clock } = this.#options
    if (error) this.#failures.set(id, { error, at: clock.monotonic() })
    else this.#failures.delete(id)
    if (!modelIds) return
    database.write(() =>
      database.run(
        `INSERT INTO model_list (key_id, models, fetched_at) VALUES (?, ?, ?)
         ON CONFLICT (key_id) DO UPDATE SET models = excluded.models, fetched_at = excluded.fetched_at`,
        id,
        JSON.stringify(modelIds),
        clock.now(),
      ),
    )
  }

  /** The key has another secret: what its provider lists, or why it didn't, may be another matter now. */
  renew(id: string): void {
    this.#failures.delete(id)
    const { database } = this.#options
    database.write(() => database.run('UPDATE model_list SET fetched_at = 0 WHERE key_id = ?', id))
  }

  #isDue(id: string): boolean {
    const failure = this.#failures.get(id)
    if (failure) return this.#options.clock.monotonic() - failure.at >= FAILED_MS
    const saved = this.known(id)
    return !saved || Math.abs(this.#options.clock.now() - saved.fetchedAt) >= STALE_MS
  }

  #describe(record: KeyRecord, ids: string[]): Model[] {
    const { tierRules } = this.#options.providers.get(record.providerId)
    return ids.map((id) => {
      const tier = tierOf(tierRules, id)
      return { id, tier, allowed: mayUse(record, tier) }
    })
  }
}
