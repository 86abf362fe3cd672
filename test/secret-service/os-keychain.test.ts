import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { childrenOf, folder, manager, newRef, newSecret, service, storedState } from './scenario.ts'
import { hasSecretService, withoutBus } from './secret-service.ts'

const run = promisify(execFile)

describe.skipIf(!hasSecretService())('os-keychain on a real Secret Service', { timeout: 60_000 }, () => {
  test('a secret outlives the program, under the record id and for its own origin alone', async () => {
    const { env } = await service()
    const dataFolder = await folder()
    const [ref, secret] = [newRef(), newSecret()]
    const first = manager({ env, dataFolder })
    const status = await first.start()
    expect(status).toMatchObject({ kind: 'os-keychain', state: 'ready', reason: 'none', place: 'Secret Service' })
    expect(status.keychainAvailable).toBe(true)
    await first.write(ref, secret)
    await first.quit()

    const second = manager({ env, dataFolder })
    expect(await second.start()).toMatchObject({ kind: 'os-keychain', state: 'ready' })
    expect(await second.read(ref)).toBe(secret)
    await expect(second.read({ ...ref, origin: 'https://evil.example.test' })).rejects.toEqual({
      name: 'OriginMismatchError',
    })
    expect(await second.status()).toMatchObject({ state: 'ready' })
    await second.remove(ref)
    expect(await second.read(ref)).toBe(null)
    const { stdout } = await run(
      'secret-tool',
      ['search', '--all', 'service', `keydeck/${(await storedState(dataFolder)).installId}`],
      { env },
    )
    expect(stdout.match(/^label/gm)).toHaveLength(1)
  })

  test('K1 no bus: unchosen with the reason, and nothing is stored anywhere', async () => {
    const dataFolder = await folder()
    const subject = manager({ env: withoutBus(dataFolder), dataFolder })
    expect(await subject.start()).toMatchObject({
      kind: null,
      state: 'unchosen',
      reason: 'no_bus',
      keychainAvailable: false,
    })
    await expect(subject.write(newRef(), newSecret())).rejects.toMatchObject({ state: 'unchosen', reason: 'no_bus' })
    expect(await storedState(dataFolder)).toMatchObject({ kind: null })
  })

  test('K2 a bus without a service: unchosen; once the service is there, retry takes it', async () => {
    const keyring = await service({ daemon: 'none' })
    const dataFolder = await folder()
    const subject = manager({ env: keyring.env, dataFolder })
    expect(await subject.start()).toMatchObject({ kind: null, state: 'unchosen', reason: 'no_service' })
    await expect(subject.choose({ kind: 'os-keychain' })).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      data: { state: 'unavailable', reason: 'no_service' },
    })
    await keyring.startDaemon()
    expect(await subject.retry()).toMatchObject({ kind: 'os-keychain', state: 'ready' })
  })

  test('K3 a service without a collection at first start is not taken for a working keychain', async () => {
    const { env } = await service({ daemon: 'no-collection' })
    const subject = manager({ env, dataFolder: await folder() })
    expect(await subject.start()).toMatchObject({ kind: null, state: 'unchosen', reason: 'no_collection' })
  })

  test('K3 a service without a collection at a later start is a mismatch, never "no key"', async () => {
    const dataFolder = await folder()
    const whole = await service()
    const [ref, secret] = [newRef(), newSecret()]
    const first = manager({ env: whole.env, dataFolder })
    await first.start()
    await first.write(ref, secret)
    await first.quit()
    const before = await storedState(dataFolder)

    const empty = await service({ daemon: 'no-collection' })
    const second = manager({ env: empty.env, dataFolder })
    expect(await second.start()).toMatchObject({ kind: 'os-keychain', state: 'mismatch', reason: 'no_collection' })
    await expect(second.read(ref)).rejects.toMatchObject({ state: 'mismatch' })
    await expect(second.remove(ref)).rejects.toMatchObject({ state: 'mismatch' })
    expect(await storedState(dataFolder)).toEqual(before)
    await second.quit()

    const third = manager({ env: whole.env, dataFolder })
    expect(await third.start()).toMatchObject({ state: 'ready' })
    expect(await third.read(ref)).toBe(secret)
  })

  test('K4 a locked collection whose prompt is dismissed: locked, and ready after the person unlocks it', async () => {
    const keyring = await service()
    const dataFolder = await folder()
    const [ref, secret] = [newRef(), newSecret()]
    const subject = manager({ env: keyring.env, dataFolder })
    await subject.start()
    await subject.write(ref, secret)
    await keyring.lock()
    await expect(subject.read(ref)).rejects.toMatchObject({ state: 'locked', reason: 'prompt_dismissed' })
    expect(await subject.status()).toMatchObject({ kind: 'os-keychain', state: 'locked' })
    await keyring.unlock()
    expect(await subject.retry()).toMatchObject({ state: 'ready' })
    expect(await subject.read(ref)).toBe(secret)
  })

  test('K4 a prompt that nobody answers ends at the deadline, with the core alive and able to quit', async () => {
    const keyring = await service({ prompter: 'silent' })
    const dataFolder = await folder()
    const ref = newRef()
    const subject = manager({ env: keyring.env, dataFolder, deadlines: { call: 1_500, start: 1_500 } })
    await subject.start()
    await subject.write(ref, newSecret())
    await keyring.lock()
    let settled = false
    const reading = subject.read(ref).finally(() => (settled = true))
    reading.catch(() => undefined)
    expect(await subject.alive()).toBe('alive')
    expect(settled).toBe(false)
    await expect(reading).rejects.toMatchObject({ state: 'timeout', reason: 'no_answer' })
    expect(await subject.status()).toMatchObject({ state: 'timeout', reason: 'no_answer' })
    // A retry waits half a minute for the person; quitting must not.
    let retried = false
    const retrying = subject.retry().finally(() => (retried = true))
    retrying.catch(() => undefined)
    expect(await subject.alive()).toBe('alive')
    expect(retried).toBe(false)
    // Node waits at exit for a native call in its own threads, so the call must be in a child that can be killed.
    expect(await childrenOf(subject.pid)).toHaveLength(1)
    await subject.quit()
  })

  for (const carrier of ['process', 'thread'] as const) {
    test(`K5 K6 a frozen daemon (worker in a ${carrier}): eight reads fail together while files and timers go on; continued, it recovers`, async () => {
      const keyring = await service()
      const subject = manager({ env: keyring.env, dataFolder: await folder(), carrier })
      const [ref, secret] = [newRef(), newSecret()]
      await subject.start()
      await subject.write(ref, secret)
      keyring.stopDaemon()
      let settled = 0
      const reads = Array.from({ length: 8 }, () => subject.read(ref).finally(() => (settled += 1)))
      const outcomes = Promise.allSettled(reads)
      expect(await subject.alive()).toBe('alive')
      expect(settled).toBe(0)
      for (const outcome of await outcomes)
        expect(outcome).toMatchObject({ status: 'rejected', reason: { state: 'timeout', reason: 'no_answer' } })
      expect(await subject.status()).toMatchObject({ state: 'timeout', reason: 'no_answer' })
      keyring.continueDaemon()
      expect(await subject.retry()).toMatchObject({ state: 'ready' })
      expect(await subject.read(ref)).toBe(secret)
    })
  }

  test('K5 a frozen daemon at first start leaves the choice open instead of hanging', async () => {
    const keyring = await service()
    keyring.stopDaemon()
    const subject = manager({ env: keyring.env, dataFolder: await folder() })
    const started = subject.start()
    expect(await subject.status()).toMatchObject({ kind: null, state: 'checking' })
    expect(await started).toMatchObject({ kind: null, state: 'unchosen', reason: 'no_answer' })
    keyring.continueDaemon()
    expect(await subject.retry()).toMatchObject({ kind: 'os-keychain', state: 'ready' })
  })

  test('K5 a killed daemon: unavailable; when it is back, a read recovers by itself', async () => {
    const keyring = await service()
    const subject = manager({ env: keyring.env, dataFolder: await folder() })
    const [ref, secret] = [newRef(), newSecret()]
    await subject.start()
    await subject.write(ref, secret)
    await keyring.killDaemon()
    await expect(subject.read(ref)).rejects.toMatchObject({ state: 'unavailable', reason: 'no_service' })
    expect(await subject.status()).toMatchObject({ kind: 'os-keychain', state: 'unavailable', reason: 'no_service' })
    await keyring.startDaemon()
    await expect.poll(() => subject.read(ref).catch(() => 'not yet'), { timeout: 20_000 }).toBe(secret)
    expect(await subject.status()).toMatchObject({ state: 'ready' })
  })

  test('K5 a killed daemon that the bus starts again locked: locked, then ready after unlocking', async () => {
    const keyring = await service({ activatable: true })
    const subject = manager({ env: keyring.env, dataFolder: await folder() })
    const [ref, secret] = [newRef(), newSecret()]
    await subject.start()
    await subject.write(ref, secret)
    await keyring.killDaemon()
    await expect(subject.read(ref)).rejects.toMatchObject({ state: 'locked', reason: 'prompt_dismissed' })
    await keyring.unlock()
    expect(await subject.retry()).toMatchObject({ state: 'ready' })
    expect(await subject.read(ref)).toBe(secret)
  })

  test('K12 a key ring that was wiped: mismatch in mid-session and at the next start, nothing deleted, re-entry possible', async () => {
    const keyring = await service()
    const dataFolder = await folder()
    const ref = newRef()
    const first = manager({ env: keyring.env, dataFolder })
    await first.start()
    await first.write(ref, newSecret())
    await keyring.wipe()
    await expect(first.read(ref)).rejects.toMatchObject({ state: 'mismatch', reason: 'replaced' })
    await first.quit()

    const second = manager({ env: keyring.env, dataFolder })
    expect(await second.start()).toMatchObject({ kind: 'os-keychain', state: 'mismatch', reason: 'replaced' })
    await expect(second.write(ref, newSecret())).rejects.toMatchObject({ state: 'mismatch' })
    await expect(second.choose({ kind: 'memory' })).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await second.choose({ kind: 'os-keychain' })).toMatchObject({ kind: 'os-keychain', state: 'ready' })
    expect(await second.read(ref)).toBe(null)
    const again = newSecret()
    await second.write(ref, again)
    expect(await second.read(ref)).toBe(again)
  })
})
