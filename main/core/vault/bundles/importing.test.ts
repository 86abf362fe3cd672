import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { KeyChanges, VaultKey } from '../../../../contract/keys.ts'
import { NewProvider } from '../../../../contract/providers.ts'
import { quickScrypt } from '../../../../test/fakes/quick-scrypt.ts'
import { freshSecret, VaultFixture } from '../../../../test/fakes/vault-fixture.ts'
import { makeCertificates, openssl } from '../../../../test/faults/certificates.ts'
import { suggestPassphrase } from './suggest-passphrase.ts'

vi.mock('node:crypto', async (original) => quickScrypt(await original()))

const passphrase = suggestPassphrase()
let home: VaultFixture
let away: VaultFixture
beforeEach(() => {
  home = new VaultFixture()
  away = new VaultFixture()
})
afterEach(async () => {
  await home.remove()
  await away.remove()
})

interface Fields {
  preset?: string
  environment?: string
  providerId?: string
  environmentId?: string
  overrideReason?: string
  secret?: string
}

async function addKey(fixture: VaultFixture, name: string, fields: Fields = {}) {
  const { secret = freshSecret(), ...rest } = fields
  // Keys of one millisecond have no order.
  fixture.clock.jump(1)
  const { key } = await fixture.vault.keys.add({ ...fixture.newKey({ name, ...rest }), secret })
  return { id: key.id, secret }
}

/** A new secret beside the one in use. Its test call finds no way out; it is stored by then. */
const enterNext = (fixture: VaultFixture, id: string, secret: string) =>
  fixture.vault.keys.regenerate.start(id, secret).catch(() => expect(named(fixture, 'Server')?.pending).toBeTruthy())

/** All of one vault, opened in the other. */
async function carried() {
  const ids = home.vault.keys.list().map(({ id }) => id)
  const { content } = await home.vault.bundles.export(ids, passphrase)
  return away.vault.bundles.open(content, passphrase)
}

/** Imports what is proposed, or what is said for a row. */
async function imported(choices: Record<number, object> = {}) {
  const { id, rows } = await carried()
  const chosen = rows.map(({ index, proposed }) => ({ index, action: proposed, ...choices[index] }))
  const results = await away.vault.bundles.import(id, chosen)
  return { rows, results, refusals: results.map(({ refusal }) => refusal) }
}

const names = (fixture: VaultFixture) =>
  fixture.vault.keys
    .list()
    .map(({ name }) => name)
    .toSorted()
const named = (fixture: VaultFixture, name: string) => fixture.vault.keys.list().find((key) => key.name === name)
const secretOf = (fixture: VaultFixture, key: VaultKey | undefined) => {
  const row = fixture.database.get('SELECT secret_id FROM vault_key WHERE id = ?', key?.id ?? '')
  return fixture.store.secrets.get(String(row?.['secret_id']))
}
const conflicts = (rows: { conflict: string; proposed: string }[]) =>
  rows.map(({ conflict, proposed }) => [conflict, proposed])

describe('an import into an empty vault', () => {
  it('brings everything that makes sense elsewhere, and asks nothing anew', async () => {
    const environment = home.vault.environments.add({
      name: 'Kunden',
      colour: 'pink',
      shape: 'diamond',
      guarded: true,
      rotateAfterDays: 45,
    })
    const provider = home.vault.providers.add(
      NewProvider.parse({ name: 'Gateway', baseUrl: 'https://gateway.example/v1', keyPrefix: 'yx-' }),
    )
    home.vault.providers.update(provider.id, {
      headers: [{ name: 'X-Team', value: 'deck' }],
      proxy: { mode: 'url', url: 'http://proxy.example:3128' },
      prices: [{ pattern: 'big-*', input: 1, cached: null, output: 2 }],
      ...(openssl ? { caPem: makeCertificates().caPem } : {}),
    })
    const { id, secret } = await addKey(home, 'Server', { providerId: provider.id, environmentId: environment.id })
    const changes: KeyChanges = {
      accountType: 'custom',
      requestsPerMinute: 7,
      modelTiers: ['free', 'premium'],
      tags: ['ci', '生产'],
      notes: 'two\nlines',
      rotateAfterDays: 30,
      expiresAt: 1_900_000_000_000,
      monthlyBudget: 5_000_000,
    }
    home.vault.keys.update(id, changes)
    home.clock.advance(1_000)
    home.vault.keys.revoke(id, false)
    away.clock.advance(3_600_000)

    const { rows, refusals } = await imported()
    expect(refusals).toEqual([null])
    expect(rows).toMatchObject([
      {
        name: 'Server',
        providerName: 'Gateway',
        baseUrl: 'https://gateway.example/v1',
        environmentName: 'Kunden',
        masked: `yx-••••${secret.slice(-4)}`,
        status: 'revoked',
        newProvider: true,
        newEnvironment: true,
        providerBrings: [...(openssl ? ['certificates'] : []), 'proxy', 'headers'],
        conflict: 'none',
        conflictKeyId: null,
        proposed: 'add',
      },
    ])
    const [there] = home.vault.keys.list()
    const [here] = away.vault.keys.list()
    const elsewhere = { id: '', providerId: '', environmentId: '', fingerprint: '', secretId: '' }
    expect({ ...here, ...elsewhere }).toEqual({ ...there, ...elsewhere })
    expect(here?.fingerprint).not.toBe(there?.fingerprint)
    expect(secretOf(away, here)).toBe(secret)
    const madeProvider = away.vault.providers.list().find((one) => one.name === 'Gateway')
    expect({ ...madeProvider, id: '' }).toEqual({
      ...home.vault.providers.list().find((one) => one.id === provider.id),
      id: '',
    })
    expect({ ...away.environment('Kunden'), id: '' }).toEqual({ ...home.environment('Kunden'), id: '' })
    expect(away.vault.passports.find(here?.id ?? '')).toMatchObject({ status: 'revoked', boundPath: '/v1' })
  })

  it('takes a key without a secret where the provider needs none', async () => {
    await home.vault.keys.add(home.newKey({ name: 'Local', preset: 'ollama' }))
    expect((await imported()).refusals).toEqual([null])
    expect(named(away, 'Local')?.hasSecret).toBe(false)
    expect(conflicts((await carried()).rows)).toEqual([['same_key', 'skip']])
  })

  it.each([5, -5])(
    'keeps one secret in two environments by the reason of either, the one with it %s ms later',
    async (later) => {
      const { secret } = await addKey(home, 'First')
      home.clock.jump(later)
      await addKey(home, 'Second', { environment: 'Staging', secret, overrideReason: 'One account' })
      const { rows, refusals } = await imported()
      expect(conflicts(rows)).toEqual([
        ['none', 'add'],
        ['same_secret_other_environment', 'add'],
      ])
      expect(refusals).toEqual([null, null])
      expect(named(away, 'Second')?.overrideReason).toBe('One account')
    },
  )

  it('does not believe a clock that is ahead', async () => {
    home.clock.jump(86_400_000 * 400)
    await addKey(home, 'Tomorrow')
    await imported()
    expect(named(away, 'Tomorrow')?.createdAt).toBe(away.clock.now())
  })
})

describe('providers and environments', () => {
  it('of the same preset or address are the same, whatever they are called here', async () => {
    away.vault.providers.update(away.provider('yunxin').id, { name: 'Mein Yunxin' })
    away.vault.environments.update(away.environment('Development').id, { name: 'DEVELOPMENT' })
    await addKey(home, 'One')
    const { rows } = await imported()
    expect(rows).toMatchObject([
      { providerName: 'Mein Yunxin', environmentName: 'DEVELOPMENT', newProvider: false, newEnvironment: false },
    ])
    expect(away.vault.providers.list()).toHaveLength(home.vault.providers.list().length)
  })

  it.each(['home', 'away'] as const)(
    'a preset that was pointed elsewhere %s is another provider: the secret never meets a new address',
    async (where) => {
      const edited = where === 'home' ? home : away
      edited.vault.providers.update(edited.provider('openai').id, { baseUrl: 'https://proxy.example/openai' })
      await addKey(home, 'One', { preset: 'openai' })
      const { rows } = await imported()
      const address = where === 'home' ? 'https://proxy.example/openai' : 'https://api.openai.com/v1'
      expect(rows).toMatchObject([{ baseUrl: address, newProvider: true }])
      const key = named(away, 'One')
      const provider = away.vault.providers.list().find(({ id }) => id === key?.providerId)
      expect(provider).toMatchObject({ name: 'OpenAI (2)', preset: 'custom', baseUrl: address })
      expect(away.store.origins.get(key?.id ?? '')).toBe(new URL(address).origin)
    },
  )

  it('are not made for a key that is left out', async () => {
    home.vault.environments.add({
      name: 'Extra',
      colour: 'blue',
      shape: 'ring',
      guarded: false,
      rotateAfterDays: null,
    })
    await addKey(home, 'One', { environment: 'Extra' })
    await imported({ 0: { action: 'skip' } })
    expect(away.vault.environments.list().map(({ name }) => name)).not.toContain('Extra')
  })

  it('that are here stay as they are', async () => {
    away.vault.environments.update(away.environment('Production').id, { rotateAfterDays: 7 })
    await addKey(home, 'One', { environment: 'Production' })
    await imported()
    expect(away.environment('Production')).toMatchObject({ guarded: true, rotateAfterDays: 7 })
  })
})

describe('what is in the way', () => {
  it('the very same key is left out, and refused where it is added all the same', async () => {
    const { secret } = await addKey(home, 'One')
    const there = await addKey(away, 'Another name', { secret })
    const { rows, refusals } = await imported({ 0: { action: 'add' } })
    expect(rows).toMatchObject([{ conflict: 'same_key', conflictKeyId: there.id, proposed: 'skip' }])
    expect(refusals).toEqual(['duplicate_secret'])
    expect(away.vault.keys.list()).toHaveLength(1)
  })

  it('the same secret in another environment needs a reason', async () => {
    const { secret } = await addKey(home, 'One')
    const there = await addKey(away, 'Elsewhere', { environment: 'Staging', secret })
    const { rows, refusals } = await imported({ 0: { action: 'add' } })
    expect(rows).toMatchObject([
      { conflict: 'same_secret_other_environment', conflictKeyId: there.id, proposed: 'skip' },
    ])
    expect(refusals).toEqual(['same_secret_other_environment'])
    expect((await imported({ 0: { action: 'add', overrideReason: 'One account' } })).refusals).toEqual([null])
    expect(named(away, 'One')?.overrideReason).toBe('One account')
  })

  it('a newer secret under the same name replaces the one here, which stays for undo', async () => {
    const there = await addKey(away, 'server')
    home.clock.jump(86_400_000)
    const { secret } = await addKey(home, 'Server')
    const { rows, refusals } = await imported()
    expect(rows).toMatchObject([{ conflict: 'same_name', conflictKeyId: there.id, proposed: 'replace' }])
    expect(refusals).toEqual([null])
    const key = named(away, 'server')
    expect([key?.id, secretOf(away, key)]).toEqual([there.id, secret])
    expect(key?.previous?.last4).toBe(there.secret.slice(-4))
    away.vault.keys.regenerate.undo(there.id)
    expect(secretOf(away, named(away, 'server'))).toBe(there.secret)
  })

  it('an older one is left out, or added under a name of its own', async () => {
    await addKey(home, 'Server')
    away.clock.jump(86_400_000)
    await addKey(away, 'Server')
    expect(conflicts((await carried()).rows)).toEqual([['same_name', 'skip']])
    expect((await imported({ 0: { action: 'add' } })).refusals).toEqual([null])
    expect(names(away)).toEqual(['Server', 'Server (2)'])
  })

  it('a key that is revoked here, or there, or keeps its last secret, is not replaced unasked', async () => {
    const there = await addKey(away, 'Server')
    home.clock.jump(86_400_000)
    const { id } = await addKey(home, 'Server')
    away.vault.keys.revoke(there.id, false)
    expect(conflicts((await carried()).rows)).toEqual([['same_name', 'skip']])
    away.vault.keys.reactivate(there.id)
    home.vault.keys.revoke(id, false)
    expect(conflicts((await carried()).rows)).toEqual([['same_name', 'skip']])
    expect((await imported({ 0: { action: 'replace' } })).refusals).toEqual(['revoked_there'])
    expect(secretOf(away, named(away, 'Server'))).toBe(there.secret)
    home.vault.keys.reactivate(id)
    await imported({ 0: { action: 'replace' } })
    await enterNext(home, id, freshSecret())
    home.vault.keys.regenerate.swap(id, true)
    expect(conflicts((await carried()).rows)).toEqual([['same_name', 'skip']])
    expect((await imported({ 0: { action: 'replace' } })).refusals).toEqual(['old_secret_kept'])
  })

  it('a replacement that was cut off before the swap is proposed again, and ends with one secret', async () => {
    const there = await addKey(away, 'Server')
    home.clock.jump(86_400_000)
    const { secret } = await addKey(home, 'Server')
    await enterNext(away, there.id, secret)
    const { rows, refusals } = await imported()
    expect(conflicts(rows)).toEqual([['same_name', 'replace']])
    expect(refusals).toEqual([null])
    expect(secretOf(away, named(away, 'Server'))).toBe(secret)
    await away.vault.reconcile()
    expect([...away.store.secrets.values()].toSorted()).toEqual([secret, there.secret].toSorted())
  })

  it('what a key had before counts as here', async () => {
    const { secret } = await addKey(home, 'Server')
    const there = await addKey(away, 'Server', { secret })
    await enterNext(away, there.id, freshSecret())
    away.vault.keys.regenerate.swap(there.id, true)
    expect(conflicts((await carried()).rows)).toEqual([['same_key', 'skip']])
  })

  it('a replacement without a key of that name is refused, not turned into another act', async () => {
    await addKey(home, 'One')
    expect((await imported({ 0: { action: 'replace' } })).refusals).toEqual(['nothing_to_replace'])
    expect(away.vault.keys.list()).toEqual([])
  })

  it('a store that goes away in the middle: the rest is refused, and proposed again by the next import', async () => {
    for (const name of ['One', 'Two', 'Three']) await addKey(home, name)
    let writes = 0
    away.store.onStep = (step) => {
      if (step === 'write' && (writes += 1) === 2) away.store.break('before-write', 'locked')
    }
    expect((await imported()).refusals).toEqual([null, 'store_unavailable', 'store_unavailable'])
    away.store.mend()
    const { rows, refusals } = await imported()
    expect(rows.map(({ proposed }) => proposed)).toEqual(['skip', 'add', 'add'])
    expect(refusals).toEqual([null, null, null])
    expect(names(away)).toEqual(['One', 'Three', 'Two'])
  })
})

it('each key that came in is on record as imported, and each refusal', async () => {
  const { secret } = await addKey(home, 'Known')
  await addKey(home, 'New')
  await addKey(away, 'Known', { secret })
  await imported({ 0: { action: 'add' } })
  const rows = away.database.all(`SELECT action, subject, detail FROM audit ORDER BY id`)
  expect(rows.filter(({ action }) => action !== 'key_added')).toEqual([
    { action: 'add_refused', subject: 'Known (2)', detail: expect.stringContaining('duplicate_secret') as string },
    { action: 'key_imported', subject: 'New', detail: '{"from":"bundle"}' },
  ])
})
