import type { Candidate, Route } from '../gateway-types.ts'
import type { LocalKeyRecord } from './local-key-record.ts'
import { behindProvider, isListedOtherwise, mayMeanOthers } from './model-names.ts'
import { type Hindrance, hindranceOf, tierAt } from './permission.ts'
import type { Source, VaultModels } from './vault-models.ts'

/** A vault key that has what was asked for, and the name of it there. */
interface Match {
  source: Source
  model: string
}

/** Finds the vault keys for a call of a local key. */
export class ModelRouting {
  readonly #models: VaultModels

  constructor(models: VaultModels) {
    this.#models = models
  }

  /**
   * By the exact id first, in the order of the vault keys; then by `provider/id`. A name that nobody lists goes to the
   * only provider that there is, as it would without Keydeck; where there are several, they are asked for new lists
   * before the name counts as unknown.
   */
  route(record: LocalKeyRecord, model: string | null): Route | Promise<Route> {
    const sources = this.#models.of(record)
    if (sources.length === 0) return unknown(`No vault key is left for the local key "${record.name}".`)
    if (model === null) return anyOf(record, sources)
    const listed = listedMatches(sources, model)
    if (listed.length > 0) {
      this.#models.warm(sources)
      return permitted(record, listed, model)
    }
    const renewal = countProviders(sources) > 1 ? this.#models.renew(sources, { old: true }) : null
    if (!renewal) return unlisted(record, sources, model)
    return renewal.then(() => {
      const now = this.#models.of(record)
      const found = listedMatches(now, model)
      return found.length > 0 ? permitted(record, found, model) : unlisted(record, now, model)
    })
  }
}

/** Every vault key whose provider lists the name: as it is, in another form, or behind the provider's own name. */
function listedMatches(sources: readonly Source[], name: string): Match[] {
  const matches: Match[] = []
  const add = (isMatch: (source: Source, model: string) => boolean, modelFor: (source: Source) => string | null) => {
    for (const source of sources) {
      const model = modelFor(source)
      if (model === null || !isMatch(source, model)) continue
      if (!matches.some((match) => match.source === source)) matches.push({ source, model })
    }
  }
  const isListed = ({ list }: Source, model: string) => list?.ids.has(model) ?? false
  const behind = ({ passport }: Source) => behindProvider(name, passport.provider)
  add(isListed, () => name)
  add(isListedOtherwise, () => name)
  add(isListed, behind)
  add(isListedOtherwise, behind)
  return matches
}

/** A name that no list has: for the provider that it names, the only one, or the only one whose list isn't known. */
function unlisted(record: LocalKeyRecord, sources: readonly Source[], name: string): Route {
  if (mayMeanOthers(name))
    return unknown(`No vault key of the local key "${record.name}" lists "${shown(name)}", and a call names one model.`)
  const named = sources.flatMap((source) => {
    const model = behindProvider(name, source.passport.provider)
    return model === null ? [] : [{ source, model }]
  })
  if (named.length > 0) return permitted(record, named, name)
  const open = countProviders(sources) === 1 ? sources : sources.filter(({ list }) => list === null)
  if (countProviders(open) === 1) {
    return permitted(
      record,
      open.map((source) => ({ source, model: name })),
      name,
    )
  }
  return unknown(
    `No vault key of the local key "${record.name}" lists the model "${shown(name)}". GET /v1/models lists what it can use.`,
  )
}

/** An endpoint that names no model: every vault key that can be used. */
function anyOf(record: LocalKeyRecord, sources: readonly Source[]): Route {
  const usable = sources.filter(({ passport }) => passport.status === 'active')
  const [first, ...rest] = usable.map(({ passport }): Candidate => ({ keyId: passport.keyId, model: null }))
  if (first) return { kind: 'found', candidates: [first, ...rest] }
  return revoked(record)
}

function permitted(record: LocalKeyRecord, matches: readonly Match[], name: string): Route {
  const hindrances = new Set<Hindrance>()
  const candidates: Candidate[] = []
  for (const { source, model } of matches) {
    const hindrance = hindranceOf(record, source.passport, model)
    if (hindrance) hindrances.add(hindrance)
    else candidates.push({ keyId: source.passport.keyId, model })
  }
  const [first, ...rest] = candidates
  if (first) return { kind: 'found', candidates: [first, ...rest] }
  if (hindrances.has('revoked')) return revoked(record)
  return forbidden(record, matches, name, hindrances)
}

function forbidden(
  { name: keyName, accountType }: LocalKeyRecord,
  [match]: readonly Match[],
  name: string,
  hindrances: ReadonlySet<Hindrance>,
): Route {
  const tier = match && tierAt(match.source.passport, match.model)
  const message = hindrances.has('vault-tier')
    ? `${shown(name)} is a ${tier} model, which the account of the vault key "${match?.source.passport.keyName}" may not use.`
    : hindrances.has('local-tier')
      ? `${shown(name)} is a ${tier} model, which the local key "${keyName}" (${accountType}) may not use.`
      : `The local key "${keyName}" may not use the model "${shown(name)}".`
  return { kind: 'refused', code: 'insufficient_permissions', message }
}

const countProviders = (sources: readonly Source[]) => new Set(sources.map(({ passport }) => passport.provider.id)).size

/** A client may send anything as a model. */
const shown = (name: string) => (name.length > 100 ? `${name.slice(0, 100)}…` : name)

const unknown = (message: string): Route => ({ kind: 'refused', code: 'model_not_found', message })

const revoked = ({ name }: LocalKeyRecord): Route => ({
  kind: 'refused',
  code: 'key_revoked',
  message: `Every vault key that the local key "${name}" could use for this is revoked.`,
})
