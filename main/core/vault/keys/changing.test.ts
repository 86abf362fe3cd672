import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AnsweringDoor } from '../../../../test/fakes/answering-door.ts'
import { freshSecret, VaultFixture } from '../../../../test/fakes/vault-fixture.ts'

let fixture: VaultFixture
let id: string
let secret: string
beforeEach(async () => {
  fixture = new VaultFixture()
  fixture.door = new AnsweringDoor()
  ;({ id, secret } = await fixture.add({ accountType: 'basic' }))
})
afterEach(() => fixture.remove())

const conflict = (reason: string) => expect.objectContaining({ code: 'CONFLICT', data: { reason } })
const invalid = (field: string, reason: string) => expect.objectContaining({ code: 'INVALID', data: { field, reason } })
const update = (
  ...parameters: Parameters<VaultFixture['vault']['keys']['update']> extends [string, ...infer Rest] ? Rest : never
) => fixture.vault.keys.update(id, ...parameters)
const environmentId = (name: string) => fixture.environment(name).id

describe('a change', () => {
  it('changes what is given and nothing else, for the door at once and after a restart', async () => {
    expect(fixture.vault.passports.find(id)?.keyName).toBe('Laptop')
    const before = fixture.key(id)
    const expiresAt = fixture.clock.now() + 1
    const changes = { name: 'Server', tags: ['a', 'b', 'a'], notes: 'Mine', rotateAfterDays: 30, expiresAt }
    const key = update({ ...changes, monthlyBudget: 5_000_000 })
    expect(key).toEqual({
      ...before,
      ...changes,
      tags: ['a', 'b'],
      monthlyBudget: 5_000_000,
      rotation: { state: 'ok', everyDays: 30, dueAt: before.createdAt + 30 * 86_400_000 },
    })
    expect(fixture.vault.passports.find(id)).toMatchObject({ keyName: 'Server', monthlyBudget: 5_000_000 })
    await fixture.restart()
    expect(fixture.key(id)).toEqual(key)
    expect(update({ expiresAt: null, monthlyBudget: null, rotateAfterDays: null })).toMatchObject({
      expiresAt: null,
      monthlyBudget: null,
      rotation: { state: 'none' },
    })
  })

  it('of nothing leaves no row in the audit', () => {
    update({ name: 'Laptop', tags: [] })
    expect(fixture.audit().map((row) => row.action)).toEqual(['key_added'])
  })

  it('of a key that is gone says so', () => {
    expect(() => fixture.vault.keys.update(crypto.randomUUID(), { name: 'X' })).toThrow('NOT_FOUND')
  })

  it.each([
    ['free', 10],
    ['pro', 100],
    ['enterprise', null],
  ] as const)('to a %s account brings its documented limit, whatever the page asked for', (accountType, limit) => {
    const key = update({ accountType, requestsPerMinute: 7, modelTiers: ['free'] })
    expect(key).toMatchObject({ requestsPerMinute: limit, modelTiers: null })
    expect(fixture.vault.passports.find(id)).toMatchObject({ requestsPerMinute: limit, modelTiers: null })
  })

  it('to a custom account keeps the person’s figure and tiers, and the door goes by them', () => {
    expect(update({ accountType: 'custom' })).toMatchObject({ requestsPerMinute: 50, modelTiers: null })
    const key = update({ requestsPerMinute: 7, modelTiers: ['free', 'premium', 'free'] })
    expect(key).toMatchObject({ requestsPerMinute: 7, modelTiers: ['free', 'premium'] })
    expect(fixture.vault.passports.find(id)).toMatchObject({ requestsPerMinute: 7, modelTiers: ['free', 'premium'] })
    expect(update({ requestsPerMinute: null }).requestsPerMinute).toBeNull()
    expect(update({ accountType: 'basic' })).toMatchObject({ requestsPerMinute: 50, modelTiers: null })
  })

  it('refuses an expiry that is over, and keeps one that ended since', () => {
    const now = fixture.clock.now()
    expect(() => update({ expiresAt: now })).toThrow(invalid('expiresAt', 'in_the_past'))
    update({ expiresAt: now + 1 })
    fixture.clock.advance(10)
    expect(update({ expiresAt: now + 1, name: 'Renamed' }).name).toBe('Renamed')
  })

  it('refuses a custom account that may use no model at all', () => {
    expect(() => update({ accountType: 'custom', modelTiers: [] })).toThrow(invalid('modelTiers', 'empty'))
  })

  it('refuses a secret in a text, where everyone can read it', async () => {
    expect(() => update({ notes: `It is (${secret}).` })).toThrow(invalid('notes', 'holds_secret'))
    expect(() => update({ notes: `Like KEY="${secret}"` })).toThrow(invalid('notes', 'holds_secret'))
    expect(() => update({ name: secret })).toThrow(invalid('name', 'holds_secret'))
    expect(() => update({ tags: ['ok', secret] })).toThrow(invalid('tags', 'holds_secret'))
    const next = freshSecret()
    const adding = fixture.add({ secret: next, name: `New ${next}` })
    await expect(adding).rejects.toEqual(invalid('name', 'holds_secret'))
    // What is refused for another reason is written down with its name.
    fixture.store.state = 'locked'
    await expect(fixture.add({ secret: next, name: next })).rejects.toEqual(invalid('name', 'holds_secret'))
    const texts = JSON.stringify([fixture.audit(), fixture.database.all('SELECT name, tags FROM vault_key')])
    for (const hidden of [secret, next]) expect(texts).not.toContain(hidden)
  })
})

describe('a move', () => {
  it('takes the key with its usage into the other environment', () => {
    const key = update({ environmentId: environmentId('Staging') })
    expect(key.environmentId).toBe(environmentId('Staging'))
    expect(fixture.vault.passports.find(id)?.environment.name).toBe('Staging')
    expect(fixture.audit().at(-1)).toMatchObject({ action: 'key_moved', keyId: id, detail: { from: 'Development' } })
  })

  it('to an environment that is gone is refused', () => {
    expect(() => update({ environmentId: crypto.randomUUID() })).toThrow('NOT_FOUND')
  })

  it('is refused where the same secret lies already, a waiting or kept one too', async () => {
    await fixture.add({ secret, environment: 'Staging', overrideReason: 'One account' })
    expect(() => update({ environmentId: environmentId('Staging') }, 'Because')).toThrow(conflict('duplicate_secret'))
    const next = freshSecret()
    await fixture.vault.keys.regenerate.start(id, next)
    await fixture.add({ secret: next, environment: 'Production', overrideReason: 'One account' })
    expect(() => update({ environmentId: environmentId('Production') }, 'Because')).toThrow(
      conflict('duplicate_secret'),
    )
    expect(fixture.key(id).environmentId).toBe(environmentId('Development'))
  })

  it('that leaves the same secret in two environments asks for a reason once, and keeps it', async () => {
    await fixture.add({ secret, environment: 'Production', overrideReason: 'One account' })
    const move = { environmentId: environmentId('Staging') }
    expect(() => update(move)).toThrow(conflict('same_secret_other_environment'))
    expect(update(move, 'Only for a week').overrideReason).toBe('Only for a week')
    expect(update({ environmentId: environmentId('Development') }).overrideReason).toBe('Only for a week')
  })
})

describe('the audit', () => {
  it('says what changed in figures and codes, of texts only that they did, and each refusal', () => {
    update({ name: 'Server', notes: 'private words', tags: ['private'], monthlyBudget: 1_000_000, accountType: 'pro' })
    expect(() => update({ expiresAt: 1 })).toThrow('INVALID')
    expect(fixture.audit().slice(1)).toMatchObject([
      {
        action: 'key_changed',
        keyId: id,
        subject: 'Server',
        mask: `yx-••••${secret.slice(-4)}`,
        detail: {
          formerName: 'Laptop',
          accountType: 'pro',
          requestsPerMinute: '100',
          monthlyBudget: '1000000',
          notes: '',
          tags: '',
        },
      },
      {
        action: 'change_refused',
        detail: { act: 'update', code: 'INVALID', field: 'expiresAt', reason: 'in_the_past' },
      },
    ])
    expect(JSON.stringify(fixture.audit())).not.toContain('private')
  })

  it('has adding, checking, deleting, restoring and the end of the undo window, and refused adds', async () => {
    await expect(fixture.add({ secret })).rejects.toThrow('CONFLICT')
    await expect(fixture.add({ secret: 'two words' })).rejects.toThrow('INVALID')
    await fixture.vault.keys.check(id)
    await fixture.vault.keys.models(id, true)
    fixture.vault.keys.delete(id)
    fixture.vault.keys.restore(id)
    fixture.vault.keys.delete(id)
    fixture.clock.advance(60_000)
    await fixture.vault.reconcile()
    const rows = fixture.audit().map(({ action, keyId, detail }) => [action, keyId === id, detail])
    expect(rows).toEqual([
      ['key_added', true, { from: 'typed' }],
      ['add_refused', false, { code: 'CONFLICT', reason: 'duplicate_secret' }],
      ['add_refused', false, { code: 'INVALID', field: 'secret', reason: 'inner_space' }],
      ['key_checked', true, { result: 'ok', status: '200' }],
      ['key_deleted', true, {}],
      ['key_restored', true, {}],
      ['key_deleted', true, {}],
      ['key_removed', true, {}],
    ])
  })

  it('that can’t be written keeps the act from happening', () => {
    fixture.database.script(`CREATE TRIGGER no_audit BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END`)
    expect(() => update({ name: 'Server' })).toThrow('full')
    expect(() => fixture.vault.keys.revoke(id, true)).toThrow('full')
    expect(fixture.key(id)).toMatchObject({ name: 'Laptop', status: 'active' })
    expect(() => update({ expiresAt: 1 })).toThrow('INVALID')
  })
})
