import { isDeepStrictEqual } from 'node:util'
import { Provider } from '../../../../contract/providers.ts'
import type { Row } from '../../storage/database.ts'
import { type Preset, presets } from './presets.ts'

/** What neither a preset nor a new provider has until the person says so. */
export const unset = { headers: [], proxy: { mode: 'setting' as const }, caPem: null, isEdited: false }

/** What Keydeck ships under a preset's name; undefined for a custom provider. */
export function shippedAs(preset: string): Preset | undefined {
  return presets.find((one) => one.preset === preset)
}

/** A row as a provider. Throws where it can't be read. */
export function readProvider(row: Row): Provider {
  const provider = Provider.parse({
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
  return { ...provider, isEdited: differsFromPreset(provider) }
}

/** A provider as the values of a row. */
export function rowOf(provider: Provider): Record<string, string | number | null> {
  const { isEdited: _derived, headers, proxy, tierRules, prices, needsKey, ...bare } = provider
  return {
    ...bare,
    needsKey: needsKey ? 1 : 0,
    headers: JSON.stringify(headers),
    proxy: JSON.stringify(proxy),
    tierRules: JSON.stringify(tierRules),
    prices: JSON.stringify(prices),
  }
}

function differsFromPreset(provider: Provider): boolean {
  const preset = shippedAs(provider.preset)
  return preset !== undefined && !isDeepStrictEqual({ ...provider, isEdited: false }, fromPreset(preset, provider.id))
}

/** A preset as Keydeck ships it. */
export function fromPreset(preset: Preset, id: string): Provider {
  return { ...unset, ...preset, id, tierRules: [...preset.tierRules], prices: [...preset.prices] }
}
