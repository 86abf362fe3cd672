import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { silentLog } from '../../test/fakes/log.ts'
import { freshSecret } from '../../test/fakes/vault-fixture.ts'
import { headlessPorts } from '../headless/host-ports.ts'
import { type Core, createCore } from './create-core.ts'

let folder: string
let core: Core

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keydeck-core-'))
  core = await createCore({ dataFolder: folder, ports: headlessPorts(silentLog) })
  await core.secretStore.start()
  await core.secretStore.choose({ kind: 'memory' })
})
afterEach(async () => {
  await core.close()
  rmSync(folder, { recursive: true, force: true })
})

const environment = (name: string) => core.vault.environments.list().find((one) => one.name === name)!

async function addKey(environmentName: string) {
  const provider = core.vault.providers.list().find((one) => one.preset === 'yunxin')!
  const { key } = await core.vault.keys.add({
    name: 'web',
    providerId: provider.id,
    environmentId: environment(environmentName).id,
    accountType: 'free',
    tags: [],
    notes: '',
    secret: freshSecret(),
  })
  return key
}

test('a call that the door refuses is in the audit, with the code and who asked', async () => {
  const key = await addKey('Staging')
  const { runId } = core.playground.start({
    conversationId: null,
    parentId: null,
    keyId: key.id,
    model: 'yunxin-pro',
    system: '',
    text: 'Hello',
  })
  for await (const event of core.playground.watch(runId, new AbortController().signal)) if (event.type === 'end') break
  const [newest] = core.vault.audit.list({ keyId: key.id, limit: 1 }).rows
  expect(newest).toMatchObject({
    action: 'call_refused',
    subject: 'web',
    detail: { code: 'insufficient_permissions', origin: 'playground' },
  })
})

test('the frame’s switch does not stay on an environment that was removed', () => {
  const { id } = environment('Staging')
  core.settings.update({ environmentId: id })
  core.vault.environments.update(id, { name: 'Preview' })
  expect(core.settings.get().environmentId).toBe(id)
  core.vault.environments.remove(id, undefined)
  expect(core.settings.get().environmentId).toBeNull()
})

test('a run in production that no page asked about is refused by the core itself', async () => {
  const key = await addKey('Production')
  const input = { conversationId: null, parentId: null, keyId: key.id, model: 'm', system: '', text: 'Hello' }
  expect(() => core.playground.start(input)).toThrow(expect.objectContaining({ data: { reason: 'guard_unconfirmed' } }))
  expect(core.playground.list({ limit: 5 }).total).toBe(0)
})
