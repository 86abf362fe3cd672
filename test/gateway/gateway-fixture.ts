import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { IssuedLocalKey, NewLocalKey } from '../../contract/local-keys.ts'
import { systemClock } from '../../main/core/clock.ts'
import { type Core, createCore } from '../../main/core/create-core.ts'
import type { Log } from '../../main/core/ports.ts'
import { headlessPorts } from '../../main/headless/host-ports.ts'
import { silentLog } from '../fakes/log.ts'
import { freePort } from '../faults/free-port.ts'

/** Where a client points at, and with what. */
export interface Endpoint {
  baseUrl: string
  apiKey: string
}

/** A whole core on a real database with its gateway on, and one vault key in it. */
export interface GatewayFixture extends Endpoint {
  core: Core
  environmentId: string
  vaultKeyId: string
  /** Another provider, with a vault key of the same environment. Answers with the key's id. */
  addProvider(provider: { name: string; baseUrl: string; secret: string }): Promise<string>
  /** Another local key of the same environment. */
  issue(rest?: Partial<NewLocalKey>): IssuedLocalKey
  close(): Promise<void>
}

export interface GatewayOptions {
  log?: Log
  /** Default: memory. */
  store?: Parameters<Core['secretStore']['choose']>[0]
  /** How many milliseconds the core's clocks run ahead of the machine's. */
  ahead?: () => number
}

/** Starts it for a provider on loopback, as a person would set it up: provider, key, model list, local key, switch. */
export async function startGateway(
  provider: { baseUrl: string; secret: string },
  options: GatewayOptions = {},
): Promise<GatewayFixture> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'keydeck-gateway-'))
  const { log = silentLog, store = { kind: 'memory' }, ahead = () => 0 } = options
  const clock = {
    ...systemClock,
    now: () => systemClock.now() + ahead(),
    monotonic: () => systemClock.monotonic() + ahead(),
  }
  const core = await createCore({ dataFolder, ports: { ...headlessPorts(log), clock } })
  await core.secretStore.start()
  // Where there is a keychain, it was chosen at the start.
  if (core.secretStore.status().kind !== store.kind) await core.secretStore.choose(store)
  const environment = core.vault.environments.list().find((one) => one.name === 'Development')
  if (!environment) throw new Error('A fresh profile has no environment called Development.')
  const addProvider: GatewayFixture['addProvider'] = ({ name, baseUrl, secret }) =>
    addKey(core, { name, baseUrl, secret, environmentId: environment.id })
  const vaultKeyId = await addProvider({ name: 'Double', ...provider })
  const issue = (rest: Partial<NewLocalKey> = {}) =>
    core.gateway.localKeys.create({
      name: `Tool ${crypto.randomUUID()}`,
      environmentId: environment.id,
      accountType: 'enterprise',
      ...rest,
    })
  const first = issue({ name: 'Tool', allowsFiles: true })
  return {
    core,
    environmentId: environment.id,
    vaultKeyId,
    baseUrl: await switchOn(core),
    apiKey: first.shownOnce,
    issue,
    addProvider,
    async close() {
      await core.close()
      rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}

async function addKey(
  { vault }: Core,
  added: { name: string; baseUrl: string; secret: string; environmentId: string },
): Promise<string> {
  const { name, baseUrl, secret, environmentId } = added
  const fields = { keyPrefix: '', variable: '', dashboardUrl: null, needsKey: true, caPem: null }
  const provider = vault.providers.add({ name, baseUrl, ...fields })
  const place = { providerId: provider.id, environmentId, name: `Key of ${name}`, tags: [], notes: '' }
  const { key } = await vault.keys.add({ ...place, accountType: 'enterprise', secret })
  await vault.keys.models(key.id, true)
  return key.id
}

/** On a port that was free a moment ago; another one where somebody else was quicker. */
async function switchOn(core: Core): Promise<string> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    await core.gateway.configure({ port: await freePort() })
    const { state, baseUrl } = await core.gateway.start()
    if (state === 'on') return baseUrl
  }
  throw new Error('No free port was found for the gateway.')
}
