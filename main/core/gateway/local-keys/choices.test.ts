import { afterEach, beforeEach, expect, test } from 'vitest'
import type { NewLocalKey } from '../../../../contract/local-keys.ts'
import { LocalKeysFixture } from '../../../../test/fakes/local-keys-fixture.ts'
import { localKeyText } from './local-key-text.ts'

let fixture: LocalKeysFixture

beforeEach(() => {
  fixture = new LocalKeysFixture()
})
afterEach(() => fixture.remove())

const invalid = (field: string, reason: string) => expect.objectContaining({ code: 'INVALID', data: { field, reason } })

test.each<[Partial<NewLocalKey>, number | null]>([
  [{ accountType: 'free' }, 10],
  [{ accountType: 'basic' }, 50],
  [{ accountType: 'pro' }, 100],
  [{ accountType: 'enterprise' }, null],
  [{ accountType: 'custom' }, null],
  [{ accountType: 'pro', requestsPerMinute: 5 }, 5],
  [{ accountType: 'enterprise', requestsPerMinute: 500 }, 500],
  [{ accountType: 'custom', requestsPerMinute: 500 }, 500],
])('the limit that applies with %j is %s', (fields, limit) => {
  const { id, grant } = fixture.create(fields)
  expect(fixture.key(id).effectiveRequestsPerMinute).toBe(limit)
  expect(fixture.keyring.take(grant).state.limit).toBe(limit)
})

test('a figure over the account type’s is refused, and one that was left over from another type is dropped', () => {
  expect(() => fixture.create({ accountType: 'free', requestsPerMinute: 11 })).toThrow(
    invalid('requestsPerMinute', 'over_account_type'),
  )
  const { id } = fixture.create({ accountType: 'pro', requestsPerMinute: 60 })
  expect(() => fixture.keys.update(id, { accountType: 'basic', requestsPerMinute: 51 })).toThrow(
    invalid('requestsPerMinute', 'over_account_type'),
  )
  expect(fixture.keys.update(id, { accountType: 'basic' })).toMatchObject({
    requestsPerMinute: null,
    effectiveRequestsPerMinute: 50,
  })
})

test('another account type applies from the next request on, and forgives none of the last minute', () => {
  const { id, grant } = fixture.create({ accountType: 'pro' })
  for (let index = 0; index < 20; index++) fixture.keyring.take(grant)
  fixture.keys.update(id, { accountType: 'free' })
  // The grant was given before the change: what counts is the key.
  expect(fixture.keyring.take(grant)).toMatchObject({ taken: false, state: { limit: 10, remaining: 0 } })
  expect(fixture.key(id).usedThisMinute).toBe(20)
  fixture.keys.regenerate(id)
  expect(fixture.keyring.take(grant).taken).toBe(false)
  fixture.keys.update(id, { accountType: 'basic' })
  expect(fixture.keyring.take(grant)).toMatchObject({ taken: true, state: { limit: 50, remaining: 29 } })
})

test('tiers are a matter of custom alone', () => {
  const { id } = fixture.create({ accountType: 'custom', modelTiers: ['free', 'free', 'premium'] })
  expect(fixture.key(id).modelTiers).toEqual(['free', 'premium'])
  expect(fixture.keys.update(id, { accountType: 'pro' }).modelTiers).toBeNull()
  expect(() => fixture.create({ accountType: 'custom', modelTiers: [] })).toThrow(invalid('modelTiers', 'empty'))
})

test('an end in the past is refused, unless it was there before', () => {
  const now = fixture.clock.now()
  expect(() => fixture.create({ expiresAt: now })).toThrow(invalid('expiresAt', 'in_the_past'))
  const { id } = fixture.create({ expiresAt: now + 1 })
  fixture.clock.advance(10)
  expect(fixture.keys.update(id, { name: 'Other', expiresAt: now + 1 })).toMatchObject({
    name: 'Other',
    status: 'expired',
  })
})

test('a secret of the vault, or a local key’s text, is refused as a name or a model, and not written down', async () => {
  const { secret } = await fixture.vault.add()
  const { id, text } = fixture.create()
  const tries: Pick<NewLocalKey, 'name' | 'models'>[] = [
    { name: `key ${secret}` },
    { name: 'Editor', models: ['gpt-*', secret] },
    { name: text },
    { name: `x=${localKeyText()}` },
    { name: 'Editor', models: [localKeyText()] },
  ]
  for (const changes of tries) {
    const field = changes.name !== 'Editor' ? 'name' : 'models'
    expect(() => fixture.keys.update(id, changes)).toThrow(invalid(field, 'holds_secret'))
    expect(() => fixture.create(changes)).toThrow(invalid(field, 'holds_secret'))
  }
  expect(fixture.key(id).name).toBe('Editor')
  const audit = JSON.stringify(fixture.vault.audit())
  expect(audit).toContain('"reason":"holds_secret"')
  for (const one of [secret, text]) expect(audit).not.toContain(one)
})

test('vault keys must be there and in the environment; those of another are refused by name of the field', async () => {
  const here = await fixture.vaultKey()
  const there = await fixture.vaultKey({ environment: 'Production' })
  expect(() => fixture.create({ vaultKeyIds: [here, there] })).toThrow(invalid('vaultKeyIds', 'other_environment'))
  expect(() => fixture.create({ vaultKeyIds: [crypto.randomUUID()] })).toThrow(invalid('vaultKeyIds', 'unknown_key'))
  expect(() => fixture.create({ environmentId: crypto.randomUUID() })).toThrow(
    expect.objectContaining({ code: 'NOT_FOUND' }),
  )
  const { id } = fixture.create({ vaultKeyIds: [here, here] })
  expect(fixture.key(id).vaultKeyIds).toEqual([here])
  const environmentId = fixture.vault.environment('Production').id
  expect(() => fixture.keys.update(id, { environmentId })).toThrow(invalid('vaultKeyIds', 'other_environment'))
  expect(fixture.keys.update(id, { environmentId, vaultKeyIds: [there] })).toMatchObject({ environmentId })
  expect(fixture.vault.audit().filter((row) => row.action === 'change_refused')).toMatchObject([
    { keyId: id, detail: { act: 'update', field: 'vaultKeyIds', reason: 'other_environment' } },
  ])
})

test('a change from one vault key to another of the same name is a change', async () => {
  const [first, second] = [await fixture.vaultKey({ models: ['a'] }), await fixture.vaultKey({ models: ['a'] })]
  const { id } = fixture.create({ vaultKeyIds: [first] })
  expect(fixture.keys.update(id, { vaultKeyIds: [second] }).vaultKeyIds).toEqual([second])
  expect(fixture.keys.update(id, { vaultKeyIds: null }).vaultKeyIds).toBeNull()
  expect(fixture.vault.audit().at(-1)).toMatchObject({ detail: { vaultKeys: 'none' } })
})

test('a deleted vault key drops out of the order and back in with its undo; an empty order never comes to mean all', async () => {
  const [first, second] = [await fixture.vaultKey(), await fixture.vaultKey({ models: ['m'] })]
  const { id, grant } = fixture.create({ vaultKeyIds: [first] })
  fixture.vault.vault.keys.delete(first)
  expect(fixture.key(id).vaultKeyIds).toEqual([])
  expect(await fixture.keyring.route(grant, 'm')).toMatchObject({ kind: 'refused', code: 'model_not_found' })
  expect(await fixture.keyring.models(grant)).toEqual([])
  expect(fixture.keys.update(id, { name: 'Other' })).toMatchObject({ vaultKeyIds: [] })
  fixture.vault.vault.keys.restore(first)
  expect(fixture.key(id).vaultKeyIds).toEqual([first])
  expect(fixture.keys.update(id, { vaultKeyIds: [second, first] }).vaultKeyIds).toEqual([second, first])
})

test('an environment can’t be removed from under a local key; a revoked or deleted one doesn’t hold it', () => {
  const { vault } = fixture
  const added = vault.vault.environments.add({
    name: 'Quality',
    colour: 'blue',
    shape: 'diamond',
    guarded: false,
    rotateAfterDays: null,
  })
  const [one, two] = [fixture.create({ environmentId: added.id }), fixture.create({ environmentId: added.id })]
  vault.localKeys = fixture.domain.localKeysIn(added.id)
  expect(vault.localKeys).toEqual(['Editor', 'Editor'])
  expect(() => vault.vault.environments.remove(added.id, vault.environment('Development').id)).toThrow(
    expect.objectContaining({ data: { reason: 'environment_has_local_keys' } }),
  )
  fixture.keys.revoke(one.id)
  fixture.keys.delete(two.id)
  vault.localKeys = fixture.domain.localKeysIn(added.id)
  vault.vault.environments.remove(added.id, undefined)
  expect(() => fixture.keys.restore(two.id)).toThrow(
    expect.objectContaining({ data: { reason: 'environment_removed' } }),
  )
  expect(fixture.key(one.id).environmentId).toBe(added.id)
})
