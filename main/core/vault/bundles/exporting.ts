import type { Provider } from '../../../../contract/providers.ts'
import { KeydeckError } from '../../keydeck-error.ts'
import type { Log } from '../../ports.ts'
import type { KeyRecord } from '../key-record.ts'
import { isBoundTo } from '../key-view.ts'
import type { KeyParts } from '../keys/key-parts.ts'
import { storeErrorKind } from '../keys/secret-writing.ts'
import { OriginMismatchError, type SecretExporter, SecretStoreError } from '../secret-store/secret-store.ts'
import { type BundleContent, EnvironmentEntry, KeyEntry, ProviderEntry, writeContent } from './bundle-content.ts'
import { sealBundle } from './bundle-format.ts'

/** The longest text that an import takes. */
const LONGEST = 1_400_000

/** Why a key is not in the file. The page has a sentence for each. */
export type LeftReason = 'gone' | 'missing' | 'secret_removed' | 'origin' | 'locked' | 'unavailable' | 'unfit'

interface LeftKey {
  keyId: string
  name: string
  reason: LeftReason
}

export interface ExportedBundle {
  fileName: string
  content: string
  keys: number
  left: LeftKey[]
}

interface ExportingOptions {
  parts: Pick<KeyParts, 'records' | 'environments' | 'providers' | 'storeStatus' | 'audit' | 'clock'>
  exporter: SecretExporter
  log: Log
}

type Read = { record: KeyRecord; secret: string | null } | LeftKey

/** Makes a bundle of chosen keys: the one place where secrets leave the store for something other than a call. */
export class BundleExporting {
  readonly #options: ExportingOptions

  constructor(options: ExportingOptions) {
    this.#options = options
  }

  async export(keyIds: readonly string[], passphrase: string): Promise<ExportedBundle> {
    const { records, storeStatus, audit, clock } = this.#options.parts
    const { kind, state, reason } = storeStatus()
    if (state !== 'ready' || kind === null) throw new KeydeckError('STORE_UNAVAILABLE', { state, reason })
    const providers = new Map(this.#options.parts.providers.list().map((provider) => [provider.id, provider]))
    const read = await Promise.all([...new Set(keyIds)].map((id) => this.#read(id, providers)))
    const { content, exported, left } = this.#collect(read)
    if (exported.length === 0) throw new KeydeckError('CONFLICT', { reason: 'nothing_to_export' })
    const text = await seal(content, passphrase)
    if (text.length > LONGEST) throw new KeydeckError('CONFLICT', { reason: 'bundle_too_large' })
    records.write(() => {
      for (const record of exported) audit.record('key_exported', record)
    })
    const day = new Date(clock.now()).toISOString().slice(0, 10)
    return { fileName: `keydeck-keys-${day}.keydeck`, content: text, keys: exported.length, left }
  }

  async #read(id: string, providers: ReadonlyMap<string, Provider>): Promise<Read> {
    const record = this.#options.parts.records.find(id)
    if (!record) return { keyId: id, name: '', reason: 'gone' }
    const left = (reason: LeftReason): LeftKey => ({ keyId: id, name: record.name, reason })
    const provider = providers.get(record.providerId)
    if (!provider) return left('unfit')
    if (record.secretState === 'none') {
      if (!provider.needsKey) return { record, secret: null }
      return left(record.status === 'revoked' ? 'secret_removed' : 'missing')
    }
    // It was entered for another address than the one that would stand beside it in the file.
    if (!isBoundTo(record, provider)) return left('origin')
    try {
      const secret = await this.#options.exporter.readForExport({ recordId: record.secretId, origin: record.origin })
      return secret === null ? left('missing') : { record, secret }
    } catch (error) {
      this.#options.log.warn('bundle.secret-unread', { id, kind: storeErrorKind(error) })
      if (error instanceof OriginMismatchError) return left('origin')
      if (error instanceof SecretStoreError && error.state === 'locked') return left('locked')
      return left('unavailable')
    }
  }

  /** What could not be read again by an import is left out here, where the person still has it. */
  #collect(read: readonly Read[]) {
    const content: BundleContent = {
      exportedAt: this.#options.parts.clock.now(),
      providers: [],
      environments: [],
      keys: [],
    }
    const exported: KeyRecord[] = []
    const left: LeftKey[] = []
    const providerPlaces = new Map<string, number>()
    const environmentPlaces = new Map<string, number>()
    for (const one of read) {
      if ('reason' in one) {
        left.push(one)
        continue
      }
      const { record, secret } = one
      try {
        const provider = placeOf(record.providerId, providerPlaces, content.providers, (id) => this.#provider(id))
        const environment = placeOf(record.environmentId, environmentPlaces, content.environments, (id) =>
          this.#environment(id),
        )
        content.keys.push(KeyEntry.parse({ ...pick(record, KeyEntry.shape), provider, environment, secret }))
        exported.push(record)
      } catch (error) {
        this.#options.log.warn('bundle.key-unfit', { id: record.id, kind: error instanceof Error ? error.name : '' })
        left.push({ keyId: record.id, name: record.name, reason: 'unfit' })
      }
    }
    return { content, exported, left }
  }

  #provider(id: string): ProviderEntry {
    return ProviderEntry.parse(pick(this.#options.parts.providers.get(id), ProviderEntry.shape))
  }

  #environment(id: string): EnvironmentEntry {
    return EnvironmentEntry.parse(pick(this.#options.parts.environments.get(id), EnvironmentEntry.shape))
  }
}

async function seal(content: BundleContent, passphrase: string): Promise<string> {
  const bytes = writeContent(content)
  try {
    return await sealBundle(bytes, passphrase)
  } finally {
    bytes.fill(0)
  }
}

function placeOf<Entry>(id: string, places: Map<string, number>, list: Entry[], read: (id: string) => Entry): number {
  const known = places.get(id)
  if (known !== undefined) return known
  const place = list.push(read(id)) - 1
  places.set(id, place)
  return place
}

/** The fields that a shape names. */
const pick = (from: object, shape: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(from).filter(([name]) => Object.hasOwn(shape, name)))
