import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { folder, killWorker, manager, newRef, newSecret, service, storedState } from './scenario.ts'
import { hasSecretService } from './secret-service.ts'

const run = promisify(execFile)

describe.skipIf(!hasSecretService())('items in a real Secret Service', { timeout: 60_000 }, () => {
  test('a secret in use is asked of the keychain once, and forgotten as soon as the keychain fails', async () => {
    const keyring = await service()
    const subject = manager({ env: keyring.env, dataFolder: await folder(), deadlines: { keep: 600_000 } })
    const [ref, other, secret] = [newRef(), newRef(), newSecret()]
    await subject.start()
    await subject.write(ref, newSecret())
    await subject.read(ref)
    await subject.write(ref, secret)
    await subject.write(other, newSecret())
    expect(await subject.read(ref)).toBe(secret)
    await keyring.killDaemon()
    expect(await subject.read(ref)).toBe(secret)
    await expect(subject.read(other)).rejects.toMatchObject({ reason: 'no_service' })
    await expect(subject.read(ref)).rejects.toMatchObject({ reason: 'no_service' })
  })

  test('K9 a hundred writes at once of one record: the last wins, whole', async () => {
    const { env } = await service()
    const subject = manager({ env, dataFolder: await folder() })
    await subject.start()
    const ref = newRef()
    const secrets = Array.from({ length: 100 }, newSecret)
    await Promise.all(secrets.map((secret) => subject.write(ref, secret)))
    expect(await subject.read(ref)).toBe(secrets.at(-1))
  })

  test('K9 two programs that write one record: what is left is one of the values, never a mix', async () => {
    const { env } = await service()
    const dataFolder = await folder()
    const first = manager({ env, dataFolder })
    await first.start()
    const second = manager({ env, dataFolder })
    await second.start()
    const ref = newRef()
    const secrets = Array.from({ length: 40 }, newSecret)
    const outcomes = await Promise.allSettled(
      secrets.map((secret, index) => (index % 2 ? first : second).write(ref, secret)),
    )
    for (const outcome of outcomes)
      if (outcome.status === 'rejected')
        expect(outcome.reason).toMatchObject({ name: 'SecretStoreError', reason: 'ambiguous' })
    expect(secrets).toContain(await first.read(ref))
    expect(await first.status()).toMatchObject({ state: 'ready' })
  })

  test('K11 an item of bytes that are no text is foreign data, and the store stays ready', async () => {
    const { env } = await service()
    const dataFolder = await folder()
    const subject = manager({ env, dataFolder })
    await subject.start()
    const { installId } = await storedState(dataFolder)
    const ref = newRef()
    const item = `secret-tool store --label=foreign service "keydeck/${installId}" username "${ref.recordId}"`
    await run('sh', ['-c', `printf '\\377\\376' | ${item}`], { env })
    await expect(subject.read(ref)).rejects.toMatchObject({ state: 'unavailable', reason: 'foreign_data' })
    expect(await subject.status()).toMatchObject({ state: 'ready' })
    await run('sh', ['-c', `printf two | ${item} more yes`], { env })
    await expect(subject.read(ref)).rejects.toMatchObject({ state: 'unavailable', reason: 'ambiguous' })
  })

  test("K14 without a Secret Service nothing reaches the kernel's keyring", async () => {
    const keyring = await service()
    const dataFolder = await folder()
    const subject = manager({ env: keyring.env, dataFolder })
    const [ref, secret] = [newRef(), newSecret()]
    await subject.start()
    await keyring.killDaemon()
    await expect(subject.write(ref, secret)).rejects.toMatchObject({ state: 'unavailable', reason: 'no_service' })
    expect(readFileSync('/proc/keys', 'utf8')).not.toContain('keydeck')
    await keyring.startDaemon()
    await expect.poll(() => subject.read(ref).catch(() => 'not yet'), { timeout: 20_000 }).toBe(null)
  })

  test('K17 a worker killed during writes: each record holds its old or its new secret, and later calls work', async () => {
    const { env } = await service()
    const subject = manager({ env, dataFolder: await folder() })
    await subject.start()
    const ref = newRef()
    const values = [newSecret()]
    await subject.write(ref, values[0] ?? '')
    for (let round = 0; round < 5; round += 1) {
      const next = newSecret()
      values.push(next)
      const writing = subject.write(ref, next)
      writing.catch(() => undefined)
      await killWorker(subject.pid)
      await writing.catch((error: unknown) => expect(error).toMatchObject({ reason: 'crashed' }))
      await expect.poll(() => subject.read(ref).catch(() => 'not yet'), { timeout: 20_000 }).not.toBe('not yet')
      expect(values).toContain(await subject.read(ref))
    }
    expect(await subject.status()).toMatchObject({ state: 'ready' })
  })
})
