import { createRouterClient, implement } from '@orpc/server'
import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import { QueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { contract } from '../../contract/index.ts'
import type { VaultKey } from '../../contract/keys.ts'
import type { Capabilities, Feature, FeatureResult, LocalServer, Provider } from '../../contract/providers.ts'
import type { Settings } from '../../contract/settings.ts'
import { sampleEnvironments, sampleKey, sampleProvider } from '../../renderer/testing/sample-rows.ts'

const start = () => ({
  providers: [sampleProvider] as Provider[],
  keys: [sampleKey()] as VaultKey[],
  environments: sampleEnvironments.map((environment) => ({ ...environment })),
  models: ['gpt-4o', 'gpt-4o-mini'],
  settings: {
    theme: 'dark',
    environmentId: null,
    lastKeyId: null,
    lastModel: null,
    keysGroup: 'environment',
    sendKey: 'enter',
    playgroundRetries: 0,
    useProxyEnvironment: false,
  } as z.infer<typeof Settings>,
  servers: [] as LocalServer[],
  capabilities: null as Capabilities | null,
  /** The next `update` is refused with this. */
  refusal: null as { field: string; reason: string } | null,
  /** The probe's answers, each sent when the test says so. */
  answers: [] as Promise<FeatureResult>[],
  wasProbeStopped: false,
  /** Whether a probe found out enough to be kept. */
  isKept: true,
  asked: [] as { procedure: string; input: unknown }[],
})

/** What the core answers in a component test, and what it was asked. */
export const core = start()

/** As it was at first. */
export function resetCore(): void {
  Object.assign(core, start())
}

const os = implement(contract)
const note = (procedure: string, input: unknown) => core.asked.push({ procedure, input })
const put = (provider: Provider) => {
  core.providers = core.providers.map((one) => (one.id === provider.id ? provider : one))
  return provider
}

/** In place of `renderer/lib/client.ts`: every question and answer goes through the contract's own schemas. */
export function fakeClient() {
  const client = createRouterClient({
    host: {
      info: os.host.info.handler(() => ({
        kind: 'headless' as const,
        version: '0.1.0',
        platform: 'linux' as const,
        readsClipboard: false,
        choosesFiles: false,
        opensLinks: 'page' as const,
        windowControls: false,
        dataFolder: '/data',
        notice: null,
      })),
    },
    settings: {
      get: os.settings.get.handler(() => core.settings),
      update: os.settings.update.handler(({ input }) => {
        note('settings.update', input)
        Object.assign(core.settings, input)
        return core.settings
      }),
    },
    environments: {
      list: os.environments.list.handler(() => core.environments),
      confirm: os.environments.confirm.handler(({ input, errors }) => {
        const environment = core.environments.find(({ id }) => id === input.id)
        if (!environment) throw errors.NOT_FOUND({ data: { what: 'environment', id: input.id } })
        return Object.assign(environment, { confirmed: true })
      }),
    },
    keys: {
      list: os.keys.list.handler(() => core.keys),
      models: os.keys.models.handler(({ input }) => {
        note('keys.models', input)
        const models = core.models.map((id) => ({ id, tier: 'standard' as const, allowed: true }))
        return { models, fetchedAt: 1, error: null }
      }),
    },
    providers: {
      list: os.providers.list.handler(() => core.providers),
      add: os.providers.add.handler(({ input }) => {
        note('providers.add', input)
        const added = { ...sampleProvider, ...input, id: crypto.randomUUID(), preset: 'custom' }
        core.providers = [...core.providers, added]
        return added
      }),
      update: os.providers.update.handler(({ input, errors }) => {
        note('providers.update', input)
        if (core.refusal) throw errors.INVALID({ data: core.refusal })
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
          yield { feature: featureAt(place), state: 'running', latencyMs: null, error: null }
          const result = await answer
          results.push(result)
          yield result
        }
        if (core.isKept) core.capabilities = { at: Date.UTC(2026, 4, 12, 9, 30), model: input.model, results }
      }),
      discover: os.providers.discover.handler(() => {
        note('providers.discover', null)
        return core.servers
      }),
      adopt: os.providers.adopt.handler(({ input }) => {
        note('providers.adopt', input)
        const provider = { ...sampleProvider, id: crypto.randomUUID(), name: 'Ollama', baseUrl: input.baseUrl }
        const key = sampleKey({ id: crypto.randomUUID(), providerId: provider.id, environmentId: input.environmentId })
        core.providers = [...core.providers, provider]
        core.keys = [...core.keys, key]
        return { provider, keyId: key.id }
      }),
    },
  })
  return {
    client,
    orpc: createTanstackQueryUtils(client),
    queryClient: new QueryClient({
      defaultOptions: { queries: { retry: false, staleTime: Number.POSITIVE_INFINITY } },
    }),
    onCoreEvent: () => () => undefined,
  }
}

function featureAt(place: number): Feature {
  const features: Feature[] = ['models', 'chat', 'streaming', 'stream_usage', 'responses', 'tools', 'json_schema']
  return features[place] ?? 'models'
}
