import { type AnyRouter, createRouterClient, implement, ORPCError } from '@orpc/server'
import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import { QueryClient } from '@tanstack/react-query'
import type { AuditRow } from '../../contract/audit.ts'
import type { Finding } from '../../contract/findings.ts'
import { contract } from '../../contract/index.ts'
import type { NewKey, VaultKey } from '../../contract/keys.ts'
import type { Provider } from '../../contract/providers.ts'
import type { Settings } from '../../contract/settings.ts'
import type { Environment } from '../lib/use-environments.ts'
import { sampleEnvironments, sampleProvider, sampleSettings } from './sample-rows.ts'

/** What the fake core holds, and what it was asked. */
export interface FakeVault {
  keys: VaultKey[]
  /** How many the list is without, because their rows are damaged. */
  unreadable: number
  deleted: VaultKey[]
  environments: Environment[]
  providers: Provider[]
  settings: Settings
  findings: Finding[]
  audit: AuditRow[]
  /** What an added key becomes, and when; at first nothing can be added. */
  add: (input: NewKey) => Promise<VaultKey>
  /** A declared refusal of a procedure, such as `keys.update`, for some of its calls. */
  refuse: (procedure: string, input: unknown) => { code: 'CONFLICT' | 'INVALID' | 'NOT_FOUND'; data: object } | null
  /** What a check waits for before it answers. */
  checking: Promise<void>
  asked: { procedure: string; input: unknown }[]
}

const statuses = { NOT_FOUND: 404, CONFLICT: 409, INVALID: 422 }
const addsNothing: FakeVault['add'] = () => Promise.reject(new Error('The fake vault adds nothing.'))
const noFailures: FakeVault['refuse'] = () => null
const zero = { calls: 0, errors: 0, stopped: 0, truncated: 0, tokensIn: 0, tokensCached: 0, tokensOut: 0 }

/** A vault with nothing in it but two environments and a provider. */
export function emptyVault(): FakeVault {
  return {
    keys: [],
    unreadable: 0,
    deleted: [],
    environments: [...sampleEnvironments],
    providers: [sampleProvider],
    settings: sampleSettings,
    findings: [],
    audit: [],
    add: addsNothing,
    refuse: noFailures,
    checking: Promise.resolve(),
    asked: [],
  }
}

/** What a test puts in the place of `lib/client.ts`: the contract's own schemas around a vault in memory. */
export function fakeClient(vault: FakeVault) {
  const queryClient = fakeQueryClient()
  return clientOf(vaultRouter(vault, queryClient), queryClient)
}

/** Asks once, and keeps what came until it is told otherwise. */
export function fakeQueryClient(): QueryClient {
  return new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Number.POSITIVE_INFINITY } } })
}

/** A router in memory in the place of `lib/client.ts`. */
export function clientOf(router: AnyRouter, queryClient: QueryClient) {
  const client = createRouterClient(router)
  return {
    client,
    queryClient,
    orpc: createTanstackQueryUtils(client),
    useConnection: () => 'open' as const,
  }
}

/** Remembers what was asked, and refuses what the test wants refused. */
export const noteOf = (vault: FakeVault) => (procedure: string, input: unknown) => {
  vault.asked.push({ procedure, input })
  const refusal = vault.refuse(procedure, input)
  if (refusal) throw new ORPCError(refusal.code, { status: statuses[refusal.code], data: refusal.data, defined: true })
}

/** What most pages ask. A test of others adds to it. */
export function vaultRouter(vault: FakeVault, queryClient: QueryClient) {
  const os = implement(contract)
  const note = noteOf(vault)
  const change = (id: string, fields: Partial<VaultKey>): VaultKey => {
    const before = vault.keys.find((key) => key.id === id)
    if (!before) throw new ORPCError('NOT_FOUND', { data: { what: 'key', id }, defined: true })
    const after = { ...before, ...fields }
    vault.keys = vault.keys.map((key) => (key.id === id ? after : key))
    void queryClient.invalidateQueries({ queryKey: [['keys']] })
    return after
  }
  return {
    host: {
      info: os.host.info.handler(() => ({
        kind: 'headless' as const,
        version: '1',
        platform: 'linux' as const,
        readsClipboard: false,
        choosesFiles: false,
        opensLinks: 'page' as const,
        windowControls: false,
        dataFolder: '',
        notice: null,
      })),
    },
    settings: {
      get: os.settings.get.handler(() => vault.settings),
      update: os.settings.update.handler(({ input }) => {
        note('settings.update', input)
        const given = Object.entries(input).filter(([, value]) => value !== undefined)
        vault.settings = { ...vault.settings, ...Object.fromEntries(given) }
        return vault.settings
      }),
    },
    secretStore: {
      status: os.secretStore.status.handler(() => ({
        kind: 'os-keychain' as const,
        state: 'ready' as const,
        reason: 'none' as const,
        place: 'Secret Service',
        keychainAvailable: true,
        sentinelReadAt: null,
        interruptedMove: null,
      })),
    },
    environments: {
      list: os.environments.list.handler(() => vault.environments),
      confirm: os.environments.confirm.handler(({ input, errors }) => {
        note('environments.confirm', input)
        const environment = vault.environments.find(({ id }) => id === input.id)
        if (!environment) throw errors.NOT_FOUND({ data: { what: 'environment', id: input.id } })
        const confirmed = { ...environment, confirmed: true }
        vault.environments = vault.environments.map((one) => (one.id === input.id ? confirmed : one))
        return confirmed
      }),
    },
    providers: {
      list: os.providers.list.handler(() => vault.providers),
      discover: os.providers.discover.handler(() => []),
    },
    findings: {
      list: os.findings.list.handler(() => vault.findings),
      dismiss: os.findings.dismiss.handler(({ input }) => {
        note('findings.dismiss', input)
        return vault.findings.filter((finding) => finding.id !== input.id)
      }),
      restore: os.findings.restore.handler(({ input }) => {
        note('findings.restore', input)
        return vault.findings
      }),
    },
    audit: {
      list: os.audit.list.handler(({ input }) => {
        note('audit.list', input)
        const { before = Number.POSITIVE_INFINITY, keyId, actions, limit } = input
        const rows = vault.audit
          .filter((row) => row.id < before && (!keyId || row.keyId === keyId))
          .filter((row) => !actions || actions.includes(row.action))
          .toSorted((a, b) => b.id - a.id)
        return { rows: rows.slice(0, limit), more: rows.length > limit }
      }),
      export: os.audit.export.handler(({ input }) => {
        note('audit.export', input)
        return { fileName: `audit.${input.format}`, content: 'text' }
      }),
    },
    calls: {
      totals: os.calls.totals.handler(() => ({
        ...zero,
        tokensReasoning: 0,
        estimated: 0,
        cost: 0,
        unpriced: 0,
        firstTokenP50Ms: null,
        firstTokenP95Ms: null,
        durationP50Ms: null,
        durationP95Ms: null,
      })),
    },
    keys: {
      list: os.keys.list.handler(() => vault.keys),
      unreadable: os.keys.unreadable.handler(() => vault.unreadable),
      activity: os.keys.activity.handler(() => []),
      add: os.keys.add.handler(async ({ input }) => {
        note('keys.add', input)
        return { key: await vault.add(input), notes: [] }
      }),
      check: os.keys.check.handler(async ({ input }) => {
        note('keys.check', input)
        await vault.checking
        const lastCheck = { at: Date.now(), ok: true, status: 200, latencyMs: 80, models: 3, error: null }
        change(input.id, { lastCheck })
        return lastCheck
      }),
      update: os.keys.update.handler(({ input }) => {
        note('keys.update', input)
        return change(input.id, definedOf(input.changes))
      }),
      revoke: os.keys.revoke.handler(({ input }) => {
        note('keys.revoke', input)
        return change(input.id, { status: 'revoked', revokedAt: Date.now() })
      }),
      reactivate: os.keys.reactivate.handler(({ input }) => {
        note('keys.reactivate', input)
        return change(input.id, { status: 'active', revokedAt: null })
      }),
      delete: os.keys.delete.handler(({ input }) => {
        note('keys.delete', input)
        vault.deleted.push(...vault.keys.filter((key) => key.id === input.id))
        vault.keys = vault.keys.filter((key) => key.id !== input.id)
        void queryClient.invalidateQueries({ queryKey: [['keys']] })
        return { undoUntil: Date.now() + 30_000 }
      }),
      restore: os.keys.restore.handler(({ input }) => {
        note('keys.restore', input)
        const back = vault.deleted.find((key) => key.id === input.id)
        if (!back) throw new ORPCError('NOT_FOUND', { data: { what: 'key', id: input.id }, defined: true })
        vault.keys = [...vault.keys, back]
        void queryClient.invalidateQueries({ queryKey: [['keys']] })
        return back
      }),
    },
  }
}

const definedOf = (changes: object): Partial<VaultKey> =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
