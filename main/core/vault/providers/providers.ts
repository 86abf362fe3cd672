import { randomUUID } from 'node:crypto'
import { type NewProvider, Provider } from '../../../../contract/providers.ts'
import { KeydeckError, notFound } from '../../keydeck-error.ts'
import type { Log } from '../../ports.ts'
import type { Database, Row } from '../../storage/database.ts'
import { parseBaseUrl } from './base-url.ts'
import { readCaPem } from './certificate.ts'
import { customTierRules, presets } from './presets.ts'

/** What neither a preset nor a new provider has until the person says so. */
const unset = { headers: [], proxy: { mode: 'setting' as const }, prices: [], caPem: null, isEdited: false }

/** The providers that keys belong to: the presets, and those that the person added. */
export class Providers {
  readonly #database: Database
  readonly #log: Log

  constructor(database: Database, log: Log) {
    this.#database = database
    this.#log = log
  }

  /** Adds each preset that this profile lacks. One that is there stays as it is: the person may have edited it. */
  seed(): void {
    this.#database.write(() => {
      const known = new Set(this.#database.all('SELECT preset FROM provider').map((row) => row['preset']))
      presets.forEach((preset, position) => {
        if (known.has(preset.preset) || this.#isNameTaken(preset.name)) return
        this.#insert({ ...unset, ...preset, id: randomUUID(), tierRules: [...preset.tierRules] }, position)
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

  /** Adds one that the person described. Its URL is stored in canonical form. */
  add(input: NewProvider): Provider {
    const { baseUrl } = parseBaseUrl(input.baseUrl)
    const provider: Provider = {
      ...unset,
      id: randomUUID(),
      preset: 'custom',
      name: input.name,
      monogram: monogramOf(input.name),
      baseUrl,
      keyPrefix: readKeyPrefix(input.keyPrefix),
      variable: input.variable,
      dashboardUrl: readDashboardUrl(input.dashboardUrl),
      needsKey: input.needsKey,
      tierRules: [...customTierRules],
      caPem: readCaPem(input.caPem),
    }
    refuseUnreadable(provider)
    this.#database.write(() => {
      if (this.#isNameTaken(provider.name)) throw new KeydeckError('CONFLICT', { reason: 'provider_name_taken' })
      const last = this.#database.get('SELECT max(position) AS position FROM provider')
      this.#insert(provider, Number(last?.['position'] ?? -1) + 1)
    })
    return provider
  }

  #isNameTaken(name: string): boolean {
    return this.#database.get('SELECT 1 FROM provider WHERE name = ?', name) !== undefined
  }

  #insert(provider: Provider, position: number): void {
    const { isEdited: _derived, ...bare } = provider
    this.#database.run(
      `INSERT INTO provider (id, preset, name, monogram, base_url, key_prefix, variable, dashboard_url, needs_key,
         headers, proxy, tier_rules, prices, ca_pem, position)
       VALUES (:id, :preset, :name, :monogram, :baseUrl, :keyPrefix, :variable, :dashboardUrl, :needsKey,
         :headers, :proxy, :tierRules, :prices, :caPem, :position)`,
      {
        ...bare,
        needsKey: provider.needsKey ? 1 : 0,
        headers: JSON.stringify(provider.headers),
        proxy: JSON.stringify(provider.proxy),
        tierRules: JSON.stringify(provider.tierRules),
        prices: JSON.stringify(provider.prices),
        position,
      },
    )
  }
}

function readProvider(row: Row): Provider {
  return Provider.parse({
    id: row['id'],
    preset: row['preset'],
    name: row['name'],
    monogram: row['monogram'],
    baseUrl: row['base_url'],
    keyPrefix: row['key_prefix'],
    variable: row['variable'],
    dashboardUrl: row['dashboard_url'],
    needsKey: row['needs_key'] === 1,
    headers: JSON.parse(String(row['headers'])),
    proxy: JSON.parse(String(row['proxy'])),
    tierRules: JSON.parse(String(row['tier_rules'])),
    prices: JSON.parse(String(row['prices'])),
    caPem: row['ca_pem'],
    isEdited: false,
  })
}

/** An address grows when it is written in one way, letter by letter; what could not be read back is not stored. */
function refuseUnreadable(provider: Provider): void {
  const issue = Provider.safeParse(provider).error?.issues[0]
  if (issue) throw new KeydeckError('INVALID', { field: String(issue.path[0]), reason: 'too_long' })
}

/** Two words give their initials, one word its first two letters. */
function monogramOf(name: string): string {
  const [first = '?', second] = name.match(/[\p{L}\p{N}]+/gu) ?? []
  const [one = '?', two = ''] = first.match(/./gu) ?? []
  const tail = second?.match(/./u)?.[0] ?? two
  return one.length + tail.length <= 2 ? one + tail : one
}

function readKeyPrefix(prefix: string): string {
  if (!/^[\x21-\x7e]*$/.test(prefix)) throw new KeydeckError('INVALID', { field: 'keyPrefix', reason: 'non_ascii' })
  return prefix
}

function readDashboardUrl(text: string | null): string | null {
  if (text === null || text === '') return null
  const url = URL.canParse(text) ? new URL(text) : null
  if (url?.protocol !== 'https:' || url.username || url.password) {
    throw new KeydeckError('INVALID', { field: 'dashboardUrl', reason: 'not_https' })
  }
  return url.href
}
