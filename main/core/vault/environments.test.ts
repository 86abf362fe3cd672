import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Environment } from '../../../contract/environments.ts'
import { freshSecret, VaultFixture } from '../../../test/fakes/vault-fixture.ts'

let fixture: VaultFixture
beforeEach(() => {
  fixture = new VaultFixture()
})
afterEach(() => fixture.remove())

const quality = { name: 'Quality', colour: 'blue', shape: 'diamond', guarded: false, rotateAfterDays: 90 } as const
const conflict = (reason: string) => expect.objectContaining({ code: 'CONFLICT', data: { reason } })
const names = () => fixture.vault.environments.list().map(({ name }) => name)
const auditRows = () =>
  fixture.database.all('SELECT action, subject, key_id, detail FROM audit ORDER BY id').map((row) => ({
    action: row['action'],
    subject: row['subject'],
    keyId: row['key_id'],
    detail: JSON.parse(String(row['detail'])),
  }))
const addKey = (environment: string, name: string, secret = freshSecret()) =>
  fixture.vault.keys.add({ ...fixture.newKey({ environment, name, overrideReason: 'One account' }), secret })

describe('environments', () => {
  it('are added at the end, changed and put in order, and are so after a restart', async () => {
    const { environments } = fixture.vault
    const added = environments.add(quality)
    expect(added).toMatchObject({ ...quality, position: 3, confirmed: true })
    environments.update(added.id, { name: 'QA', colour: 'pink', rotateAfterDays: null, guarded: true })
    environments.reorder(
      environments
        .list()
        .map(({ id }) => id)
        .toReversed(),
    )
    await fixture.restart()
    expect(names()).toEqual(['QA', 'Production', 'Staging', 'Development'])
    expect(fixture.environment('QA')).toMatchObject({
      colour: 'pink',
      rotateAfterDays: null,
      guarded: true,
      position: 0,
    })
    expect(auditRows().map(({ action }) => action)).toEqual([
      'environment_added',
      'environment_changed',
      'environment_changed',
    ])
    expect(auditRows()[1]?.detail).toEqual({ name: 'QA', colour: 'pink', rotateAfterDays: 'never', guarded: 'true' })
  })

  it('refuse a name that is a key, known to the vault or not, and keep it out of the record of that too', async () => {
    const { environments } = fixture.vault
    const [held, strange] = [freshSecret(), freshSecret()]
    await addKey('Staging', 'Server', held)
    const refused = expect.objectContaining({ code: 'INVALID', data: { field: 'name', reason: 'holds_secret' } })
    expect(() => environments.add({ ...quality, name: `Q ${held}` })).toThrow(refused)
    expect(() => environments.add({ ...quality, name: strange })).toThrow(refused)
    expect(() => environments.update(fixture.environment('Staging').id, { name: held })).toThrow(refused)
    expect(names()).toEqual(['Development', 'Staging', 'Production'])
    const written = JSON.stringify(auditRows())
    for (const secret of [held, strange]) expect(written).not.toContain(secret)
    expect(
      auditRows()
        .filter(({ action }) => action === 'change_refused')
        .map(({ subject }) => subject),
    ).toEqual(['', 'Staging'])
  })

  it.each(['production', 'PRODUCTION', 'Ｐroduction'])('refuse a name that only looks different: %s', (name) => {
    const { environments } = fixture.vault
    expect(() => environments.add({ ...quality, name })).toThrow(conflict('environment_name_taken'))
    const { id } = fixture.environment('Staging')
    expect(() => environments.update(id, { name })).toThrow(conflict('environment_name_taken'))
    expect(names()).toEqual(['Development', 'Staging', 'Production'])
    expect(auditRows().map(({ action }) => action)).toEqual(['change_refused', 'change_refused'])
  })

  it('refuse a name that differs from a taken one beyond ASCII only by its case', () => {
    fixture.vault.environments.add({ ...quality, name: 'Übung' })
    expect(() => fixture.vault.environments.add({ ...quality, name: 'übung' })).toThrow(
      conflict('environment_name_taken'),
    )
  })

  it('take a change of the case of their own name', () => {
    const { id } = fixture.environment('Staging')
    expect(fixture.vault.environments.update(id, { name: 'STAGING' }).name).toBe('STAGING')
  })

  it('write nothing down for a change that changes nothing', () => {
    const { id } = fixture.environment('Staging')
    fixture.vault.environments.update(id, { name: 'Staging', guarded: false })
    expect(auditRows()).toEqual([])
  })

  it('are told to the door at once: a call after a rename carries the new name', async () => {
    const { key } = await addKey('Staging', 'web')
    expect(fixture.vault.passports.find(key.id)?.environment.name).toBe('Staging')
    fixture.vault.environments.update(key.environmentId, { name: 'Preview' })
    expect(fixture.vault.passports.find(key.id)?.environment.name).toBe('Preview')
  })

  it('refuse an order that names one twice, leaves one out, or names one that is not there', () => {
    const { environments } = fixture.vault
    const ids = environments.list().map(({ id }) => id)
    const wrong = { code: 'INVALID', data: { field: 'ids', reason: 'not_every_environment' } }
    expect(() => environments.reorder([...ids, ids[0]!])).toThrow(expect.objectContaining(wrong))
    expect(() => environments.reorder(ids.slice(1))).toThrow(expect.objectContaining(wrong))
    expect(() => environments.reorder([...ids.slice(1), crypto.randomUUID()])).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    )
  })

  it('keep positions whole through any run of adds, moves and removes', () => {
    const step = fc.oneof(
      fc.constant('add' as const),
      fc.record({ remove: fc.nat(8) }),
      fc.record({ rotate: fc.nat(8) }),
    )
    const run = (steps: readonly (string | { remove?: number; rotate?: number })[]) => {
      const { environments } = fixture.vault
      for (const one of steps) {
        const present = environments.list()
        if (typeof one === 'string') environments.add({ ...quality, name: crypto.randomUUID() })
        else if (one.remove !== undefined) {
          const doomed = present[one.remove % present.length]!
          if (present.length > 1) environments.remove(doomed.id, undefined)
          else expect(() => environments.remove(doomed.id, undefined)).toThrow(conflict('last_environment'))
        } else {
          const at = (one.rotate ?? 0) % present.length
          environments.reorder([...present.slice(at), ...present.slice(0, at)].map(({ id }) => id))
        }
        expect(environments.list().length).toBeGreaterThan(0)
      }
      const positions = environments.list().map((environment: Environment) => environment.position)
      expect(positions).toEqual(positions.toSorted((a, b) => a - b))
      expect(new Set(positions).size).toBe(positions.length)
    }
    fc.assert(fc.property(fc.array(step, { maxLength: 8 }), run), { numRuns: 15 })
  })
})

describe('removing an environment', () => {
  const remove = (name: string, to?: string) =>
    fixture.vault.environments.remove(fixture.environment(name).id, to && fixture.environment(to).id)

  it('refuses one with keys unless it is told where they go; then every key moves, with a row of its own', async () => {
    const { key } = await addKey('Staging', 'web')
    expect(() => remove('Staging')).toThrow(conflict('environment_has_keys'))
    remove('Staging', 'Production')
    expect(names()).toEqual(['Development', 'Production'])
    const production = fixture.environment('Production')
    expect(fixture.vault.keys.list()[0]).toMatchObject({ id: key.id, environmentId: production.id })
    expect(fixture.vault.passports.find(key.id)?.environment.name).toBe('Production')
    const rows = auditRows().filter(({ action }) => action !== 'key_added')
    expect(rows).toMatchObject([
      { action: 'change_refused', subject: 'Staging', detail: { reason: 'environment_has_keys' } },
      { action: 'key_moved', subject: 'web', keyId: key.id, detail: { from: 'Staging' } },
      { action: 'environment_removed', subject: 'Staging', detail: { movedTo: 'Production', keys: 'web' } },
    ])
  })

  it('moves a deleted key too, so that its undo still finds an environment', async () => {
    const { key } = await addKey('Staging', 'web')
    fixture.vault.keys.delete(key.id)
    expect(() => remove('Staging')).toThrow(conflict('environment_has_keys'))
    remove('Staging', 'Development')
    expect(fixture.vault.keys.restore(key.id).environmentId).toBe(fixture.environment('Development').id)
  })

  it('goes through where only the leftovers of a crash lie in it', async () => {
    const { key } = await addKey('Staging', 'web')
    fixture.database.run("UPDATE vault_key SET secret_state = 'writing' WHERE id = ?", key.id)
    remove('Staging')
    expect(names()).not.toContain('Staging')
    await fixture.restart()
    expect(fixture.rows()).toEqual([])
  })

  it('waits for a key that is being added just now instead of taking its environment away', async () => {
    const adding = addKey('Staging', 'web')
    expect(() => remove('Staging')).toThrow(conflict('environment_has_keys'))
    const { key } = await adding
    expect(key.environmentId).toBe(fixture.environment('Staging').id)
  })

  it('refuses a move that would put one secret twice into an environment, and names the keys', async () => {
    const secret = freshSecret()
    await addKey('Staging', 'web', secret)
    await addKey('Staging', 'other')
    await addKey('Production', 'live', secret)
    expect(() => remove('Staging', 'Production')).toThrow(conflict('duplicate_secret'))
    expect(auditRows().at(-1)).toMatchObject({
      action: 'change_refused',
      subject: 'Staging',
      detail: { reason: 'duplicate_secret', movedTo: 'Production', keys: 'web' },
    })
    expect(
      fixture.vault.keys.list().filter((key) => key.environmentId === fixture.environment('Staging').id),
    ).toHaveLength(2)
  })

  it('refuses while local keys use it, whether or not its keys have a place to go, and says which', async () => {
    await addKey('Staging', 'web')
    fixture.localKeys = ['Editor', 'Agent']
    for (const to of [undefined, 'Production']) {
      expect(() => remove('Staging', to)).toThrow(conflict(to ? 'environment_has_local_keys' : 'environment_has_keys'))
    }
    expect(auditRows().at(-1)).toMatchObject({
      action: 'change_refused',
      detail: { reason: 'environment_has_local_keys', localKeys: 'Editor, Agent' },
    })
    fixture.localKeys = []
    expect(remove('Staging', 'Production')).toHaveLength(2)
  })

  it('refuses the last one, and one that its keys would move to itself', () => {
    remove('Development')
    remove('Staging')
    const { id } = fixture.environment('Production')
    expect(() => remove('Production')).toThrow(conflict('last_environment'))
    expect(() => fixture.vault.environments.remove(id, id)).toThrow(
      expect.objectContaining({ code: 'INVALID', data: { field: 'moveKeysTo', reason: 'same_environment' } }),
    )
  })
})

describe('the guard', () => {
  const refused = conflict('guard_unconfirmed')

  it('is switched on, off or on anew, and the next call goes by what was before', async () => {
    const { id: keyId } = await fixture.add({ environment: 'Staging' })
    const { guard, environments } = fixture.vault
    const { id } = fixture.environment('Staging')
    const ask = () => guard.require(keyId, 'gateway')
    expect(ask).not.toThrow()
    environments.update(id, { guarded: true })
    expect(ask).toThrow(refused)
    environments.update(id, { guarded: false })
    expect(ask).not.toThrow()
    environments.update(id, { guarded: true })
    expect(ask).toThrow(refused)
  })
  const addLive = async () => (await addKey('Production', 'live')).key

  it('refuses until the person said yes, and writes the refusal down', async () => {
    const key = await addLive()
    expect(() => fixture.vault.guard.require(key.id, 'playground')).toThrow(refused)
    expect(auditRows().at(-1)).toMatchObject({
      action: 'call_refused',
      keyId: key.id,
      detail: { code: 'guard_unconfirmed', origin: 'playground' },
    })
    expect(fixture.vault.environments.confirm(key.environmentId).confirmed).toBe(true)
    expect(() => fixture.vault.guard.require(key.id, 'playground')).not.toThrow()
    expect(fixture.environment('Production').confirmed).toBe(true)
  })

  it('never asks where there is no guard, and knows no key that is not there', async () => {
    const { key } = await addKey('Development', 'laptop')
    expect(() => fixture.vault.guard.require(key.id, 'check')).not.toThrow()
    expect(() => fixture.vault.guard.require(crypto.randomUUID(), 'check')).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    )
  })

  it('asks again after a restart', async () => {
    const key = await addLive()
    fixture.vault.environments.confirm(key.environmentId)
    await fixture.restart()
    expect(() => fixture.vault.guard.require(key.id, 'playground')).toThrow(refused)
  })

  it('asks again once it was switched off and on', async () => {
    const key = await addLive()
    const { environments } = fixture.vault
    environments.confirm(key.environmentId)
    environments.update(key.environmentId, { guarded: false })
    expect(() => fixture.vault.guard.require(key.id, 'playground')).not.toThrow()
    environments.update(key.environmentId, { guarded: true })
    expect(() => fixture.vault.guard.require(key.id, 'playground')).toThrow(refused)
  })

  it('asks again after the secret store was locked, and tells the page', async () => {
    const key = await addLive()
    fixture.vault.environments.confirm(key.environmentId)
    const told: string[] = []
    fixture.events.subscribe((event) => told.push(event.type))
    fixture.store.state = 'locked'
    fixture.events.emit({ type: 'secret-store' })
    fixture.store.state = 'ready'
    expect(told).toContain('environments')
    expect(() => fixture.vault.guard.require(key.id, 'playground')).toThrow(refused)
  })

  it('asks for a key that was moved into a guarded environment', async () => {
    const { key } = await addKey('Staging', 'web')
    fixture.vault.environments.remove(key.environmentId, fixture.environment('Production').id)
    expect(() => fixture.vault.guard.require(key.id, 'playground')).toThrow(refused)
  })

  it('writes one yes down once', async () => {
    const key = await addLive()
    fixture.vault.environments.confirm(key.environmentId)
    fixture.vault.environments.confirm(key.environmentId)
    expect(auditRows().filter(({ action }) => action === 'environment_confirmed')).toHaveLength(1)
  })
})
