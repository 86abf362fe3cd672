import type { BundleRow } from '../../contract/bundles.ts'
import type { VaultKey } from '../../contract/keys.ts'
import type { Provider } from '../../contract/providers.ts'
import type { Settings } from '../../contract/settings.ts'
import type { Environment } from '../lib/use-environments.ts'

/** Records as the core sends them, for tests of components. */
export const sampleProvider: Provider = {
  id: '00000000-0000-4000-8000-0000000000a1',
  preset: 'openai',
  name: 'OpenAI',
  monogram: 'OA',
  baseUrl: 'https://api.openai.com/v1',
  keyPrefix: 'sk-',
  variable: 'OPENAI_API_KEY',
  dashboardUrl: 'https://platform.openai.com/api-keys',
  needsKey: true,
  headers: [],
  proxy: { mode: 'setting' },
  tierRules: [],
  prices: [],
  caPem: null,
  isEdited: false,
}

export const sampleEnvironments: readonly Environment[] = [
  {
    id: '00000000-0000-4000-8000-0000000000e1',
    name: 'Development',
    colour: 'teal',
    shape: 'ring',
    guarded: false,
    confirmed: true,
    rotateAfterDays: null,
    position: 0,
  },
  {
    id: '00000000-0000-4000-8000-0000000000e2',
    name: 'Production',
    colour: 'magenta',
    shape: 'square',
    guarded: true,
    confirmed: false,
    rotateAfterDays: 90,
    position: 1,
  },
]

export function sampleKey(fields: Partial<VaultKey> = {}): VaultKey {
  return {
    id: '00000000-0000-4000-8000-0000000000b1',
    name: 'Laptop',
    providerId: sampleProvider.id,
    environmentId: '00000000-0000-4000-8000-0000000000e1',
    accountType: 'custom',
    requestsPerMinute: null,
    modelTiers: null,
    hasSecret: true,
    prefix: 'sk-',
    last4: 'a1b2',
    fingerprint: '0123abcd',
    tags: [],
    notes: '',
    overrideReason: null,
    createdAt: 1_760_000_000_000,
    rotatedAt: null,
    rotateAfterDays: null,
    rotation: { state: 'none', everyDays: null, dueAt: null },
    expiresAt: null,
    lastUsedAt: null,
    lastCheck: null,
    status: 'active',
    revokedAt: null,
    monthlyBudget: null,
    trouble: null,
    pending: null,
    previous: null,
    calls30d: 0,
    cost30d: 0,
    ...fields,
  }
}

/** The key of a number: its name, its ends and its id tell it. */
export function numberedKey(number: number, fields: Partial<VaultKey> = {}): VaultKey {
  const digits = String(number)
  return sampleKey({
    id: `00000000-0000-4000-8000-${digits.padStart(12, '0')}`,
    name: `key ${number}`,
    last4: digits.padStart(4, '0'),
    ...fields,
  })
}

export function sampleBundleRow(index: number, fields: Partial<BundleRow> = {}): BundleRow {
  return {
    index,
    name: `Key ${index}`,
    providerName: 'OpenAI',
    baseUrl: 'https://api.openai.com/v1',
    environmentName: 'Development',
    environmentColour: 'teal',
    environmentShape: 'ring',
    masked: 'sk-••••a1b2',
    status: 'active',
    newProvider: false,
    newEnvironment: false,
    providerBrings: [],
    conflict: 'none',
    conflictKeyId: null,
    proposed: 'add',
    ...fields,
  }
}

export const sampleSettings: Settings = {
  theme: 'dark',
  environmentId: null,
  lastKeyId: null,
  lastModel: null,
  keysGroup: 'environment',
  sendKey: 'enter',
  playgroundRetries: 0,
  useProxyEnvironment: false,
}
