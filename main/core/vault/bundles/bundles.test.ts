import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { quickScrypt } from '../../../../test/fakes/quick-scrypt.ts'
import { freshSecret, VaultFixture } from '../../../../test/fakes/vault-fixture.ts'
import type { BundleContent } from './bundle-content.ts'
import { openBundle, sealBundle } from './bundle-format.ts'
import { OPENED_FOR_MS } from './opened-bundles.ts'
import { suggestPassphrase } from './suggest-passphrase.ts'

vi.mock('node:crypto', async (original) => quickScrypt(await original()))

const passphrase = suggestPassphrase()
let fixture: VaultFixture
beforeEach(() => {
  fixture = new VaultFixture()
})
afterEach(() => fixture.remove())

/** A bundle of one key, as somebody who knows the passphrase would write it. */
async function forged(change: (content: BundleContent) => void = () => {}): Promise<string> {
  const { key } = await fixture.vault.keys.add({ ...fixture.newKey({ name: 'One' }), secret: freshSecret() })
  const { content } = await fixture.vault.bundles.export([key.id], passphrase)
  const bytes = await openBundle(content, passphrase)
  const inside = JSON.parse(bytes.toString('utf8')) as BundleContent
  inside.keys[0]!.name = 'Other'
  inside.keys[0]!.secret = freshSecret()
  change(inside)
  return sealBundle(Buffer.from(JSON.stringify(inside)), passphrase)
}

const open = (text: string) => fixture.vault.bundles.open(text, passphrase)
const addFirst = (bundleId: string) => fixture.vault.bundles.import(bundleId, [{ index: 0, action: 'add' }])

describe('what was opened is forgotten', () => {
  const ends: Record<string, (id: string) => void | Promise<unknown>> = {
    'after ten minutes': () => fixture.clock.advance(OPENED_FOR_MS),
    'when its dialog closes': (id) => void fixture.vault.bundles.close(id),
    'when it was imported': (id) => addFirst(id),
    'when the store is locked': () => {
      Object.assign(fixture.store, { state: 'locked', reason: 'passphrase_needed' })
      fixture.events.emit({ type: 'secret-store' })
    },
    'when the vault closes': () => fixture.vault.close(),
    'when four more were opened': async () => {
      for (let count = 0; count < 4; count += 1) await open(await forged())
    },
  }

  it.each(Object.keys(ends))('%s', async (when) => {
    const { id, forgottenAt } = await open(await forged())
    expect(forgottenAt).toBe(fixture.clock.now() + OPENED_FOR_MS)
    await ends[when]!(id)
    await expect(addFirst(id)).rejects.toMatchObject({ code: 'NOT_FOUND', data: { what: 'bundle' } })
  })

  it('and not before: a refused choice of rows leaves it open', async () => {
    const { id } = await open(await forged())
    fixture.clock.advance(OPENED_FOR_MS - 1)
    for (const indexes of [[1], [0, 0]]) {
      const rows = indexes.map((index) => ({ index, action: 'add' as const }))
      await expect(fixture.vault.bundles.import(id, rows)).rejects.toMatchObject({ data: { reason: 'no_such_row' } })
    }
    expect(await addFirst(id)).toMatchObject([{ refusal: null }])
  })
})

describe('what could not be typed in can not be imported either', () => {
  const provider = (change: object) => (content: BundleContent) => Object.assign(content.providers[0]!, change)
  const key = (change: object) => (content: BundleContent) => Object.assign(content.keys[0]!, change)

  it.each<[string, (content: BundleContent) => unknown]>([
    ['an address without TLS', provider({ baseUrl: 'http://llm.example/v1' })],
    ['an address with a user', provider({ baseUrl: 'https://a:b@llm.example/v1' })],
    ['an address of another scheme', provider({ baseUrl: 'file:///etc/passwd' })],
    ['an address that hides its host', provider({ baseUrl: 'https://2130706433/v1' })],
    ['a header that would carry another key', provider({ headers: [{ name: 'Authorization', value: 'x' }] })],
    ['a header for another host', provider({ headers: [{ name: 'Host', value: 'x' }] })],
    ['a certificate that is none', provider({ caPem: 'hello' })],
    ['a private key', provider({ caPem: '-----BEGIN EC PRIVATE KEY-----\nx\n-----END EC PRIVATE KEY-----' })],
    ['a proxy with a user', provider({ proxy: { mode: 'url', url: 'http://a:b@proxy.example:1' } })],
    ['a dashboard that is a program', provider({ dashboardUrl: 'javascript:alert(1)' })],
    ['a prefix that nobody can type', provider({ keyPrefix: '\u202e' })],
    ['a secret with a newline', key({ secret: 'yx-abcdefghijkl\nyx-mnopqrstuvwx' })],
    ['a secret in an assignment', key({ secret: 'KEY=yx-abcdefghijklmnop' })],
    ['a secret with a space', key({ secret: 'yx-abcdef ghijkl' })],
    ['a secret that is not ASCII', key({ secret: 'yx-abcdéfghijkl' })],
  ])('%s', async (_what, change) => {
    const text = await forged(change)
    await expect(open(text)).rejects.toMatchObject({
      code: 'INVALID',
      data: { field: 'content', reason: 'bad_content' },
    })
    expect(fixture.vault.keys.list()).toHaveLength(1)
  })
})

it('a name that looks like a path is a name, and decides nothing about files', async () => {
  const { id } = await open(await forged((content) => Object.assign(content.keys[0]!, { name: '../../../.ssh/id' })))
  expect(await addFirst(id)).toMatchObject([{ refusal: null }])
  const ids = fixture.vault.keys.list().map((one) => one.id)
  expect((await fixture.vault.bundles.export(ids, passphrase)).fileName).toMatch(
    /^keydeck-keys-\d{4}-\d\d-\d\d\.keydeck$/,
  )
})

it('an import says nothing of a secret in its answer, the log or the database', async () => {
  const secret = freshSecret()
  const opened = await open(await forged((content) => Object.assign(content.keys[0]!, { secret })))
  const results = await addFirst(opened.id)
  const tables = ['audit', 'vault_key', 'spare_secret', 'setting', 'provider', 'environment']
  const rows = tables.map((table) => fixture.database.all(`SELECT * FROM ${table}`))
  expect(JSON.stringify([opened, results, fixture.log.lines, rows])).not.toContain(secret.slice(3, -4))
})
