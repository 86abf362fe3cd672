/** A process with a gateway and a ledger on disk, for a provider at `baseUrl`. Says its port, and runs until it is killed. */
import { writeSync } from 'node:fs'
import { createCalls } from '../../main/core/calls/create-calls.ts'
import { systemClock } from '../../main/core/clock.ts'
import { EventBus } from '../../main/core/event-bus.ts'
import { createGatewayServer } from '../../main/core/gateway/server/create-gateway-server.ts'
import { Database } from '../../main/core/storage/database.ts'
import { openDoor, passportFor } from '../faults/door-fixture.ts'
import { freePort } from '../faults/free-port.ts'
import { FakeKeyring } from './local-keyring.ts'
import { silentLog } from './log.ts'

const [path, baseUrl] = process.argv.slice(2)
if (!path || !baseUrl) throw new Error('Say which database to write to, and where the provider is.')
const database = new Database(path)
const events = new EventBus()
const calls = createCalls({ database, clock: systemClock, log: silentLog, events, journal: `${path}.calls` })
const passport = passportFor(baseUrl)
const { door, responses } = openDoor(passport, { ledger: calls.ledger, prices: calls.prices, spending: calls.spending })
const keyring = new FakeKeyring({ keyId: passport.keyId, model: null })
const port = await freePort()
const server = createGatewayServer({
  keyring,
  door,
  responses,
  guard: { require() {} },
  passports: { find: () => passport },
  facts: { get: () => ({ port, startWithApp: false, waitSeconds: 10 }), set() {} },
  notifier: { notify() {} },
  audit: { record() {} },
  environmentName: () => 'Development',
  isLocked: () => false,
  events,
  clock: systemClock,
  log: silentLog,
})
await server.start()
writeSync(1, `${port} ${keyring.text}\n`)
