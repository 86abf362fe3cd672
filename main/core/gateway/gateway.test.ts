import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { NewLocalKey } from '../../../contract/local-keys.ts'
import { silentLog } from '../../../test/fakes/log.ts'
import { freshSecret } from '../../../test/fakes/vault-fixture.ts'
import { chunk, completion, event, json } from '../../../test/faults/answers.ts'
import { type FaultProvider, startFaultProvider } from '../../../test/faults/fault-provider.ts'
import { freePort } from '../../../test/faults/free-port.ts'
import { errorOf } from '../../../test/faults/gateway-fixture.ts'
import { scanFolder } from '../../../test/leaks/places.ts'
import { headlessPorts } from '../../headless/host-ports.ts'
import { type Core, createCore } from '../create-core.ts'

let folder: string
let core: Core
let provider: FaultProvider
let secret: string
let vaultKeyId: string

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keydeck-gateway-'))
  provider = await startFaultProvider(completion())
  await open()
  await core.secretStore.choose({ kind: 'memory' })
  secret = freshSecret()
  const { id: providerId } = core.vault.providers.add({
    name: 'Here',
    baseUrl: provider.baseUrl,
    keyPrefix: '',
    variable: 'HERE_API_KEY',
    dashboardUrl: null,
    needsKey: true,
    caPem: null,
  })
  // Twelve tokens in and seven out of a completion: 12 + 7 × 4 = 40 micro-dollars.
  core.vault.providers.update(providerId, {
    prices: [{ pattern: '*', input: 1_000_000, cached: null, output: 4_000_000 }],
  })
  const environmentId = environment('Development')
  const added = await core.vault.keys.add({
    name: 'Laptop',
    providerId,
    environmentId,
    accountType: 'enterprise',
    tags: [],
    notes: '',
    secret,
  })
  vaultKeyId = added.key.id
  provider.next(json({ object: 'list', data: [{ id: 'fake-1', object: 'model' }] }))
  await core.vault.keys.check(vaultKeyId)
})
afterEach(async () => {
  await core.close()
  await provider.close()
  rmSync(folder, { recursive: true, force: true })
})

async function open(): Promise<void> {
  core = await createCore({ dataFolder: folder, ports: headlessPorts(silentLog) })
  await core.secretStore.start()
  await core.gateway.configure({ port: await freePort() })
  await core.gateway.start()
}

const environment = (name: string) => core.vault.environments.list().find((one) => one.name === name)?.id ?? ''

function create(fields: Partial<NewLocalKey> = {}): { id: string; text: string } {
  const environmentId = environment('Development')
  const { key, shownOnce } = core.gateway.localKeys.create({
    name: 'Editor',
    environmentId,
    accountType: 'pro',
    ...fields,
  })
  return { id: key.id, text: shownOnce }
}

const shown = (id: string) => core.gateway.localKeys.list().find((key) => key.id === id)

const chat = (text: string, body: object = {}, headers: Record<string, string> = {}) =>
  fetch(`${core.gateway.state().baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${text}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ model: 'fake-1', messages: [{ role: 'user', content: 'Say hello' }], ...body }),
  })

test('a local key that was just made works, and everything that it does is on record under its name', async () => {
  const { id, text } = create()
  const response = await chat(text, {}, { 'user-agent': 'editor/1.0' })
  expect([response.status, ((await response.json()) as { object: string }).object]).toEqual([200, 'chat.completion'])
  expect(provider.seen.at(-1)?.headers.authorization).toBe(`Bearer ${secret}`)
  expect(shown(id)).toMatchObject({
    lastClient: 'editor/1.0',
    usedThisMinute: 1,
    spentThisMonth: 40,
    calls30d: 1,
    tokens30d: 19,
    cost30d: 40,
  })
  const filter = { localKeyId: id }
  expect(core.calls.list({ limit: 5, filter }).calls).toMatchObject([
    { origin: 'gateway', localKeyId: id, localKeyName: 'Editor', keyId: vaultKeyId, client: 'editor/1.0' },
  ])
  const day = { from: Date.now() - 86_400_000, to: Date.now() + 1_000 }
  expect(core.calls.totals(day, filter)).toMatchObject({ calls: 1, cost: 40 })
  expect(core.calls.groups(day, 'localKey', { origin: 'gateway' }, 5).groups).toMatchObject([{ id, name: 'Editor' }])
  const models = await fetch(`${core.gateway.state().baseUrl}/models`, { headers: { authorization: `Bearer ${text}` } })
  expect(((await models.json()) as { data: { id: string }[] }).data.map((model) => model.id)).toEqual(['fake-1'])
})

test('a provider before the slash is for Keydeck: the provider gets its own name of the model', async () => {
  const { text } = create()
  expect((await chat(text, { model: 'here/fake-1' })).status).toBe(200)
  expect(JSON.parse(String(provider.seen.at(-1)?.body))).toMatchObject({ model: 'fake-1' })
})

test('revoking ends the streams that run, and no later call gets through', async () => {
  const { id, text } = create()
  provider.always(async ({ response }) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(event(chunk({ content: 'Hel' })))
  })
  const reader = (await chat(text, { stream: true })).body!.pipeThrough(new TextDecoderStream()).getReader()
  expect((await reader.read()).value).toContain('Hel')
  core.gateway.localKeys.revoke(id)
  const refused = await chat(text)
  expect([refused.status, (await errorOf(refused)).code]).toEqual([403, 'key_revoked'])
  let rest = ''
  for (let part = await reader.read(); !part.done; part = await reader.read()) rest += part.value
  expect(rest).toContain('key_revoked')
  expect(rest).not.toContain('[DONE]')
})

test('the limit of the account type holds exactly; a refused call has the time to come back and consumes nothing', async () => {
  const { id, text } = create({ accountType: 'free', requestsPerMinute: 3 })
  const { id: providerId } = core.vault.providers.list().find((one) => one.name === 'Here')!
  core.vault.providers.update(providerId, { tierRules: [{ pattern: '*', tier: 'free' }] })
  const answers = await Promise.all(Array.from({ length: 8 }, () => chat(text)))
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
    200, 200, 200, 429, 429, 429, 429, 429,
  ])
  const refused = answers.find(({ status }) => status === 429)!
  const wait = Number(refused.headers.get('retry-after'))
  expect(wait).toBeGreaterThan(0)
  expect(wait).toBeLessThanOrEqual(60)
  expect(shown(id)?.usedThisMinute).toBe(3)
  core.gateway.localKeys.update(id, { accountType: 'pro', requestsPerMinute: null })
  expect((await chat(text)).status).toBe(200)
})

test('a call that the door refuses leaves the local key its place', async () => {
  const { id, text } = create()
  core.vault.keys.update(vaultKeyId, { monthlyBudget: 0 })
  expect((await chat(text)).status).toBe(402)
  expect(shown(id)?.usedThisMinute).toBe(0)
})

test('a used-up budget refuses this local key, and no other', async () => {
  const one = create({ monthlyBudget: 60 })
  const other = create({ monthlyBudget: 1_000_000 })
  // What a call may cost is held back while it runs; the first has 60, and is known to cost 40 once it is over.
  await (await chat(one.text, { max_tokens: 1 })).text()
  await (await chat(one.text, { max_tokens: 1 })).text()
  const refused = await chat(one.text)
  expect([refused.status, (await errorOf(refused)).code]).toEqual([402, 'budget_exceeded'])
  expect(shown(one.id)?.spentThisMonth).toBe(80)
  expect((await chat(other.text)).status).toBe(200)
})

test('after a restart the same text works, is as much spent, and a revoked one is still revoked', async () => {
  const { id, text } = create({ monthlyBudget: 40 })
  const gone = create()
  core.gateway.localKeys.revoke(gone.id)
  await (await chat(text, {}, { 'user-agent': 'editor/2.0' })).text()
  await core.close()
  await open()
  expect(shown(id)).toMatchObject({ lastClient: 'editor/2.0', spentThisMonth: 40, calls30d: 1 })
  expect([(await chat(text)).status, (await chat(gone.text)).status]).toEqual([402, 403])
})

test('no text of a local key is in a file of the profile or said back, however its calls went', async () => {
  const { id, text } = create({ name: 'Known Editor' })
  await (await chat(text)).text()
  const wrong = await chat(`${text}x`)
  const again = core.gateway.localKeys.regenerate(id).shownOnce
  const said = [await wrong.text(), await (await chat(text)).text(), await (await chat(again)).text()]
  await core.close()
  expect(scanFolder(folder, 'Known Editor')).not.toEqual([])
  for (const one of [text, again, secret]) {
    expect(scanFolder(folder, one)).toEqual([])
    expect(said.join()).not.toContain(one.slice(0, 20))
  }
  await open()
})

test('an environment with a local key stays until the key is out of the way', () => {
  const id = environment('Staging')
  const key = create({ environmentId: id })
  expect(() => core.vault.environments.remove(id, undefined)).toThrow(
    expect.objectContaining({ data: { reason: 'environment_has_local_keys' } }),
  )
  core.gateway.localKeys.revoke(key.id)
  core.vault.environments.remove(id, undefined)
})

test('it goes on with the app at the port that was chosen, where that is wanted, and not where it is not', async () => {
  const restart = async () => {
    await core.close()
    core = await createCore({ dataFolder: folder, ports: headlessPorts(silentLog) })
  }
  await restart()
  expect(core.gateway.state().state).toBe('off')
  const port = await freePort()
  await core.gateway.configure({ port, startWithApp: true, waitSeconds: 3 })
  await restart()
  // A second start waits for the first, and finds it on.
  expect(await core.gateway.start()).toMatchObject({ state: 'on', port, startWithApp: true, waitSeconds: 3 })
  const started = core.vault.audit.list({ actions: ['gateway_started'], limit: 10 }).rows
  expect(started.map(({ subject }) => subject)).toContain(`127.0.0.1:${port}`)
  expect((await fetch(`http://127.0.0.1:${port}/v1/models`)).status).toBe(401)
})

test('what is refused before it is a call is in the audit, counted, without a word of what was sent', async () => {
  const { id, text } = create({ name: 'Refused Editor' })
  for (let i = 0; i < 3; i++) await chat('kd_canary_that_was_sent')
  core.gateway.localKeys.revoke(id)
  await chat(text)
  await core.close()
  await open()
  const { rows } = core.vault.audit.list({ actions: ['call_refused'], limit: 10 })
  expect(rows).toMatchObject([
    {
      actor: 'gateway',
      keyId: id,
      subject: 'Refused Editor',
      detail: { code: 'key_revoked', origin: 'gateway' },
      count: 1,
    },
    { actor: 'gateway', keyId: null, subject: '', detail: { code: 'invalid_api_key', origin: 'gateway' }, count: 3 },
  ])
  expect(scanFolder(folder, 'canary_that_was_sent')).toEqual([])
})
