import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { SecretStoreStatus } from '../../../../contract/secret-store.ts'
import { ManualClock } from '../../../../test/fakes/manual-clock.ts'
import { noStoredSecrets, silentAudit } from '../../../../test/fakes/stored-secrets.ts'
import { FakeKeychain } from '../../../../test/secret-service/fake-keychain.ts'
import type { KeychainFault } from './keychain-errors.ts'
import { OriginMismatchError } from './secret-store.ts'
import { createSecretStoreManager, type SecretStoreManager } from './secret-store-manager.ts'
import type { StoreStateRecord } from './store-state.ts'

const ref = { recordId: '0f8fad5b-d9cb-469f-a165-70867728950e', origin: 'https://api.example.test' }
const passphrase = 'a passphrase of some length'
const noService: KeychainFault = { state: 'unavailable', reason: 'no_service' }

let dataFolder: string
let record: StoreStateRecord | null
let keychain: FakeKeychain
let clock: ManualClock
let changes: SecretStoreStatus[]
let managers: SecretStoreManager[]

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'keydeck-manager-'))
  record = null
  keychain = new FakeKeychain()
  clock = new ManualClock()
  changes = []
  managers = []
})
afterEach(async () => {
  for (const { admin } of managers) await admin.close()
  await rm(dataFolder, { recursive: true, force: true })
})

function create(): SecretStoreManager {
  const manager = createSecretStoreManager({
    dataFolder,
    state: { load: () => record, save: (next) => (record = next) },
    secrets: noStoredSecrets,
    audit: silentAudit,
    clock,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    launchKeychain: keychain.launch,
    onChange: (status) => changes.push(status),
  })
  managers.push(manager)
  return manager
}

async function started(): Promise<SecretStoreManager> {
  const manager = create()
  await manager.admin.start()
  return manager
}

const withoutKeychain = () => (keychain.fate = () => ({ fault: noService }))

test('the first start takes a keychain that works, and tells the page', async () => {
  const { admin } = await started()
  expect(admin.status()).toMatchObject({ kind: 'os-keychain', state: 'ready', keychainAvailable: true })
  expect(admin.status().sentinelReadAt).toBe(clock.now())
  expect(record).toMatchObject({ kind: 'os-keychain' })
  expect(changes.at(-1)).toEqual(admin.status())
})

test('the first start without a keychain chooses nothing, and reads say so', async () => {
  withoutKeychain()
  const { admin, reader, writer } = await started()
  expect(admin.status()).toMatchObject({
    kind: null,
    state: 'unchosen',
    reason: 'no_service',
    keychainAvailable: false,
  })
  await expect(reader.read(ref)).rejects.toMatchObject({ state: 'unchosen', reason: 'no_service' })
  await expect(writer.write(ref, 'sk-one')).rejects.toMatchObject({ state: 'unchosen' })
  expect(record).toMatchObject({ kind: null })
})

test('a locked keychain at the first start can still be chosen, once its prompt is answered', async () => {
  keychain.fate = () => ({ fault: { state: 'locked', reason: 'prompt_dismissed' } })
  const { admin } = await started()
  expect(admin.status()).toMatchObject({
    kind: null,
    state: 'unchosen',
    reason: 'prompt_dismissed',
    keychainAvailable: true,
  })
  keychain.fate = () => 'done'
  expect(await admin.choose({ kind: 'os-keychain' })).toMatchObject({ kind: 'os-keychain', state: 'ready' })
})

test('a recorded keychain is never exchanged: not by a failing start, not by a choice', async () => {
  await (await started()).admin.close()
  withoutKeychain()
  const { admin } = await started()
  expect(admin.status()).toMatchObject({ kind: 'os-keychain', state: 'unavailable', reason: 'no_service' })
  for (const choice of [{ kind: 'memory' }, { kind: 'encrypted-file', passphrase }, { kind: 'os-keychain' }] as const)
    await expect(admin.choose(choice)).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(record).toMatchObject({ kind: 'os-keychain' })
  keychain.fate = () => 'done'
  expect(await admin.retry()).toMatchObject({ kind: 'os-keychain', state: 'ready' })
})

test('reads that come while the store opens wait for it', async () => {
  const first = await started()
  await first.writer.write(ref, 'sk-one')
  await first.admin.close()
  const { admin, reader } = create()
  const starting = admin.start()
  expect(admin.status().state).toBe('checking')
  expect(await reader.read(ref)).toBe('sk-one')
  await starting
})

test('K3 K12 an emptied keychain answers null: mismatch, and the item written there is kept out of it', async () => {
  const { admin, reader, writer } = await started()
  await writer.write(ref, 'sk-one')
  const items = new Map(keychain.items)
  keychain.items.clear()
  await expect(reader.read(ref)).rejects.toMatchObject({ state: 'mismatch', reason: 'replaced' })
  await expect(writer.write(ref, 'sk-two')).rejects.toMatchObject({ state: 'mismatch' })
  await expect(writer.remove(ref)).rejects.toMatchObject({ state: 'mismatch' })
  expect(keychain.items.size).toBe(0)
  expect(admin.status()).toMatchObject({ kind: 'os-keychain', state: 'mismatch' })

  for (const [account, item] of items) keychain.items.set(account, item)
  clock.advance(1_001)
  expect(await reader.read(ref)).toBe('sk-one')
  expect(admin.status()).toMatchObject({ state: 'ready' })
})

test.each([
  ['write', ({ writer }: SecretStoreManager) => writer.write(ref, 'sk-two')],
  ['remove', ({ writer }: SecretStoreManager) => writer.remove(ref)],
])('K12 a %s meets an exchanged keychain first: nothing reaches it', async (_name, act) => {
  const manager = await started()
  keychain.items.clear()
  keychain.items.set(ref.recordId, 'of another program')
  await expect(act(manager)).rejects.toMatchObject({ state: 'mismatch', reason: 'replaced' })
  expect([...keychain.items.values()]).toEqual(['of another program'])
  expect(manager.admin.status()).toMatchObject({ kind: 'os-keychain', state: 'mismatch' })
})

test('K12 another keychain with a sentinel of its own is a mismatch too', async () => {
  const { admin } = await started()
  keychain.items.clear()
  const kept = record
  record = { ...kept!, kind: null, sentinelHash: null, generation: 0 }
  await started()
  record = kept
  expect(await admin.retry()).toMatchObject({ state: 'mismatch', reason: 'replaced' })
})

test('every class of failure keeps the record and the item, and a locked store is not asked again by reads', async () => {
  const { admin, reader, writer } = await started()
  await writer.write(ref, 'sk-one')
  const before = { record, items: new Map(keychain.items) }
  const faults: KeychainFault[] = [
    noService,
    { state: 'unavailable', reason: 'no_bus' },
    { state: 'unavailable', reason: 'denied' },
    { state: 'unavailable', reason: 'unknown' },
    { state: 'timeout', reason: 'no_answer' },
    { state: 'locked', reason: 'prompt_dismissed' },
  ]
  for (const fault of faults) {
    keychain.fate = () => ({ fault })
    await expect(reader.read(ref)).rejects.toMatchObject(fault)
    expect(admin.status()).toMatchObject({ kind: 'os-keychain', ...fault })
    const asked = keychain.tasks.length
    if (fault.state === 'locked') clock.advance(60_000)
    await expect(reader.read(ref)).rejects.toMatchObject(fault)
    expect(keychain.tasks.length).toBe(asked)
    keychain.fate = () => 'done'
    expect(await admin.retry()).toMatchObject({ state: 'ready', reason: 'none' })
  }
  expect({ record, items: keychain.items }).toEqual(before)
  expect(await reader.read(ref)).toBe('sk-one')
})

test("one record's trouble leaves the store ready for the others", async () => {
  const { admin, reader, writer } = await started()
  await writer.write(ref, 'sk-one')
  await expect(reader.read({ ...ref, origin: 'https://evil.test' })).rejects.toBeInstanceOf(OriginMismatchError)
  keychain.items.set('foreign', 'not ours')
  await expect(reader.read({ ...ref, recordId: 'foreign' })).rejects.toMatchObject({ reason: 'foreign_data' })
  expect(admin.status()).toMatchObject({ state: 'ready' })
  expect(await reader.read({ ...ref, recordId: 'absent' })).toBe(null)
})

test('an encrypted file: chosen, locked at the next start, opened by its passphrase alone', async () => {
  withoutKeychain()
  const first = await started()
  await expect(first.admin.choose({ kind: 'encrypted-file', passphrase: 'short' })).rejects.toMatchObject({
    code: 'INVALID',
  })
  expect(await first.admin.choose({ kind: 'encrypted-file', passphrase })).toMatchObject({
    kind: 'encrypted-file',
    state: 'ready',
    place: join(dataFolder, 'secrets', 'secrets.keydeck'),
  })
  await first.writer.write(ref, 'sk-one')
  await first.admin.close()

  const { admin, reader } = await started()
  expect(admin.status()).toMatchObject({ kind: 'encrypted-file', state: 'locked', reason: 'passphrase_needed' })
  await expect(reader.read(ref)).rejects.toMatchObject({ state: 'locked', reason: 'passphrase_needed' })
  expect(await admin.unlock('another passphrase')).toMatchObject({ state: 'locked', reason: 'wrong_passphrase' })
  expect(await admin.unlock(passphrase)).toMatchObject({ state: 'ready', reason: 'none' })
  expect(await reader.read(ref)).toBe('sk-one')
})

test('an encrypted file that is gone is missing until it is back; a new one may take its place, and overwrites nothing', async () => {
  withoutKeychain()
  const first = await started()
  await first.admin.choose({ kind: 'encrypted-file', passphrase })
  await first.writer.write(ref, 'sk-one')
  await first.admin.close()
  const path = join(dataFolder, 'secrets', 'secrets.keydeck')
  await rename(path, `${path}.away`)

  const { admin, reader } = await started()
  expect(admin.status()).toMatchObject({ kind: 'encrypted-file', state: 'unavailable', reason: 'file_missing' })
  await rename(`${path}.away`, path)
  expect(await admin.retry()).toMatchObject({ state: 'locked', reason: 'passphrase_needed' })
  await expect(admin.choose({ kind: 'encrypted-file', passphrase })).rejects.toMatchObject({ code: 'CONFLICT' })
  await admin.unlock(passphrase)
  expect(await reader.read(ref)).toBe('sk-one')

  await writeFile(path, 'damaged')
  await expect(reader.read(ref)).rejects.toMatchObject({ state: 'unavailable', reason: 'file_damaged' })
  expect(await admin.choose({ kind: 'encrypted-file', passphrase: 'a new passphrase' })).toMatchObject({
    state: 'ready',
  })
  expect(await reader.read(ref)).toBe(null)
  expect((await readdir(join(dataFolder, 'secrets'))).length).toBe(2)
})

test('memory: chosen, forgotten at a restart without an error, exchanged for a keychain without losing what it held', async () => {
  withoutKeychain()
  const first = await started()
  expect(await first.admin.choose({ kind: 'memory' })).toMatchObject({
    kind: 'memory',
    state: 'ready',
    sentinelReadAt: null,
  })
  await first.writer.write(ref, 'sk-one')
  expect(await first.reader.read(ref)).toBe('sk-one')
  await expect(first.reader.read({ ...ref, origin: 'https://evil.test' })).rejects.toBeInstanceOf(OriginMismatchError)
  await first.admin.close()

  const { admin, reader, writer } = await started()
  expect(admin.status()).toMatchObject({ kind: 'memory', state: 'ready', keychainAvailable: false })
  expect(await reader.read(ref)).toBe(null)
  await writer.write(ref, 'sk-two')
  await expect(admin.choose({ kind: 'os-keychain' })).rejects.toMatchObject({
    code: 'STORE_UNAVAILABLE',
    data: { state: 'unavailable', reason: 'no_service' },
  })
  expect(admin.status()).toMatchObject({ kind: 'memory', state: 'ready' })
  keychain.fate = () => 'done'
  expect(await admin.choose({ kind: 'os-keychain' })).toMatchObject({ kind: 'os-keychain', state: 'ready' })
  expect(await reader.read(ref)).toBe('sk-two')
})

test('a person who chose memory is still offered a keychain that answers', async () => {
  withoutKeychain()
  const first = await started()
  await first.admin.choose({ kind: 'memory' })
  await first.admin.close()
  keychain.fate = () => 'done'
  const { admin } = await started()
  expect(admin.status()).toMatchObject({ kind: 'memory', state: 'ready', keychainAvailable: true })
})

test('a passphrase for a store that has none is a conflict', async () => {
  const { admin } = await started()
  await expect(admin.unlock(passphrase)).rejects.toMatchObject({ code: 'CONFLICT' })
})

describe('a record of the store that can not be read', () => {
  const fault = new TypeError('unreadable')
  let isBroken: boolean
  let saved: StoreStateRecord[]

  function createBroken(): SecretStoreManager {
    isBroken = true
    saved = []
    const manager = createSecretStoreManager({
      dataFolder,
      state: {
        load() {
          if (isBroken) throw fault
          return record
        },
        save: (next) => void saved.push(next),
      },
      secrets: noStoredSecrets,
      audit: silentAudit,
      clock,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      launchKeychain: keychain.launch,
      onChange: (status) => changes.push(status),
    })
    managers.push(manager)
    return manager
  }

  test('is said as a store that is unavailable, not as one that is being opened for ever', async () => {
    const { admin, reader } = createBroken()
    await admin.start()
    expect(admin.status()).toMatchObject({ state: 'unavailable', reason: 'unknown' })
    expect(changes.at(-1)).toEqual(admin.status())
    await expect(reader.read(ref)).rejects.toMatchObject({ state: 'unavailable', reason: 'unknown' })
  })

  test('is never written over, whatever the person tries: a new one would orphan every secret', async () => {
    const { admin } = createBroken()
    await admin.start()
    expect(await admin.retry()).toMatchObject({ state: 'unavailable', reason: 'unknown' })
    for (const choice of [
      { kind: 'os-keychain' },
      { kind: 'encrypted-file', passphrase },
      { kind: 'memory' },
    ] as const) {
      await expect(admin.choose(choice)).rejects.toMatchObject({
        code: 'STORE_UNAVAILABLE',
        data: { state: 'unavailable', reason: 'unknown' },
      })
    }
    expect(saved).toEqual([])
  })

  test('is used as soon as it can be read again', async () => {
    await started()
    const { admin } = createBroken()
    await admin.start()
    isBroken = false
    expect(await admin.retry()).toMatchObject({ kind: 'os-keychain', state: 'ready' })
  })
})
