import { expect, test } from 'vitest'
import { folder, manager, service } from './scenario.ts'
import { hasSecretService, withoutBus } from './secret-service.ts'
import type { ManagerProcess } from './start-manager.ts'

const ref = { recordId: '0f8fad5b-d9cb-469f-a165-70867728950e', origin: 'https://api.example.test' }
const passphrase = 'a passphrase of some length'
/** Writes numbered secrets and kills the program in the middle; returns the last number that it confirmed. */
async function writeUntilKilled(subject: ManagerProcess, from: number, count: number): Promise<number> {
  let confirmed = from - 1
  const writes: Promise<unknown>[] = []
  for (let number = from; number < from + count; number += 1) {
    const confirm = () => {
      confirmed = number
      // Others are waiting and one is under way at this moment.
      if (number === from + Math.floor(count / 2)) subject.kill()
    }
    writes.push(subject.write(ref, `sk-${number}`).then(confirm))
  }
  await Promise.allSettled(writes)
  return confirmed
}

const numberOf = (secret: string | null) => Number(/^sk-(\d+)$/.exec(secret ?? '')?.[1])

test('K8 a program killed while it writes the encrypted file loses no confirmed secret, round after round', {
  timeout: 60_000,
}, async () => {
  const dataFolder = await folder()
  const env = withoutBus(dataFolder)
  let next = 0
  for (let round = 0; round < 4; round += 1) {
    const subject = manager({ env, dataFolder })
    const status = await subject.start()
    if (round === 0) await subject.choose({ kind: 'encrypted-file', passphrase })
    else {
      expect(status).toMatchObject({ kind: 'encrypted-file', state: 'locked', reason: 'passphrase_needed' })
      expect(await subject.unlock(passphrase)).toMatchObject({ state: 'ready' })
      expect(numberOf(await subject.read(ref))).toBeGreaterThanOrEqual(next - 1)
    }
    next = (await writeUntilKilled(subject, next, 20)) + 1
  }
})

test.skipIf(!hasSecretService())(
  'K8 a program killed while it writes the keychain loses no confirmed secret',
  { timeout: 60_000 },
  async () => {
    const keyring = await service()
    const dataFolder = await folder()
    let next = 0
    for (let round = 0; round < 4; round += 1) {
      const subject = manager({ env: keyring.env, dataFolder })
      expect(await subject.start()).toMatchObject({ kind: 'os-keychain', state: 'ready' })
      if (round > 0) expect(numberOf(await subject.read(ref))).toBeGreaterThanOrEqual(next - 1)
      next = (await writeUntilKilled(subject, next, 20)) + 1
    }
  },
)
