import { systemClock } from '../../main/core/clock.ts'
import type { Passport } from '../../main/core/door/door-types.ts'
import { EventBus } from '../../main/core/event-bus.ts'
import {
  createGatewayServer,
  type GatewayServer,
  type GatewayServerOptions,
} from '../../main/core/gateway/server/create-gateway-server.ts'
import type { AuditEntry } from '../../main/core/gateway/server/refusal-audit.ts'
import { FakeKeyring } from '../fakes/local-keyring.ts'
import { createMemoryLog } from '../fakes/log.ts'
import { completion } from './answers.ts'
import { type DoorFixture, openDoor, passportFor } from './door-fixture.ts'
import { type Fault, type FaultProvider, startFaultProvider } from './fault-provider.ts'
import { freePort } from './free-port.ts'

export interface GatewayFixture {
  server: GatewayServer
  provider: FaultProvider
  door: DoorFixture
  passport: Passport
  keyring: FakeKeyring
  events: EventBus
  port: number
  /** `http://127.0.0.1:PORT/v1` */
  baseUrl: string
  audit: AuditEntry[]
  notified: string[]
  facts: Map<string, unknown>
  /** Throws from here on, as the guard of an unconfirmed environment does. */
  guard: { error: Error | null }
  store: { isLocked: boolean }
  /** With the fixture's own local key. */
  fetch(path: string, init?: RequestInit): Promise<Response>
  /** A chat completion of one message. */
  chat(body?: object, init?: RequestInit): Promise<Response>
  [Symbol.asyncDispose](): Promise<void>
}

interface Options extends Partial<Pick<GatewayServerOptions, 'limits' | 'clock'>> {
  usual?: Fault
  passport?: (baseUrl: string) => Passport
  door?: Parameters<typeof openDoor>[1]
}

/** The real gateway, switched on, before a real door and a provider that does as it is told. Local keys are fakes. */
export async function startGateway(options: Options = {}): Promise<GatewayFixture> {
  const provider = await startFaultProvider(options.usual ?? completion())
  const passport = options.passport?.(provider.baseUrl) ?? passportFor(provider.baseUrl)
  const door = openDoor(passport, options.door)
  const keyring = new FakeKeyring({ keyId: passport.keyId, model: null })
  const facts = new Map<string, unknown>()
  const events = new EventBus()
  const audit: AuditEntry[] = []
  const notified: string[] = []
  const guard: { error: Error | null } = { error: null }
  const store = { isLocked: false }
  const clock = options.clock ?? systemClock
  const server = createGatewayServer({
    keyring,
    door: door.door,
    responses: door.responses,
    guard: {
      require() {
        if (guard.error) throw guard.error
      },
    },
    passports: { find: (id) => (id === passport.keyId ? passport : null) },
    facts: { get: (name) => facts.get(name), set: (name, value) => void facts.set(name, value) },
    notifier: { notify: (title) => void notified.push(title) },
    audit: { record: (entry) => void audit.push(entry) },
    environmentName: () => 'Production',
    isLocked: () => store.isLocked,
    events,
    clock,
    log: createMemoryLog(),
    ...(options.limits ? { limits: options.limits } : {}),
  })
  const port = await freePort()
  await server.configure({ port })
  const state = await server.start()
  if (state.state !== 'on') throw new Error(`The gateway is ${state.state}: ${JSON.stringify(state.trouble)}`)
  const baseUrl = `http://127.0.0.1:${port}/v1`
  const authorization = `Bearer ${keyring.text}`
  const fixture: GatewayFixture = {
    server,
    provider,
    door,
    passport,
    keyring,
    events,
    port,
    baseUrl,
    audit,
    notified,
    facts,
    guard,
    store,
    fetch: (path, init = {}) =>
      fetch(baseUrl + path, { ...init, headers: { authorization, ...(init.headers as Record<string, string>) } }),
    chat: (body = {}, init = {}) =>
      fixture.fetch('/chat/completions', {
        ...init,
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(init.headers as Record<string, string>) },
        body: JSON.stringify({ model: 'fake-1', messages: [{ role: 'user', content: 'Say hello' }], ...body }),
      }),
    async [Symbol.asyncDispose]() {
      await server.close()
      await door.close()
      await provider.close()
    },
  }
  return fixture
}

/** The `error` of an answer of the gateway. */
export async function errorOf(
  response: Response,
): Promise<{ message: string; type: string; param: string | null; code: string }> {
  const { error } = (await response.json()) as { error: { message: string; type: string; param: null; code: string } }
  return error
}
