import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { systemClock } from '../../main/core/clock.ts'
import { KeydeckError } from '../../main/core/keydeck-error.ts'
import { keychainDeadlines } from '../../main/core/vault/secret-store/keychain-client.ts'
import { launchKeychainProcess, launchKeychainThread } from '../../main/core/vault/secret-store/launch-keychain.ts'
import { OriginMismatchError, SecretStoreError } from '../../main/core/vault/secret-store/secret-store.ts'
import { createSecretStoreManager } from '../../main/core/vault/secret-store/secret-store-manager.ts'
import type { StoreStateRecord } from '../../main/core/vault/secret-store/store-state.ts'
import { noStoredSecrets, silentAudit } from '../fakes/stored-secrets.ts'
import type { ManagerReply, ManagerRequest } from './start-manager.ts'

// Runs a real manager in a process of its own, since libdbus takes its address from the process's environment.
const [dataFolder = '', carrier = 'process', deadlines = '{}'] = process.argv.slice(2)
const stateFile = join(dataFolder, 'state.json')

const manager = createSecretStoreManager({
  dataFolder,
  state: {
    load: () => (existsSync(stateFile) ? (JSON.parse(readFileSync(stateFile, 'utf8')) as StoreStateRecord) : null),
    save(record, along) {
      along?.()
      writeFileSync(`${stateFile}.tmp`, JSON.stringify(record))
      renameSync(`${stateFile}.tmp`, stateFile)
    },
  },
  secrets: noStoredSecrets,
  audit: silentAudit,
  clock: systemClock,
  log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  launchKeychain: carrier === 'thread' ? launchKeychainThread : launchKeychainProcess,
  deadlines: { ...keychainDeadlines, ...(JSON.parse(deadlines) as object) },
  onChange: () => undefined,
})

async function perform({ method, ref, secret, choice, passphrase }: ManagerRequest): Promise<unknown> {
  if (method === 'start') return manager.admin.start().then(() => manager.admin.status())
  if (method === 'read') return ref ? await manager.reader.read(ref) : null
  if (method === 'write') return ref ? await manager.writer.write(ref, secret ?? '') : null
  if (method === 'remove') return ref ? await manager.writer.remove(ref) : null
  if (method === 'choose') return choice ? await manager.admin.choose(choice) : null
  if (method === 'unlock') return await manager.admin.unlock(passphrase ?? '')
  if (method === 'retry') return await manager.admin.retry()
  if (method === 'status') return manager.admin.status()
  if (method === 'close') return await manager.admin.close()
  // What the rest of the core does meanwhile: files through libuv's pool, and the event loop's own turns.
  for (let round = 0; round < 20; round += 1) {
    await readFile(import.meta.filename)
    await pause(5)
  }
  return 'alive'
}

function describeError(error: unknown): NonNullable<ManagerReply['error']> {
  if (error instanceof SecretStoreError) return { name: error.name, state: error.state, reason: error.reason }
  if (error instanceof OriginMismatchError) return { name: error.name }
  if (error instanceof KeydeckError) return { name: error.name, code: error.code, data: error.data }
  return { name: error instanceof Error ? `${error.name}: ${error.message}` : 'unknown' }
}

for await (const line of createInterface(process.stdin)) {
  const request = JSON.parse(line) as ManagerRequest
  const answer = (reply: Omit<ManagerReply, 'id'>) =>
    process.stdout.write(`${JSON.stringify({ id: request.id, ...reply })}\n`)
  perform(request).then(
    (value) => answer({ value: value ?? null }),
    (error: unknown) => answer({ error: describeError(error) }),
  )
}
process.exit(0)
