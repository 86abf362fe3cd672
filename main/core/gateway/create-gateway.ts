import type { Calls } from '../calls/create-calls.ts'
import type { Door } from '../door/door-types.ts'
import type { ResponseRegister } from '../door/response-port.ts'
import type { EventBus } from '../event-bus.ts'
import type { Clock, Log, Notifier } from '../ports.ts'
import type { Facts } from '../settings/facts.ts'
import type { Database } from '../storage/database.ts'
import type { EndLog } from '../storage/end-log.ts'
import type { VaultForGateway } from '../vault/gateway-port.ts'
import type { Guard } from '../vault/guard-port.ts'
import type { Gateway } from './gateway-types.ts'
import { createLocalKeys } from './local-keys/create-local-keys.ts'
import { createGatewayServer } from './server/create-gateway-server.ts'

/** What the gateway needs of the core. */
export interface GatewayOptions {
  database: Database
  ends: EndLog
  door: Door
  vault: VaultForGateway
  guard: Guard
  responses: Pick<ResponseRegister, 'madeBy'>
  calls: Pick<Calls, 'usageByLocalKey' | 'spending'>
  issued: { issue(text: string): string }
  /** Whether the secret store is locked. */
  isLocked: () => boolean
  facts: Facts
  notifier: Notifier
  clock: Clock
  log: Log
  events: EventBus
}

/** Puts the server and its local keys together. */
export function createGateway(options: GatewayOptions): Gateway {
  const { vault, calls, issued } = options
  const own = createLocalKeys({ ...options, usage: calls, issue: (text) => issued.issue(text) })
  const server = createGatewayServer({
    ...options,
    keyring: own.keyring,
    passports: vault.passports,
    audit: vault.audit,
    environmentName: (id) => vault.environments().find((environment) => environment.id === id)?.name ?? '',
  })
  return {
    localKeys: own.localKeys,
    localKeysIn: own.localKeysIn,
    state: () => server.state(),
    start: () => server.start(),
    stop: () => server.stop(),
    configure: (changes) => server.configure(changes),
    running: () => server.running(),
    refusals: () => server.refusals(),
    async close() {
      await server.close()
      own.close()
    },
  }
}
