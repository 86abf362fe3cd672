import { randomUUID } from 'node:crypto'
import type { LocalServer, Provider } from '../../../../contract/providers.ts'
import type { FoundServer, LocalServerKind, LookAround } from '../../door/door-types.ts'
import { KeydeckError } from '../../keydeck-error.ts'
import type { Clock } from '../../ports.ts'
import type { Environments } from '../environments.ts'
import type { KeyRecord } from '../key-record.ts'
import type { KeyRecords } from '../key-records.ts'
import type { KeyAdding } from '../keys/adding.ts'
import { parseBaseUrl } from './base-url.ts'
import { localRules } from './presets.ts'
import type { ProviderEdits } from './provider-edits.ts'
import { monogramOf } from './provider-fields.ts'
import { unset } from './provider-row.ts'
import type { Providers } from './providers.ts'

/** How long what was found may be taken up: longer than a person looks at a dialog. */
const FOUND_FOR_MS = 10 * 60 * 1_000

const names: Readonly<Record<LocalServerKind, string>> = {
  ollama: 'Ollama',
  'lm-studio': 'LM Studio',
  'llama-cpp': 'llama.cpp',
  vllm: 'vLLM',
}

interface LocalServersOptions {
  providers: Providers
  edits: ProviderEdits
  environments: Environments
  records: KeyRecords
  adding: KeyAdding
  lookAround: LookAround
  clock: Clock
}

/** Model servers on this machine, and how one becomes a provider with a key that has no secret. */
export class LocalServers {
  readonly #options: LocalServersOptions
  #found: { servers: readonly FoundServer[]; at: number } = { servers: [], at: 0 }
  /** One at a time, so that two clicks make one provider and one key. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(options: LocalServersOptions) {
    this.#options = options
  }

  async discover(): Promise<LocalServer[]> {
    const servers = await this.#options.lookAround()
    this.#found = { servers, at: this.#options.clock.monotonic() }
    return servers.map((server) => this.#describe(server))
  }

  /** Only for an address that `discover` found a moment ago: nothing that a page makes up. */
  adopt(baseUrl: string, environmentId: string): Promise<{ provider: Provider; keyId: string }> {
    const adopted = this.#last.then(() => this.#adopt(baseUrl, environmentId))
    this.#last = adopted.catch(() => {})
    return adopted
  }

  async #adopt(address: string, environmentId: string): Promise<{ provider: Provider; keyId: string }> {
    const { environments, records, adding, edits } = this.#options
    const server = this.#foundAt(parseBaseUrl(address).baseUrl)
    environments.get(environmentId)
    const known = this.#providerAt(server.baseUrl)
    if (known?.needsKey) throw new KeydeckError('CONFLICT', { reason: 'provider_needs_key' })
    const provider = known ?? edits.insert(this.#draft(server))
    const key = records.list().find((record) => record.environmentId === environmentId && isReady(record, provider.id))
    if (key) return { provider, keyId: key.id }
    const input = {
      name: `${names[server.kind]} on this machine`,
      providerId: provider.id,
      environmentId,
      accountType: 'custom' as const,
      tags: [],
      notes: '',
    }
    const added = await adding.add(input, { action: 'key_added', from: 'discovered' })
    return { provider, keyId: added.key.id }
  }

  #foundAt(baseUrl: string): FoundServer {
    const { servers, at } = this.#found
    const server = servers.find((one) => one.baseUrl === baseUrl)
    if (server && this.#options.clock.monotonic() - at <= FOUND_FOR_MS) return server
    throw new KeydeckError('INVALID', { field: 'baseUrl', reason: 'not_found_here' })
  }

  #describe(server: FoundServer): LocalServer {
    const provider = this.#providerAt(server.baseUrl)
    const key = provider && this.#options.records.list().find((record) => isReady(record, provider.id))
    return {
      kind: server.kind,
      name: provider?.name ?? names[server.kind],
      baseUrl: server.baseUrl,
      models: server.modelIds,
      providerId: provider?.id ?? null,
      keyId: key?.id ?? null,
    }
  }

  #providerAt(baseUrl: string): Provider | undefined {
    return this.#options.providers.list().find((provider) => provider.baseUrl === baseUrl)
  }

  #draft(server: FoundServer): Provider {
    const name = this.#freeName(server)
    return {
      ...unset,
      id: randomUUID(),
      preset: 'custom',
      name,
      monogram: monogramOf(name),
      baseUrl: server.baseUrl,
      keyPrefix: '',
      variable: '',
      dashboardUrl: null,
      needsKey: false,
      tierRules: [...localRules.tierRules],
      prices: [...localRules.prices],
    }
  }

  /** The server's own name; where another provider has it, with the place; and with a number where that is taken, too. */
  #freeName({ kind, baseUrl }: FoundServer): string {
    const withPlace = `${names[kind]} on ${new URL(baseUrl).host}`
    const isFree = (name: string) => !this.#options.providers.isNameTaken(name)
    let name = isFree(names[kind]) ? names[kind] : withPlace
    for (let number = 2; !isFree(name); number++) name = `${withPlace} (${number})`
    return name
  }
}

/** A key of the provider that can be used at once: in use, and without a secret that could be missing. */
const isReady = (record: KeyRecord, providerId: string): boolean =>
  record.providerId === providerId && record.secretState === 'none' && record.status === 'active'
