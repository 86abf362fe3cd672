import { implement } from '@orpc/server'
import { contract } from '../../contract/index.ts'
import type { Capabilities, Feature, FeatureResult, LocalServer, Provider } from '../../contract/providers.ts'
import {
  clientOf,
  emptyVault,
  type FakeVault,
  fakeQueryClient,
  noteOf,
  vaultRouter,
} from '../../renderer/testing/fake-vault.ts'
import { sampleKey, sampleProvider } from '../../renderer/testing/sample-rows.ts'

interface ProvidersCore extends FakeVault {
  models: string[]
  servers: LocalServer[]
  capabilities: Capabilities | null
  /** The probe's answers, each sent when the test says so. */
  answers: Promise<FeatureResult>[]
  wasProbeStopped: boolean
  /** Whether a probe found out enough to be kept. */
  isKept: boolean
}

const start = (): ProvidersCore => ({
  ...emptyVault(),
  keys: [sampleKey()],
  models: ['gpt-4o', 'gpt-4o-mini'],
  servers: [],
  capabilities: null,
  answers: [],
  wasProbeStopped: false,
  isKept: true,
})

/** What the core answers in a component test, and what it was asked. */
export const core = start()

/** As it was at first. */
export function resetCore(): void {
  Object.assign(core, start())
}

const features: Feature[] = ['models', 'chat', 'streaming', 'stream_usage', 'responses', 'tools', 'json_schema']

/** In place of `renderer/lib/client.ts`: every question and answer goes through the contract's own schemas. */
export function providersClient() {
  const queryClient = fakeQueryClient()
  const base = vaultRouter(core, queryClient)
  const os = implement(contract)
  const note = noteOf(core)
  const put = (provider: Provider) => {
    core.providers = core.providers.map((one) => (one.id === provider.id ? provider : one))
    return provider
  }
  const providers = {
    ...base.providers,
    add: os.providers.add.handler(({ input }) => {
      note('providers.add', input)
      const added = { ...sampleProvider, ...input, id: crypto.randomUUID(), preset: 'custom' }
      core.providers = [...core.providers, added]
      return added
    }),
    update: os.providers.update.handler(({ input, errors }) => {
      note('providers.update', input)
      const before = core.providers.find(({ id }) => id === input.id)
      if (!before) throw errors.NOT_FOUND({ data: { what: 'provider', id: input.id } })
      const changes = Object.entries(input.changes).filter(([, value]) => value !== undefined)
      return put({ ...before, ...Object.fromEntries(changes), isEdited: true })
    }),
    shipped: os.providers.shipped.handler(() => sampleProvider),
    reset: os.providers.reset.handler(({ input }) => {
      note('providers.reset', input)
      return put(sampleProvider)
    }),
    remove: os.providers.remove.handler(({ input }) => {
      note('providers.remove', input)
      core.providers = core.providers.filter(({ id }) => id !== input.id)
      return input
    }),
    capabilities: os.providers.capabilities.handler(() => core.capabilities),
    probe: os.providers.probe.handler(async function* ({ input, signal }) {
      note('providers.probe', input)
      signal?.addEventListener('abort', () => {
        core.wasProbeStopped = true
      })
      const results: FeatureResult[] = []
      for (const [place, answer] of core.answers.entries()) {
        yield { feature: features[place] ?? 'models', state: 'running', latencyMs: null, error: null }
        const result = await answer
        results.push(result)
        yield result
      }
      if (core.isKept) core.capabilities = { at: Date.UTC(2026, 4, 12, 9, 30), model: input.model, results }
    }),
    discover: os.providers.discover.handler(() => core.servers),
    adopt: os.providers.adopt.handler(({ input }) => {
      note('providers.adopt', input)
      const provider = { ...sampleProvider, id: crypto.randomUUID(), name: 'Ollama', baseUrl: input.baseUrl }
      const key = sampleKey({ id: crypto.randomUUID(), providerId: provider.id, environmentId: input.environmentId })
      core.providers = [...core.providers, provider]
      core.keys = [...core.keys, key]
      return { provider, keyId: key.id }
    }),
  }
  const keys = {
    ...base.keys,
    models: os.keys.models.handler(({ input }) => {
      note('keys.models', input)
      const models = core.models.map((id) => ({ id, tier: 'standard' as const, allowed: true }))
      return { models, fetchedAt: 1, error: null }
    }),
  }
  return clientOf({ ...base, keys, providers }, queryClient)
}
