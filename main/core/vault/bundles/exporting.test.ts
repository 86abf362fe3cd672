import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { quickScrypt } from '../../../../test/fakes/quick-scrypt.ts'
import { freshSecret, VaultFixture } from '../../../../test/fakes/vault-fixture.ts'
import { findSecret } from '../../../../test/leaks/encodings.ts'
import type { Question } from '../../ports.ts'
import { readContent } from './bundle-content.ts'
import { openBundle } from './bundle-format.ts'
import { suggestPassphrase } from './suggest-passphrase.ts'

vi.mock('node:crypto', async (original) => quickScrypt(await original()))

const passphrase = suggestPassphrase()
let fixture: VaultFixture
beforeEach(() => {
  fixture = new VaultFixture()
})
afterEach(() => fixture.remove())

async function addKey(name: string, fields: { preset?: string; environment?: string } = {}) {
  const secret = freshSecret()
  fixture.clock.jump(1)
  const { key } = await fixture.vault.keys.add({ ...fixture.newKey({ name, ...fields }), secret })
  return { id: key.id, secret }
}

const exported = (...ids: string[]) => fixture.vault.bundles.export(ids, passphrase)
const inside = async (content: string) => readContent(await openBundle(content, passphrase))
const audited = () =>
  fixture.database
    .all(`SELECT * FROM audit WHERE action = 'key_exported' ORDER BY id`)
    .map((row) => [row['subject'], row['key_id'], row['environment_name'], row['provider_name']])

describe('an export', () => {
  it('holds the chosen keys once each, with the providers and environments that they need and no others', async () => {
    const one = await addKey('One')
    const two = await addKey('Two', { preset: 'openai', environment: 'Production' })
    await addKey('Not chosen', { preset: 'groq', environment: 'Staging' })
    const { content, keys, left, fileName } = await exported(one.id, two.id, one.id)
    expect([keys, left, fileName]).toEqual([2, [], 'keydeck-keys-2023-11-14.keydeck'])
    const bundle = await inside(content)
    expect(bundle.providers.map(({ preset }) => preset)).toEqual(['yunxin', 'openai'])
    expect(bundle.environments.map(({ name, guarded }) => [name, guarded])).toEqual([
      ['Development', false],
      ['Production', true],
    ])
    expect(bundle.keys.map(({ name, secret, provider, environment }) => [name, secret, provider, environment])).toEqual(
      [
        ['One', one.secret, 0, 0],
        ['Two', two.secret, 1, 1],
      ],
    )
  })

  it('shows nothing of a key in the file, the log, the audit or the database', async () => {
    const { id, secret } = await addKey('Very Telling Name')
    const { content } = await exported(id)
    expect(content).not.toMatch(/Telling|yunxin|Development|yuhuan/i)
    const around = JSON.stringify([
      fixture.log.lines,
      ...['audit', 'vault_key', 'setting', 'provider'].map((table) => fixture.database.all(`SELECT * FROM ${table}`)),
    ])
    expect([findSecret(content, secret), findSecret(around, secret)]).toEqual([[], []])
    expect(audited()).toEqual([['Very Telling Name', id, 'Development', 'Yunxin']])
  })

  it('carries no mark that two installations could be told or joined by', async () => {
    const { id } = await addKey('One')
    const fingerprint = String(fixture.database.get('SELECT fingerprint FROM vault_key')?.['fingerprint'])
    const text = JSON.stringify(await inside((await exported(id)).content))
    for (const mark of [fingerprint, id, fixture.provider('yunxin').id, fixture.environment('Development').id]) {
      expect(text).not.toContain(mark)
    }
  })
})

describe('a key that can not be exported', () => {
  it('is named with the reason, and the others go', async () => {
    const good = await addKey('Good')
    const lost = await addKey('Lost')
    fixture.store.secrets.delete(lost.id)
    const gone = crypto.randomUUID()
    const { keys, left, content } = await exported(good.id, lost.id, gone)
    expect(keys).toBe(1)
    expect(left).toEqual([
      { keyId: lost.id, name: 'Lost', reason: 'missing' },
      { keyId: gone, name: '', reason: 'gone' },
    ])
    expect((await inside(content)).keys.map(({ name }) => name)).toEqual(['Good'])
    expect(audited().map(([name]) => name)).toEqual(['Good'])
  })

  it('would take its secret to an address that it was never entered for', async () => {
    const good = await addKey('Good', { preset: 'openai' })
    const { id } = await addKey('Moved')
    fixture.vault.providers.update(fixture.provider('yunxin').id, { baseUrl: 'https://elsewhere.example/v1' })
    const { left, content } = await exported(good.id, id)
    expect(left).toEqual([{ keyId: id, name: 'Moved', reason: 'origin' }])
    expect(JSON.stringify(await inside(content))).not.toContain('elsewhere')
  })

  it('was revoked and its secret removed', async () => {
    const good = await addKey('Good')
    const { id } = await addKey('Removed')
    fixture.vault.keys.revoke(id, true)
    expect((await exported(good.id, id)).left).toEqual([{ keyId: id, name: 'Removed', reason: 'secret_removed' }])
  })

  it.each([
    ['locked', 'locked'],
    ['unavailable', 'unavailable'],
    ['timeout', 'unavailable'],
  ] as const)('lies in a store that is %s just then', async (state, reason) => {
    const { id } = await addKey('One')
    const { key } = await fixture.vault.keys.add(fixture.newKey({ name: 'Needs none', preset: 'ollama' }))
    fixture.store.break('before-read', state)
    const { left, content } = await exported(id, key.id)
    expect(left).toEqual([{ keyId: id, name: 'One', reason }])
    expect((await inside(content)).keys).toMatchObject([{ name: 'Needs none', secret: null }])
  })
})

describe('an export is asked for outside the page', () => {
  it('with the names of the keys, and a no leaves every secret unread and nothing on record', async () => {
    const keys = await Promise.all(['A', 'B', 'C', 'D', 'E', 'F', 'G'].map((name) => addKey(name)))
    const answer = vi.fn(async (_question: Question) => false)
    fixture.answer = answer
    const read = vi.spyOn(fixture.store, 'readForExport')
    await expect(exported(...keys.map(({ id }) => id))).rejects.toMatchObject({ data: { reason: 'not_confirmed' } })
    expect(answer.mock.calls[0]?.[0]).toMatchObject({ message: 'Export 7 keys to a file?', yes: 'Export' })
    expect(answer.mock.calls[0]?.[0].detail).toContain('A, B, C, D, E and 2 more')
    expect(read).not.toHaveBeenCalled()
    expect(audited()).toEqual([])
  })
})

describe('an export of nothing is refused, and nothing is on record', () => {
  it('where no secret can be read', async () => {
    const { id } = await addKey('One')
    fixture.store.secrets.clear()
    await expect(exported(id)).rejects.toMatchObject({ code: 'CONFLICT', data: { reason: 'nothing_to_export' } })
    expect(audited()).toEqual([])
  })

  it('where the store is locked, before it is asked for anything', async () => {
    const { id } = await addKey('One')
    Object.assign(fixture.store, { state: 'locked', reason: 'passphrase_needed' })
    await expect(exported(id)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', data: { state: 'locked' } })
    expect(audited()).toEqual([])
  })
})
