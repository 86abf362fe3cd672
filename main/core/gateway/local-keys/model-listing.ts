import type { LocalKeyModel } from '../../../../contract/local-keys.ts'
import type { LocalKeyRecord } from './local-key-record.ts'
import { providerWords } from './model-names.ts'
import { hindranceOf, tierAt } from './permission.ts'
import type { Source, VaultModels } from './vault-models.ts'

/** Lists the models that clients of a local key can name. */
export class ModelListing {
  readonly #models: VaultModels

  constructor(models: VaultModels) {
    this.#models = models
  }

  /** The union over its vault keys, without what it may not call. Waits a little for lists that never came. */
  async list(record: LocalKeyRecord): Promise<LocalKeyModel[]> {
    await this.#models.renew(this.#models.of(record), { old: false })
    const sources = this.#models.of(record)
    this.#models.warm(sources)
    return listModels(record, sources)
  }
}

/**
 * A plain id is the first provider's that has it; where another has it too, that one is named before a slash. Every
 * name goes to the vault key that stands beside it: a plain id of the same text always comes first.
 */
function listModels(record: LocalKeyRecord, sources: readonly Source[]): LocalKeyModel[] {
  const listed = new Map<string, LocalKeyModel>()
  const others: [string, LocalKeyModel][] = []
  const firstOf = new Map<string, string>()
  for (const { passport, list } of sources) {
    const { keyId, provider } = passport
    for (const id of list?.ids ?? []) {
      if (hindranceOf(record, passport, id)) continue
      const model = { id, providerName: provider.name, keyId, tier: tierAt(passport, id) }
      const owner = firstOf.get(id)
      if (owner === undefined) {
        firstOf.set(id, provider.id)
        listed.set(id, model)
      } else if (owner !== provider.id) {
        const name = `${providerWords(provider)[0]}/${id}`
        others.push([name, { ...model, id: name }])
      }
    }
  }
  for (const [name, model] of others) if (!listed.has(name)) listed.set(name, model)
  return [...listed.values()]
}
