import type { BundleAction, BundleRow } from '../../../../contract/bundles.ts'
import type { Environment } from '../../../../contract/environments.ts'
import type { Provider } from '../../../../contract/providers.ts'
import { foldedName } from '../folded-name.ts'
import type { KeyRecord } from '../key-record.ts'
import type { KeyParts } from '../keys/key-parts.ts'
import type { SameSecrets } from '../keys/same-secret.ts'
import { maskOf, maskText } from '../secret-mask.ts'
import { type BundleContent, type EnvironmentEntry, type KeyEntry, reasonOf } from './bundle-content.ts'
import type { BundlePlaces, BundleProvider } from './places.ts'

interface PreviewOptions {
  parts: Pick<KeyParts, 'records' | 'spares' | 'fingerprint'>
  same: SameSecrets
  places: BundlePlaces
}

type Verdict = Pick<BundleRow, 'conflict' | 'conflictKeyId' | 'proposed'>

/** Where a key of a bundle would lie, as far as it is there already, and why its secret may lie elsewhere too. */
interface Place {
  provider: Provider | undefined
  environment: Environment | undefined
  reason: string | null
}

const free: Verdict = { conflict: 'none', conflictKeyId: null, proposed: 'add' }

/** Says of each key of a bundle what an import would meet in this vault. */
export class BundlePreview {
  readonly #options: PreviewOptions

  constructor(options: PreviewOptions) {
    this.#options = options
  }

  rows(content: BundleContent): BundleRow[] {
    const { places, parts } = this.#options
    const records = parts.records.list()
    const providers = places.readProviders(content).map((one) => ({ one, known: places.findProvider(one) }))
    const environments = content.environments.map((one) => ({ one, known: places.findEnvironment(one) }))
    /** The environments that each secret of the rows above will lie in. */
    const above = new Map<string, Set<string>>()
    return content.keys.map((entry, index) => {
      const provider = providers[entry.provider]!
      const environment = environments[entry.environment]!
      const secretMark = entry.secret === null ? '' : parts.fingerprint(entry.secret)
      const place = { provider: provider.known, environment: environment.known, reason: reasonOf(entry, content) }
      const verdict = this.#inVault(entry, records, place) ?? inBundle(above.get(secretMark), environment.one, place)
      if (secretMark && verdict.proposed !== 'skip') {
        above.set(secretMark, (above.get(secretMark) ?? new Set()).add(foldedName(environment.one.name)))
      }
      return { index, ...describe(entry, provider, environment), ...verdict }
    })
  }

  /** The key that this one may replace now; null where there is none of its name. */
  replaceable(content: BundleContent, index: number): string | null {
    const { places, parts } = this.#options
    const entry = content.keys[index]
    const provider = entry && places.readProviders(content)[entry.provider]
    const environment = entry && content.environments[entry.environment]
    if (!provider || !environment) return null
    const verdict = this.#inVault(entry, parts.records.list(), {
      provider: places.findProvider(provider),
      environment: places.findEnvironment(environment),
      reason: null,
    })
    return verdict?.conflict === 'same_name' ? verdict.conflictKeyId : null
  }

  /** Undefined where nothing in the vault is in its way. */
  #inVault(entry: KeyEntry, records: readonly KeyRecord[], place: Place): Verdict | undefined {
    const { parts, same } = this.#options
    const name = foldedName(entry.name)
    const named = records.find(
      (record) =>
        record.environmentId === place.environment?.id &&
        record.providerId === place.provider?.id &&
        foldedName(record.name) === name,
    )
    const found = entry.secret === null ? [] : same.find(parts.fingerprint(entry.secret))
    const here = found.filter((one) => one.environmentId === place.environment?.id)
    // An import that was cut off left the secret beside the key that it was to replace.
    const isHalfDone = here.length > 0 && here.every(({ role, keyId }) => role === 'pending' && keyId === named?.id)
    if (here[0] && !isHalfDone) return { conflict: 'same_key', conflictKeyId: here[0].keyId, proposed: 'skip' }
    if (named && entry.secret === null && named.secretState === 'none') {
      return { conflict: 'same_key', conflictKeyId: named.id, proposed: 'skip' }
    }
    const elsewhere = found.find((one) => one.environmentId !== place.environment?.id)
    if (elsewhere) return sharedWith(elsewhere.keyId, place)
    if (!named) return undefined
    const proposed = this.#replaces(entry, named) ? 'replace' : 'skip'
    return { conflict: 'same_name', conflictKeyId: named.id, proposed }
  }

  /** The newer secret wins, unless one side is revoked or the key still keeps its last secret for undo. */
  #replaces(entry: KeyEntry, record: KeyRecord): boolean {
    if (entry.secret === null || entry.status === 'revoked' || record.status === 'revoked') return false
    if (this.#options.parts.spares.find(record.id, 'previous')) return false
    return (entry.rotatedAt ?? entry.createdAt) > (record.rotatedAt ?? record.createdAt)
  }
}

/** What rows above it bring is in its way as well. */
function inBundle(above: ReadonlySet<string> | undefined, environment: EnvironmentEntry, place: Place): Verdict {
  if (!above) return free
  if (above.has(foldedName(environment.name))) return { conflict: 'same_key', conflictKeyId: null, proposed: 'skip' }
  return sharedWith(null, place)
}

/** Where a reason was given at home, it holds here too. */
function sharedWith(conflictKeyId: string | null, { reason }: Place): Verdict {
  const proposed: BundleAction = reason === null ? 'skip' : 'add'
  return { conflict: 'same_secret_other_environment', conflictKeyId, proposed }
}

function describe(
  entry: KeyEntry,
  provider: { one: BundleProvider; known: Provider | undefined },
  environment: { one: EnvironmentEntry; known: Environment | undefined },
): Omit<BundleRow, 'index' | keyof Verdict> {
  const { described } = provider.one
  const { name: environmentName, colour, shape } = environment.known ?? environment.one
  return {
    name: entry.name,
    providerName: provider.known?.name ?? described.name,
    baseUrl: described.baseUrl,
    environmentName,
    environmentColour: colour,
    environmentShape: shape,
    masked: maskText(maskOf(entry.secret ?? '', described.keyPrefix), entry.secret !== null),
    status: entry.status,
    newProvider: provider.known === undefined,
    newEnvironment: environment.known === undefined,
    providerBrings: provider.known ? [] : broughtBy(described),
  }
}

function broughtBy({ caPem, proxy, headers }: Provider): BundleRow['providerBrings'] {
  return [
    ...(caPem === null ? [] : (['certificates'] as const)),
    ...(proxy.mode === 'url' ? (['proxy'] as const) : []),
    ...(headers.length === 0 ? [] : (['headers'] as const)),
  ]
}
