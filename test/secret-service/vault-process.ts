import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../../main/core/clock.ts'
import { createCore } from '../../main/core/create-core.ts'
import { headlessPorts } from '../../main/headless/host-ports.ts'
import { silentLog } from '../fakes/log.ts'
import { makeScryptQuick } from '../fakes/make-scrypt-quick.ts'
import { freshSecret } from '../fakes/vault-fixture.ts'

// A whole core over a real secret store, in a process of its own: `live` acts on keys until it is killed, `check` brings
// everything together, tries every key at its provider, names them in that order and ends.
const [dataFolder = '', round = '0', mode = '', baseUrl = '', kind = ''] = process.argv.slice(2)
const passphrase = 'a passphrase of some length'

makeScryptQuick()
const core = await createCore({
  dataFolder,
  ports: {
    ...headlessPorts(silentLog),
    // Each round is a minute later, so that every delete of the one before is past its undo.
    clock: { ...systemClock, now: () => systemClock.now() + Number(round) * 60_000 },
  },
})
const { vault, secretStore } = core
let { state } = await secretStore.retry()
if (state !== 'ready' && kind === 'encrypted-file') {
  const isNew = secretStore.status().kind === null
  ;({ state } = isNew
    ? await secretStore.choose({ kind: 'encrypted-file', passphrase })
    : await secretStore.unlock(passphrase))
}
if (state !== 'ready' || secretStore.status().kind !== kind) throw new Error(`${kind} is ${state}`)
await vault.reconcile()

if (mode === 'check') {
  const tried: string[] = []
  for (const key of vault.keys.list()) {
    if (key.status === 'revoked') continue
    await vault.keys.check(key.id)
    tried.push(key.name)
  }
  process.stdout.write(`${JSON.stringify(tried)}\n`)
  await core.close()
  process.exit(0)
}

/** Says what is about to be true of a key and, once the act is over, that it is. A secret of null is a key that goes. */
async function act(name: string, secret: string | null, work: () => unknown): Promise<void> {
  const log = (phase: 'intent' | 'done') =>
    appendFileSync(join(dataFolder, 'acts.jsonl'), `${JSON.stringify({ name, secret, phase })}\n`)
  log('intent')
  await work()
  log('done')
  process.stdout.write('done\n')
}

const provider =
  vault.providers.list().find((one) => one.baseUrl === baseUrl) ??
  vault.providers.add({
    name: 'Here',
    baseUrl,
    keyPrefix: '',
    variable: '',
    dashboardUrl: null,
    needsKey: true,
    caPem: null,
  })
const [environment] = vault.environments.list()
const pick = (count: number) => Math.floor(Math.random() * count)

for (let number = 0; ; number += 1) {
  const name = `${round}-${number}`
  const [first, second] = [freshSecret(), freshSecret()]
  await act(name, first, () =>
    vault.keys.add({
      name,
      providerId: provider.id,
      environmentId: environment?.id ?? '',
      accountType: 'enterprise',
      tags: [],
      notes: '',
      secret: first,
    }),
  )
  const id = vault.keys.list().find((one) => one.name === name)?.id ?? ''
  await act(name, second, async () => {
    await vault.keys.regenerate.start(id, second)
    vault.keys.regenerate.swap(id, true)
  })
  const end = pick(5)
  if (end === 0) await act(name, first, () => vault.keys.regenerate.undo(id))
  if (end === 1) await act(name, second, () => vault.keys.regenerate.confirmRevoked(id))
  if (end === 2) await act(name, null, () => vault.keys.revoke(id, true))
  if (end === 3) await act(name, null, () => vault.keys.delete(id))
  if (end === 4) await vault.keys.regenerate.start(id, freshSecret())
}
