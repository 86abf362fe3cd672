import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Core, createCore } from '../../main/core/create-core.ts'
import { headlessPorts } from '../../main/headless/host-ports.ts'
import { silentLog } from '../fakes/log.ts'
import { freePort } from '../faults/free-port.ts'

type Issued = ReturnType<Core['gateway']['localKeys']['create']>

let folder: string
let core: Core
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keydeck-restored-'))
  core = await open()
})
afterEach(async () => {
  await core.close()
  rmSync(folder, { recursive: true, force: true })
})

const open = () => createCore({ dataFolder: folder, ports: headlessPorts(silentLog) })

async function statusOf(text: string): Promise<string> {
  const { baseUrl } = core.gateway.state()
  const response = await fetch(`${baseUrl}/models`, { headers: { authorization: `Bearer ${text}` } })
  const body = (await response.json()) as { error?: { code: string } }
  return `${response.status} ${body.error?.code ?? 'ok'}`
}

test('what a person ended works at the gateway again once a corrupt database has given way to its backup', async () => {
  const { localKeys } = core.gateway
  const { id: environmentId } = core.vault.environments.list()[0]!
  const [kept, revoked, deleted, old] = ['Kept', 'Revoked', 'Deleted', 'Regenerated'].map((name) =>
    localKeys.create({ name, environmentId, accountType: 'pro' }),
  ) as [Issued, Issued, Issued, Issued]
  await core.close()

  core = await open()
  core.gateway.localKeys.revoke(revoked.key.id)
  core.gateway.localKeys.delete(deleted.key.id)
  const next = core.gateway.localKeys.regenerate(old.key.id).shownOnce
  // The backup of this end goes the way of the database.
  await core.close()
  const newest = readdirSync(join(folder, 'backups')).toSorted().at(-1)!
  for (const path of [join(folder, 'backups', newest), join(folder, 'keydeck.db')])
    writeFileSync(path, 'garbage '.repeat(900))

  core = await open()
  expect(core.notice).toMatchObject({ kind: 'restored' })
  await core.gateway.configure({ port: await freePort() })
  await core.gateway.start()
  const texts = [kept.shownOnce, revoked.shownOnce, deleted.shownOnce, old.shownOnce, next]
  expect(await Promise.all(texts.map(statusOf))).toEqual([
    '200 ok',
    '403 key_revoked',
    '401 invalid_api_key',
    '403 key_revoked',
    '200 ok',
  ])
  const actions = core.vault.audit.list({ limit: 50 }).rows.filter((row) => row.detail['again'] === 'database_behind')
  expect(actions.map(({ action, actor }) => `${actor} ${action}`).toSorted()).toEqual([
    'keydeck local_key_deleted',
    'keydeck local_key_regenerated',
    'keydeck local_key_revoked',
  ])
})
