import { copyFile, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { EncryptedFileStore } from './encrypted-file-store.ts'
import { OriginMismatchError } from './secret-store.ts'

const passphrase = 'a passphrase of some length'
const ref = { recordId: '0f8fad5b-d9cb-469f-a165-70867728950e', origin: 'https://api.example.test' }
const other = { ...ref, recordId: '7c9e6679-7425-40de-944b-e07fc1f90ae7' }
const secret = 'sk-the-first-secret'

let folder: string
let path: string
let generation: number

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keydeck-file-'))
  path = join(folder, 'secrets', 'secrets.keydeck')
  generation = 0
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const open = () =>
  new EncryptedFileStore(path, 'install', { load: () => generation, save: (next) => (generation = next) })

test('another passphrase: the old one no longer opens the file, the new one opens every secret in it', async () => {
  const store = open()
  await store.create(passphrase, 'aside')
  await store.set(ref, secret)
  await store.set(other, 'sk-the-second-secret')
  await copyFile(path, `${path}.before`)
  await store.changePassphrase(passphrase, 'quite another passphrase', [ref, other])
  expect(await store.get(ref)).toBe(secret)
  const salt = async (file: string) => (/"salt":"([^"]+)"/.exec(await readFile(file, 'utf8')) ?? [])[1]
  expect(await salt(path)).not.toBe(await salt(`${path}.before`))
  await expect(open().unlock(passphrase)).rejects.toMatchObject({ state: 'locked', reason: 'wrong_passphrase' })
  const again = open()
  await again.unlock('quite another passphrase')
  expect([await again.get(ref), await again.get(other)]).toEqual([secret, 'sk-the-second-secret'])
  await rename(`${path}.before`, path)
  await expect(again.get(ref)).rejects.toMatchObject({ state: 'mismatch', reason: 'replaced' })
})

test('a wrong passphrase changes nothing of the file, and leaves it open', async () => {
  const store = open()
  await store.create(passphrase, 'aside')
  await store.set(ref, secret)
  const before = await readFile(path)
  const change = store.changePassphrase('not the passphrase', 'quite another passphrase', [ref])
  await expect(change).rejects.toMatchObject({ state: 'locked', reason: 'wrong_passphrase' })
  expect(await readFile(path)).toEqual(before)
  expect(await store.get(ref)).toBe(secret)
})

test('a passphrase change that meets a secret of another server rejects, and the old passphrase still opens all', async () => {
  const store = open()
  await store.create(passphrase, 'aside')
  await store.set(ref, secret)
  await store.set(other, 'sk-the-second-secret')
  const change = store.changePassphrase(passphrase, 'quite another passphrase', [
    ref,
    { ...other, origin: 'https://x' },
  ])
  await expect(change).rejects.toBeInstanceOf(OriginMismatchError)
  const again = open()
  await again.unlock(passphrase)
  expect([await again.get(ref), await again.get(other)]).toEqual([secret, 'sk-the-second-secret'])
})

test('a lock that comes while secrets are read lets them be read whole, and none after it', async () => {
  const store = open()
  await store.create(passphrase, 'aside')
  await store.set(ref, secret)
  const reading = Promise.all([store.get(ref), store.get(ref)])
  await store.lock()
  expect(await reading).toEqual([secret, secret])
  await expect(store.get(ref)).rejects.toMatchObject({ state: 'locked', reason: 'passphrase_needed' })
})

test('a destroyed file is gone, with what an interrupted write left beside it; a second time is no error', async () => {
  const store = open()
  await store.create(passphrase, 'aside')
  await writeFile(`${path}.tmp`, 'half', { mode: 0o600 })
  await store.destroy()
  expect(await readdir(dirname(path))).toEqual([])
  expect(store.isLocked).toBe(true)
  await store.destroy()
})
