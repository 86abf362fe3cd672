import { createHash } from 'node:crypto'
import {
  chmod,
  copyFile,
  mkdtemp,
  open as openFile,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { EncryptedFileStore } from './encrypted-file-store.ts'
import { OriginMismatchError } from './secret-store.ts'

vi.mock('node:crypto', async (original) => {
  const { quickScrypt } = await import('../../../../test/fakes/quick-scrypt.ts')
  return quickScrypt(await original())
})

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

const open = (installId = 'install') =>
  new EncryptedFileStore(path, installId, { load: () => generation, save: (next) => (generation = next) })

/** A file with two secrets, closed again. */
async function filled(): Promise<Buffer> {
  const store = open()
  await store.create(passphrase, 'aside')
  await store.set(ref, secret)
  await store.set(other, 'sk-the-second-secret')
  await store.close()
  return readFile(path)
}

/** Rewrites one line of the file and puts the plain digest right, as someone does who knows the format but no key. */
async function forge(change: (lines: string[]) => void): Promise<void> {
  const lines = (await readFile(path, 'utf8')).split('\n')
  change(lines)
  const seal = JSON.parse(lines[2] ?? '') as { check: string; mac: string; digest: string }
  seal.digest = createHash('sha256').update([lines[0], lines[1], seal.check, seal.mac].join('\n')).digest('base64url')
  lines[2] = JSON.stringify(seal)
  await writeFile(path, lines.join('\n'))
}

const replaceIn = (lines: string[], index: number, from: string | RegExp, to: string) => {
  const before = lines[index] ?? ''
  lines[index] = before.replace(from, to)
  expect(lines[index]).not.toBe(before)
}

test('secrets come back after a restart, and no byte of them is in the file', async () => {
  const bytes = await filled()
  for (const text of [secret, ref.origin, passphrase]) expect(bytes.includes(text)).toBe(false)
  const store = open()
  await expect(store.get(ref)).rejects.toMatchObject({ state: 'locked', reason: 'passphrase_needed' })
  await store.inspect()
  await store.unlock(passphrase)
  expect(await store.get(ref)).toBe(secret)
  await expect(store.get({ ...ref, origin: 'https://evil.test' })).rejects.toBeInstanceOf(OriginMismatchError)
  await store.delete(ref)
  expect(await store.get(ref)).toBe(null)
  expect(await store.get(other)).toBe('sk-the-second-secret')
  await store.lock()
  await expect(store.set(ref, secret)).rejects.toMatchObject({ state: 'locked' })
})

test('only the owner can reach the file, and a write leaves no temporary one', async () => {
  await filled()
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect((await stat(dirname(path))).mode & 0o777).toBe(0o700)
  expect(await readdir(dirname(path))).toEqual(['secrets.keydeck'])
})

test('a write replaces the file in one step: a handle on the old one still reads it whole', async () => {
  const store = open()
  await store.create(passphrase, 'aside')
  await store.set(ref, secret)
  const before = await readFile(path)
  const handle = await openFile(path)
  await store.set(ref, 'sk-new')
  expect(await handle.readFile()).toEqual(before)
  await handle.close()
})

test('equal secrets look different: every write has a nonce of its own', async () => {
  const store = open()
  await store.create(passphrase, 'aside')
  await store.set(ref, secret)
  const first = await readFile(path, 'utf8')
  await store.set(ref, secret)
  const data = (text: string) => (JSON.parse(text.split('\n')[1] ?? '') as { records: unknown }).records
  expect(data(await readFile(path, 'utf8'))).not.toEqual(data(first))
})

test('K15 a wrong passphrase is told from a damaged file, and changes nothing', async () => {
  const bytes = await filled()
  const store = open()
  await expect(store.unlock('another passphrase')).rejects.toMatchObject({
    state: 'locked',
    reason: 'wrong_passphrase',
  })
  expect(store.isLocked).toBe(true)
  await store.unlock(passphrase)
  expect(await store.get(ref)).toBe(secret)
  expect(await readFile(path)).toEqual(bytes)
})

test('one phrase in two Unicode forms opens the same file', async () => {
  const store = open()
  await store.create('sch\u00f6ne W\u00f6rter', 'aside')
  await store.close()
  await open().unlock('scho\u0308ne Wo\u0308rter')
})

test('K15 a file cut anywhere is damaged, before any passphrase is asked for', async () => {
  const bytes = await filled()
  for (let length = bytes.length - 1; length > 0; length -= 7) {
    await truncate(path, length)
    await expect(open().inspect()).rejects.toMatchObject({ state: 'unavailable', reason: 'file_damaged' })
  }
})

test('K15 a flipped bit anywhere is damaged', async () => {
  const bytes = await filled()
  for (let index = 0; index < bytes.length; index += 5) {
    const flipped = Buffer.from(bytes)
    flipped[index] = (flipped[index] ?? 0) ^ (1 << (index % 8))
    await writeFile(path, flipped)
    await expect(open().inspect()).rejects.toMatchObject({ state: 'unavailable', reason: 'file_damaged' })
  }
})

test('K15 records swapped or dropped by someone who mends the checksum are caught by the seal', async () => {
  const bytes = await filled()
  await forge((lines) => {
    const body = JSON.parse(lines[1] ?? '') as { generation: number; records: Record<string, unknown> }
    body.records = { [ref.recordId]: body.records[other.recordId], [other.recordId]: body.records[ref.recordId] }
    lines[1] = JSON.stringify(body)
  })
  await expect(open().unlock(passphrase)).rejects.toMatchObject({ state: 'unavailable', reason: 'file_damaged' })
  await writeFile(path, bytes)
  await forge((lines) => {
    const body = JSON.parse(lines[1] ?? '') as { generation: number; records: Record<string, unknown> }
    delete body.records[other.recordId]
    lines[1] = JSON.stringify(body)
  })
  await expect(open().unlock(passphrase)).rejects.toMatchObject({ state: 'unavailable', reason: 'file_damaged' })
})

test('K15 an old copy of the file is a mismatch, at a start and in mid-session', async () => {
  const store = open()
  await store.create(passphrase, 'aside')
  await store.set(ref, secret)
  await copyFile(path, `${path}.old`)
  await store.set(ref, 'sk-the-newer-secret')
  await rename(`${path}.old`, path)
  await chmod(path, 0o600)
  await expect(store.get(ref)).rejects.toMatchObject({ state: 'mismatch', reason: 'replaced' })
  await expect(store.set(ref, secret)).rejects.toMatchObject({ state: 'mismatch', reason: 'replaced' })
  await expect(open().inspect()).rejects.toMatchObject({ state: 'mismatch', reason: 'replaced' })
  await forge((lines) => replaceIn(lines, 1, /"generation":\d+/, '"generation":99'))
  await expect(open().unlock(passphrase)).rejects.toMatchObject({ state: 'unavailable', reason: 'file_damaged' })
})

test('a crash between the file and the note of its generation is no rollback', async () => {
  await filled()
  generation -= 1
  const store = open()
  await store.unlock(passphrase)
  expect(await store.get(other)).toBe('sk-the-second-secret')
  expect(generation).toBe(3)
})

test("K15 another install's file is a mismatch, even under the same passphrase", async () => {
  await filled()
  await expect(open('another').inspect()).rejects.toMatchObject({ state: 'mismatch', reason: 'replaced' })
  await forge((lines) => replaceIn(lines, 0, '"installId":"install"', '"installId":"another"'))
  await expect(open('another').unlock(passphrase)).rejects.toMatchObject({
    state: 'locked',
    reason: 'wrong_passphrase',
  })
})

test('K15 an empty or missing file has its own reason', async () => {
  await filled()
  await truncate(path, 0)
  await expect(open().inspect()).rejects.toMatchObject({ state: 'unavailable', reason: 'file_damaged' })
  await rm(path)
  await expect(open().inspect()).rejects.toMatchObject({ state: 'unavailable', reason: 'file_missing' })
  await expect(open().unlock(passphrase)).rejects.toMatchObject({ state: 'unavailable', reason: 'file_missing' })
})

test('a file that vanishes in mid-session is missing, not served from memory', async () => {
  const store = open()
  await store.create(passphrase, 'aside')
  await store.set(ref, secret)
  await rename(path, `${path}.moved`)
  await expect(store.get(ref)).rejects.toMatchObject({ reason: 'file_missing' })
  await rename(`${path}.moved`, path)
  expect(await store.get(ref)).toBe(secret)
})

test('K15 a symbolic link, a folder, and a file that others may read are refused', async () => {
  await filled()
  for (const mode of [0o644, 0o620, 0o602]) {
    await chmod(path, mode)
    await expect(open().inspect()).rejects.toMatchObject({ state: 'unavailable', reason: 'file_permissions' })
  }
  await chmod(path, 0o600)
  await rename(path, join(folder, 'elsewhere'))
  await symlink(join(folder, 'elsewhere'), path)
  await expect(open().inspect()).rejects.toMatchObject({ state: 'unavailable', reason: 'file_permissions' })
  await rm(path)
  await expect(
    new EncryptedFileStore(folder, 'install', { load: () => 0, save: () => undefined }).inspect(),
  ).rejects.toMatchObject({
    reason: 'file_permissions',
  })
})

test('a folder that others may enter is refused at a write, which leaves the old file whole', async () => {
  const store = open()
  await store.create(passphrase, 'aside')
  await store.set(ref, secret)
  await chmod(dirname(path), 0o755)
  await expect(store.set(ref, 'sk-new')).rejects.toMatchObject({ reason: 'file_permissions' })
  await chmod(dirname(path), 0o700)
  expect(await store.get(ref)).toBe(secret)
})

test('a planted temporary link is removed, never written through', async () => {
  const store = open()
  await store.create(passphrase, 'aside')
  const victim = join(folder, 'victim')
  await writeFile(victim, 'untouched')
  await symlink(victim, `${path}.tmp`)
  await store.set(ref, secret)
  expect(await readFile(victim, 'utf8')).toBe('untouched')
  expect(await store.get(ref)).toBe(secret)
})

test.each([
  ['N', '"N":131072', '"N":16384'],
  ['N to an odd number', '"N":131072', '"N":131073'],
  ['N beyond memory', '"N":131072', '"N":1073741824'],
  ['r', '"r":8', '"r":1'],
  ['p', '"p":1', '"p":0'],
  ['salt to a short one', /"salt":"[\w-]+"/, '"salt":"AAAA"'],
  ['the method', '"scrypt"', '"none"'],
])('K16 a header that changes %s is refused before the passphrase is used', async (_name, from, to) => {
  await filled()
  await forge((lines) => replaceIn(lines, 0, from, to))
  await expect(open().inspect()).rejects.toMatchObject({ state: 'unavailable', reason: 'file_damaged' })
  await expect(open().unlock(passphrase)).rejects.toMatchObject({ state: 'unavailable', reason: 'file_damaged' })
})

test('creating never overwrites: what lay there is set aside whole', async () => {
  const bytes = await filled()
  const store = open()
  await store.create('a new passphrase', 'set-aside-1')
  expect(await readFile(`${path}.set-aside-1`)).toEqual(bytes)
  expect(await store.get(ref)).toBe(null)
  expect(generation).toBe(4)
})

test('fifty writes at once are all kept', async () => {
  const store = open()
  await store.create(passphrase, 'aside')
  const refs = Array.from({ length: 50 }, (_, index) => ({ ...ref, recordId: `record-${index}` }))
  await Promise.all(refs.map((one) => store.set(one, `sk-${one.recordId}`)))
  await store.close()
  const again = open()
  await again.unlock(passphrase)
  for (const one of refs) expect(await again.get(one)).toBe(`sk-${one.recordId}`)
})
