import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { hasSecretService, startSecretService, withoutBus } from './secret-service.ts'
import { ManagerProcess } from './start-manager.ts'

const ref = { recordId: '0f8fad5b-d9cb-469f-a165-70867728950e', origin: 'https://api.example.test' }
const passphrase = 'a passphrase of some length'
const cleanUps: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'keydeck-killed-'))
  cleanUps.push(() => rm(path, { recursive: true, force: true }))
  return path
}

/** Writes numbered secrets and kills the program in the middle; returns the last number that it confirmed. */
async function writeUntilKilled(manager: ManagerProcess, from: number, count: number): Promise<number> {
  let confirmed = from - 1
  const writes: Promise<unknown>[] = []
  for (let number = from; number < from + count; number += 1) {
    const confirm = () => {
      confirmed = number
      // Others are waiting and one is under way at this moment.
      if (number === from + Math.floor(count / 2)) manager.kill()
    }
    writes.push(manager.write(ref, `sk-${number}`).then(confirm))
  }
  await Promise.allSettled(writes)
  return confirmed
}

const numberOf = (secret: string | null) => Number(/^sk-(\d+)$/.exec(secret ?? '')?.[1])

test('K8 a program killed while it writes the encrypted file loses no confirmed secret, round after round', async () => {
  const dataFolder = await folder()
  const env = withoutBus(dataFolder)
  let next = 0
  for (let round = 0; round < 4; round += 1) {
    const manager = new ManagerProcess({ env, dataFolder })
    cleanUps.push(() => manager.quit())
    const status = await manager.start()
    if (round === 0) await manager.choose({ kind: 'encrypted-file', passphrase })
    else {
      expect(status).toMatchObject({ kind: 'encrypted-file', state: 'locked', reason: 'passphrase_needed' })
      expect(await manager.unlock(passphrase)).toMatchObject({ state: 'ready' })
      expect(numberOf(await manager.read(ref))).toBeGreaterThanOrEqual(next - 1)
    }
    next = (await writeUntilKilled(manager, next, 20)) + 1
  }
})

test.skipIf(!hasSecretService())(
  'K8 a program killed while it writes the keychain loses no confirmed secret',
  async () => {
    const keyring = await startSecretService()
    cleanUps.push(() => keyring.dispose())
    const dataFolder = await folder()
    let next = 0
    for (let round = 0; round < 4; round += 1) {
      const manager = new ManagerProcess({ env: keyring.env, dataFolder })
      cleanUps.push(() => manager.quit())
      expect(await manager.start()).toMatchObject({ kind: 'os-keychain', state: 'ready' })
      if (round > 0) expect(numberOf(await manager.read(ref))).toBeGreaterThanOrEqual(next - 1)
      next = (await writeUntilKilled(manager, next, 20)) + 1
    }
  },
)
