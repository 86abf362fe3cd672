import type { Environment } from '../../../../contract/environments.ts'
import type { KeyActivity, VaultKey } from '../../../../contract/keys.ts'
import type { Provider } from '../../../../contract/providers.ts'
import { notFound } from '../../keydeck-error.ts'
import type { KeyRecord } from '../key-record.ts'
import { type KeyUsage, type SpareSecrets, troubleOf, viewKey } from '../key-view.ts'
import type { KeyParts } from './key-parts.ts'

/** What is looked up once for a whole list. */
interface Around {
  usage: ReadonlyMap<string, KeyUsage>
  environments: ReadonlyMap<string, Environment>
  providers: ReadonlyMap<string, Provider>
  spares: ReadonlyMap<string, SpareSecrets>
}

/** The keys as the page sees them. */
export class KeyListing {
  readonly #parts: KeyParts

  constructor(parts: KeyParts) {
    this.#parts = parts
  }

  list(): VaultKey[] {
    const around = this.#around()
    return this.#parts.records.list().map((record) => this.#view(record, around))
  }

  /** How many keys the list is without, because their rows are damaged. */
  unreadable(): number {
    return this.#parts.records.unreadable()
  }

  /** Throws NOT_FOUND for a key that is deleted or was never there. */
  get(id: string): VaultKey {
    const record = this.#parts.records.find(id)
    if (!record) throw notFound('key', id)
    return this.#view(record, this.#around())
  }

  /** Calls a day of every key that had any. */
  activity(): KeyActivity[] {
    const usage = this.#parts.usageByKey()
    return this.#parts.records.list().flatMap(({ id }) => {
      const daily = usage.get(id)?.daily
      return daily ? [{ keyId: id, daily }] : []
    })
  }

  #around(): Around {
    const { environments, providers, spares, usageByKey } = this.#parts
    const ofKeys = new Map<string, SpareSecrets>()
    for (const spare of spares.list()) {
      ofKeys.set(spare.keyId, { ...ofKeys.get(spare.keyId), [spare.role]: spare })
    }
    return {
      usage: usageByKey(),
      environments: new Map(environments.list().map((environment) => [environment.id, environment])),
      providers: new Map(providers.list().map((provider) => [provider.id, provider])),
      spares: ofKeys,
    }
  }

  #view(record: KeyRecord, around: Around): VaultKey {
    const { passports, storeStatus, sightings, clock } = this.#parts
    const isGone = record.storeKind === 'memory' && !sightings.isSeen(record.secretId)
    const isMissing = isGone || sightings.isMissing(record.secretId)
    return viewKey(record, {
      lastUsedAt: passports.lastUsed(record),
      trouble: troubleOf(record, around.providers.get(record.providerId), storeStatus(), isMissing),
      usage: around.usage.get(record.id),
      environment: around.environments.get(record.environmentId),
      spares: around.spares.get(record.id) ?? {},
      now: clock.now(),
    })
  }
}
