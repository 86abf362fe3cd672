import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { parentPort } from 'node:worker_threads'
import { Entry } from '@napi-rs/keyring'
import { KeychainHandler } from './keychain-handler.ts'
import type { KeychainRequest } from './keychain-messages.ts'

/** What Electron gives a utility process in place of IPC. */
interface UtilityPort {
  on(event: 'message', listener: (event: { data: KeychainRequest }) => void): void
  postMessage(message: unknown): void
}

setFlagsFromString('--expose-gc')
const handler = new KeychainHandler(Entry, runInNewContext('gc') as () => void)
const utilityPort = Reflect.get(process, 'parentPort') as UtilityPort | undefined

// A terminal sends Ctrl-C to the whole group; the core still needs its secrets while it puts things in order.
process.on('SIGINT', () => undefined)

if (utilityPort) {
  const post = utilityPort.postMessage.bind(utilityPort)
  utilityPort.on('message', ({ data }) => post(handler.handle(data)))
} else if (parentPort) {
  const post = parentPort.postMessage.bind(parentPort)
  parentPort.on('message', (request: KeychainRequest) => post(handler.handle(request)))
} else {
  process.on('message', (request: KeychainRequest) => process.send?.(handler.handle(request)))
}
