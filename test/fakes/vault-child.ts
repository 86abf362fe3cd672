import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DELETE_UNDO_MS } from '../../contract/keys.ts'
import { EventBus } from '../../main/core/event-bus.ts'
import { Facts } from '../../main/core/settings/facts.ts'
import { createVault } from '../../main/core/vault/create-vault.ts'
import { silentLog } from './log.ts'
import { ManualClock } from './manual-clock.ts'
import { ClosedDoor, freshSecret, openDatabase } from './vault-fixture.ts'

// A process of its own, killed at the moment that it is told. Its store keeps one file a secret, so that what it held
// can be seen afterwards. `reconcile` instead of a moment starts and ends in peace.
const [folder = '', moment = ''] = process.argv.slice(2)
const secrets = join(folder, 'secrets')
mkdirSync(secrets, { recursive: true })
const dieAt = (here: string) => {
  if (here === moment) process.kill(process.pid, 'SIGKILL')
}

const clock = new ManualClock()
const database = openDatabase(folder)
const vault = createVault({
  database,
  facts: new Facts(database),
  writer: {
    async write(ref, secret) {
      dieAt('before-write')
      writeFileSync(join(secrets, ref.recordId), secret)
      dieAt('after-write')
    },
    async remove(ref) {
      dieAt('before-remove')
      rmSync(join(secrets, ref.recordId), { force: true })
      dieAt('after-remove')
    },
  },
  storeStatus: () => ({
    kind: 'encrypted-file',
    state: 'ready',
    reason: 'none',
    place: secrets,
    keychainAvailable: false,
    sentinelReadAt: null,
    interruptedMove: null,
  }),
  door: () => new ClosedDoor(),
  lookAround: async () => [],
  clipboard: { available: false, readText: async () => '' },
  usageByKey: () => new Map(),
  clock,
  log: silentLog,
  events: new EventBus(),
})

if (moment === 'reconcile') {
  // A later day: every undo window is over.
  clock.jump(DELETE_UNDO_MS * 2)
  await vault.reconcile()
} else {
  const [provider] = vault.providers.list()
  const [environment] = vault.environments.list()
  const { key } = await vault.keys.add({
    name: 'Laptop',
    providerId: provider?.id ?? '',
    environmentId: environment?.id ?? '',
    accountType: 'pro',
    tags: [],
    notes: '',
    secret: freshSecret(),
  })
  dieAt('added')
  vault.keys.delete(key.id)
  dieAt('deleted')
  clock.advance(DELETE_UNDO_MS)
  await vault.reconcile()
  dieAt('removed')
}
await vault.close()
database.close()
