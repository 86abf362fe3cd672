import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { silentLog } from '../../../../test/fakes/log.ts'
import { ManualClock } from '../../../../test/fakes/manual-clock.ts'
import { noStoredSecrets, silentAudit } from '../../../../test/fakes/stored-secrets.ts'
import { FakeKeychain } from '../../../../test/secret-service/fake-keychain.ts'
import { OriginMismatchError, removedLineOrigin } from './secret-store.ts'
import { createSecretStoreManager, type SecretStoreManager } from './secret-store-manager.ts'
import type { StoreStateRecord } from './store-state.ts'

const ref = { recordId: '0f8fad5b-d9cb-469f-a165-70867728950e', origin: 'https://api.example.test' }
const keychain = new FakeKeychain()
let dataFolder: string
let manager: SecretStoreManager

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'keydeck-lines-'))
})
afterEach(async () => {
  await manager.admin.close()
  await rm(dataFolder, { recursive: true, force: true })
})

async function start(): Promise<SecretStoreManager> {
  let record: StoreStateRecord | null = null
  manager = createSecretStoreManager({
    dataFolder,
    state: { load: () => record, save: (next) => (record = next) },
    secrets: noStoredSecrets,
    audit: silentAudit,
    clock: new ManualClock(),
    log: silentLog,
    launchKeychain: keychain.launch,
    onChange: () => undefined,
  })
  await manager.admin.start()
  return manager
}

test.each(['os-keychain', 'encrypted-file', 'memory'] as const)(
  'in %s, what puts lines back can read no provider’s key, and the door no line',
  async (kind) => {
    if (kind !== 'os-keychain') keychain.fate = () => ({ fault: { state: 'unavailable', reason: 'no_service' } })
    const { admin, reader, writer, lines } = await start()
    if (kind === 'encrypted-file') await admin.choose({ kind, passphrase: 'a passphrase of some length' })
    if (kind === 'memory') await admin.choose({ kind })
    expect(admin.status().kind).toBe(kind)
    await writer.write(ref, 'sk-one')
    await expect(lines.readRemovedLine(ref.recordId)).rejects.toThrow(OriginMismatchError)
    const line = { recordId: 'line', origin: removedLineOrigin }
    await writer.write(line, 'A=1')
    expect(await lines.readRemovedLine('line')).toBe('A=1')
    await expect(reader.read({ ...line, origin: ref.origin })).rejects.toThrow(OriginMismatchError)
    expect(await lines.readRemovedLine('none')).toBeNull()
  },
)
