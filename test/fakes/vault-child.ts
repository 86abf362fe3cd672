import { join } from 'node:path'
import { DELETE_UNDO_MS } from '../../contract/keys.ts'
import { EventBus } from '../../main/core/event-bus.ts'
import { Facts } from '../../main/core/settings/facts.ts'
import { createVault } from '../../main/core/vault/create-vault.ts'
import { FolderStore } from './folder-store.ts'
import { silentLog } from './log.ts'
import { ManualClock } from './manual-clock.ts'
import { ClosedDoor, freshSecret, openDatabase } from './vault-fixture.ts'

// A process of its own, killed at the moment that it is told. `reconcile` instead of a moment starts and ends in peace.
const [folder = '', moment = ''] = process.argv.slice(2)
const dieAt = (here: string) => {
  if (here === moment) process.kill(process.pid, 'SIGKILL')
}

const store = new FolderStore(join(folder, 'secrets'), dieAt)
const clock = new ManualClock()
const database = openDatabase(folder)
const vault = createVault({
  database,
  facts: new Facts(database),
  writer: store,
  removedLines: store,
  exporter: store,
  issued: { issue: () => crypto.randomUUID() },
  storeStatus: () => store.status(),
  door: () => new ClosedDoor(),
  lookAround: async () => [],
  clipboard: { available: false, readText: async () => '' },
  files: { available: false, chooseFile: async () => null },
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
