import { implement, ORPCError } from '@orpc/server'
import type { QueryClient } from '@tanstack/react-query'
import { accountLimits } from '../../contract/account-types.ts'
import type { CallFlow, CallRecord } from '../../contract/calls.ts'
import type { GatewayRefusal, GatewayState, RunningCall } from '../../contract/gateway.ts'
import { contract } from '../../contract/index.ts'
import type { LocalKey, LocalKeyModel } from '../../contract/local-keys.ts'
import { clientOf, emptyVault, type FakeVault, fakeQueryClient, noteOf, vaultRouter } from './fake-vault.ts'
import { sampleEnvironments } from './sample-rows.ts'

/** A vault with a gateway before it. */
export interface FakeGateway extends FakeVault {
  gateway: GatewayState
  /** Ports that another program has, by their number, with its name. */
  takenPorts: Map<number, string>
  localKeys: LocalKey[]
  /** How many the list is without, because their rows are damaged. */
  unreadableLocalKeys: number
  deletedLocalKeys: LocalKey[]
  models: LocalKeyModel[]
  running: RunningCall[]
  refusals: GatewayRefusal[]
  calls: CallRecord[]
  flow: CallFlow
  /** Every text that was issued: none may be on the page after its dialog closed. */
  issued: string[]
  copied: string[]
}

/** A gateway that is off, without local keys. */
export function emptyGateway(): FakeGateway {
  return {
    ...emptyVault(),
    gateway: {
      port: 4_480,
      startWithApp: false,
      waitSeconds: 10,
      state: 'off',
      baseUrl: 'http://127.0.0.1:4480/v1',
      since: null,
      trouble: null,
      running: 0,
      waiting: 0,
      addedMsP50: null,
      addedMsP95: null,
    },
    takenPorts: new Map(),
    localKeys: [],
    unreadableLocalKeys: 0,
    deletedLocalKeys: [],
    models: [],
    running: [],
    refusals: [],
    calls: [],
    flow: { localKeys: [], vaultKeys: [], links: [] },
    issued: [],
    copied: [],
  }
}

/** A local key as the core tells it. */
export function sampleLocalKey(fields: Partial<LocalKey> = {}): LocalKey {
  const accountType = fields.accountType ?? 'pro'
  return {
    id: crypto.randomUUID(),
    name: 'aider',
    environmentId: sampleEnvironments[0]!.id,
    accountType,
    requestsPerMinute: null,
    modelTiers: null,
    models: null,
    vaultKeyIds: null,
    allowsFiles: false,
    monthlyBudget: null,
    expiresAt: null,
    mask: 'kd_••••x7Qa',
    effectiveRequestsPerMinute: fields.requestsPerMinute ?? accountLimits[accountType].requestsPerMinute,
    status: 'active',
    createdAt: 1_700_000_000_000,
    regeneratedAt: null,
    revokedAt: null,
    lastUsedAt: null,
    lastClient: null,
    usedThisMinute: 0,
    spentThisMonth: 0,
    calls30d: 0,
    tokens30d: 0,
    cost30d: 0,
    ...fields,
  }
}

/** What a test puts in the place of `lib/client.ts`: the contract's own schemas around a gateway in memory. */
export function fakeGatewayClient(fake: FakeGateway) {
  const queryClient = fakeQueryClient()
  return clientOf(gatewayRouter(fake, queryClient), queryClient)
}

/** What the gateway's page asks, beside what every page does. */
export function gatewayRouter(fake: FakeGateway, queryClient: QueryClient) {
  const os = implement(contract)
  const note = noteOf(fake)
  const tell = () => void queryClient.invalidateQueries({ queryKey: [['gateway']] })
  const find = (id: string) => {
    const key = fake.localKeys.find((one) => one.id === id)
    if (!key) throw new ORPCError('NOT_FOUND', { data: { what: 'local_key', id }, defined: true })
    return key
  }
  const change = (id: string, fields: Partial<LocalKey>): LocalKey => {
    const after = { ...find(id), ...fields }
    fake.localKeys = fake.localKeys.map((one) => (one.id === id ? after : one))
    tell()
    return after
  }
  const issue = (key: LocalKey) => {
    const shownOnce = `kd_${crypto.randomUUID().replaceAll('-', '')}`
    fake.issued.push(shownOnce)
    return { key, ticket: crypto.randomUUID(), shownOnce }
  }
  /** False where another program has the port: the trouble says so. */
  const take = (port: number): boolean => {
    const holder = fake.takenPorts.get(port)
    const trouble = holder === undefined ? null : { reason: 'port_taken' as const, port, holder }
    fake.gateway = { ...fake.gateway, trouble }
    return trouble === null
  }
  const base = vaultRouter(fake, queryClient)
  return {
    ...base,
    calls: {
      ...base.calls,
      list: os.calls.list.handler(({ input }) => {
        note('calls.list', input)
        const { localKeyId } = input.filter
        const calls = fake.calls.filter((call) => localKeyId === undefined || call.localKeyId === localKeyId)
        return { calls: calls.slice(0, input.limit), more: false }
      }),
      flow: os.calls.flow.handler(({ input }) => {
        note('calls.flow', input)
        return fake.flow
      }),
      series: os.calls.series.handler(() => ({ bucketMs: 86_400_000, buckets: [], series: [] })),
    },
    issued: {
      copy: os.issued.copy.handler(({ input }) => {
        fake.copied.push(input.within ?? '')
        return { clearsAt: Date.now() + 30_000 }
      }),
    },
    gateway: {
      state: os.gateway.state.handler(() => fake.gateway),
      start: os.gateway.start.handler(() => {
        note('gateway.start', {})
        if (take(fake.gateway.port)) fake.gateway = { ...fake.gateway, state: 'on', since: Date.now() }
        return fake.gateway
      }),
      stop: os.gateway.stop.handler(() => {
        note('gateway.stop', {})
        fake.gateway = { ...fake.gateway, state: 'off', since: null }
        return fake.gateway
      }),
      configure: os.gateway.configure.handler(({ input }) => {
        note('gateway.configure', input)
        const { port = fake.gateway.port, ...rest } = input
        const isHad = take(port)
        fake.gateway = { ...fake.gateway, ...definedOf(rest), ...(isHad ? { port } : {}) }
        fake.gateway.baseUrl = `http://127.0.0.1:${fake.gateway.port}/v1`
        return fake.gateway
      }),
      running: os.gateway.running.handler(() => fake.running),
      refusals: os.gateway.refusals.handler(() => fake.refusals),
      localKeys: {
        list: os.gateway.localKeys.list.handler(() => fake.localKeys),
        unreadable: os.gateway.localKeys.unreadable.handler(() => fake.unreadableLocalKeys),
        create: os.gateway.localKeys.create.handler(({ input }) => {
          note('gateway.localKeys.create', input)
          const key = sampleLocalKey(definedOf(input))
          fake.localKeys = [...fake.localKeys, key]
          tell()
          return issue(key)
        }),
        update: os.gateway.localKeys.update.handler(({ input }) => {
          note('gateway.localKeys.update', input)
          return change(input.id, definedOf(input.changes))
        }),
        regenerate: os.gateway.localKeys.regenerate.handler(({ input }) => {
          note('gateway.localKeys.regenerate', input)
          return issue(change(input.id, { regeneratedAt: Date.now() }))
        }),
        revoke: os.gateway.localKeys.revoke.handler(({ input }) => {
          note('gateway.localKeys.revoke', input)
          return change(input.id, { status: 'revoked', revokedAt: Date.now() })
        }),
        delete: os.gateway.localKeys.delete.handler(({ input }) => {
          note('gateway.localKeys.delete', input)
          fake.deletedLocalKeys.push(find(input.id))
          fake.localKeys = fake.localKeys.filter(({ id }) => id !== input.id)
          tell()
          return { undoUntil: Date.now() + 30_000 }
        }),
        restore: os.gateway.localKeys.restore.handler(({ input }) => {
          note('gateway.localKeys.restore', input)
          const back = fake.deletedLocalKeys.find(({ id }) => id === input.id)
          if (!back) throw new ORPCError('NOT_FOUND', { data: { what: 'local_key', id: input.id }, defined: true })
          fake.localKeys = [...fake.localKeys, back]
          tell()
          return back
        }),
        models: os.gateway.localKeys.models.handler(() => fake.models),
      },
    },
  }
}

/** Without what was not given. */
function definedOf<Given extends object>(
  given: Given,
): Partial<{ [Name in keyof Given]: Exclude<Given[Name], undefined> }> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as never
}
