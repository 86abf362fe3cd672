import { describe, expect, it } from 'vitest'
import { answerWith, callError, models } from '../../../../test/fakes/answering-door.ts'
import { eachWithKey, type VaultWithKey } from '../../../../test/fakes/regenerating.ts'
import { freshSecret } from '../../../../test/fakes/vault-fixture.ts'

let { fixture, door, id, old } = {} as VaultWithKey
eachWithKey((made) => {
  ;({ fixture, door, id, old } = made)
})

const conflict = (reason: string) => ({ code: 'CONFLICT', data: { reason } })
const regenerate = () => fixture.vault.keys.regenerate
const unauthorized = callError({ layer: 'provider', status: 401, code: 'invalid_api_key' })

/** Enters a new secret and swaps it in. */
async function swapIn(secret = freshSecret()): Promise<string> {
  await regenerate().start(id, secret)
  regenerate().swap(id, true)
  return secret
}

describe('entering a new secret', () => {
  it('keeps it beside the one in use, which every call goes on using, and tests the new one with one call', async () => {
    const next = freshSecret()
    const key = await regenerate().start(id, `export YUNXIN_API_KEY="${next}"`)
    expect(key.pending).toMatchObject({
      prefix: 'yx-',
      last4: next.slice(-4),
      since: fixture.clock.now(),
      check: { ok: true, models: 1 },
    })
    expect(key.pending?.notes.toSorted()).toEqual(['assignment_removed', 'quotes_removed'])
    expect(key).toMatchObject({ last4: old.slice(-4), rotatedAt: null, previous: null, lastCheck: null })
    expect(await fixture.secretOf(id)).toBe(old)
    expect(door.requests).toMatchObject([{ origin: 'check', keyId: id, spare: 'pending', path: '/models' }])
    expect(JSON.stringify([key, fixture.database.all('SELECT * FROM spare_secret')])).not.toContain(next.slice(3, -4))
  })

  it('reads it from the clipboard, so that the page never sees it', async () => {
    const next = freshSecret()
    fixture.clipboard.readText = async () => next
    await regenerate().startFromClipboard(id)
    expect([...fixture.store.secrets.values()].toSorted()).toEqual([old, next].toSorted())
  })

  it('refuses a reason that holds the secret: the database would keep it', async () => {
    const next = freshSecret()
    const error = { code: 'INVALID', data: { field: 'overrideReason', reason: 'holds_secret' } }
    await expect(regenerate().start(id, next, `It is ${next}`)).rejects.toMatchObject(error)
    expect(JSON.stringify([fixture.audit(), fixture.database.all('SELECT * FROM spare_secret')])).not.toContain(next)
  })

  it('keeps a failed test with it, and a second one in its place', async () => {
    door.answer(401, '{}', unauthorized)
    const failed = await regenerate().start(id, freshSecret())
    expect(failed.pending?.check).toMatchObject({ ok: false, status: 401, error: { code: 'invalid_api_key' } })
    door.answer(200, models('tiny', 'large'))
    const again = await regenerate().test(id)
    expect(again.pending?.check).toMatchObject({ ok: true, models: 2 })
    expect(again.lastCheck).toBeNull()
  })

  it('replaces a pending one, whose secret leaves the store', async () => {
    await regenerate().start(id, freshSecret())
    const second = freshSecret()
    const key = await regenerate().start(id, second)
    await fixture.vault.reconcile()
    expect(key.pending?.last4).toBe(second.slice(-4))
    expect([...fixture.store.secrets.values()].toSorted()).toEqual([old, second].toSorted())
  })

  it('keeps the pending one when its successor can’t be stored', async () => {
    const first = freshSecret()
    await regenerate().start(id, first)
    fixture.store.break('before-write')
    await expect(regenerate().start(id, freshSecret())).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    fixture.store.mend()
    expect(fixture.key(id).pending?.last4).toBe(first.slice(-4))
  })

  it('refuses the secret in use, the old one, a secret of this environment, and one of another without a reason', async () => {
    await expect(regenerate().start(id, old)).rejects.toMatchObject(conflict('same_as_current'))
    const here = await fixture.add({ name: 'Here' })
    await expect(regenerate().start(id, here.secret)).rejects.toMatchObject(conflict('duplicate_secret'))
    const there = await fixture.add({ name: 'There', environment: 'Staging' })
    await expect(regenerate().start(id, there.secret)).rejects.toMatchObject(conflict('same_secret_other_environment'))
    await swapIn()
    await expect(regenerate().start(id, old)).rejects.toMatchObject(conflict('same_as_previous'))
    const key = await regenerate().start(id, there.secret, 'One account')
    expect(key.pending?.last4).toBe(there.secret.slice(-4))
  })

  it('counts secrets that wait at other keys as taken, and old ones that are kept by their own name', async () => {
    const next = freshSecret()
    await regenerate().start(id, next)
    await expect(fixture.add({ secret: next })).rejects.toMatchObject(conflict('duplicate_secret'))
    regenerate().swap(id, false)
    await expect(fixture.add({ secret: old })).rejects.toMatchObject(conflict('duplicate_old_secret'))
    await expect(fixture.add({ secret: old, environment: 'Staging' })).rejects.toMatchObject(
      conflict('same_secret_other_environment'),
    )
    regenerate().confirmRevoked(id)
    await fixture.add({ secret: old })
  })

  it('two at the same time leave one pending secret and no stray', async () => {
    await Promise.all([regenerate().start(id, freshSecret()), regenerate().start(id, freshSecret())])
    await fixture.vault.reconcile()
    expect(fixture.store.secrets.size).toBe(2)
    expect(fixture.database.all('SELECT secret_state FROM spare_secret')).toEqual([{ secret_state: 'stored' }])
  })

  it('of a key that is deleted while the store writes comes to nothing', async () => {
    fixture.store.onStep = (step) => {
      if (step === 'write') fixture.vault.keys.delete(id)
    }
    await expect(regenerate().start(id, freshSecret())).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect([...fixture.store.secrets.values()]).toEqual([old])
    expect(fixture.vault.keys.restore(id).pending).toBeNull()
  })

  it('says that a test it gave up on meanwhile found nothing of the new one', async () => {
    await regenerate().start(id, freshSecret())
    door.meanwhile(async () => {
      regenerate().cancel(id)
      return answerWith(200, models('tiny'))
    })
    const key = await regenerate().test(id)
    expect([key.pending, key.lastCheck]).toEqual([null, null])
    await expect(regenerate().test(id)).rejects.toMatchObject(conflict('nothing_pending'))
  })
})

describe('the swap', () => {
  it('uses the new secret from that moment, keeps record and history, and the old one for undo', async () => {
    const before = fixture.key(id)
    const next = freshSecret()
    await regenerate().start(id, next)
    fixture.clock.advance(5_000)
    const key = regenerate().swap(id, false)
    expect(await fixture.secretOf(id)).toBe(next)
    expect(key).toMatchObject({
      ...before,
      last4: next.slice(-4),
      fingerprint: key.fingerprint,
      rotatedAt: fixture.clock.now(),
      pending: null,
      previous: { last4: old.slice(-4), since: fixture.clock.now() },
      lastCheck: { ok: true },
    })
    expect(key.fingerprint).not.toBe(before.fingerprint)
    await fixture.restart()
    expect(await fixture.secretOf(id)).toBe(next)
    expect(fixture.key(id)).toEqual(key)
  })

  it('needs a word where the test failed or never came', async () => {
    door.answer(401, '{}', unauthorized)
    const next = freshSecret()
    await regenerate().start(id, next)
    expect(() => regenerate().swap(id, false)).toThrow(expect.objectContaining(conflict('test_failed')))
    fixture.database.run('UPDATE spare_secret SET last_check = NULL')
    expect(() => regenerate().swap(id, false)).toThrow(expect.objectContaining(conflict('not_tested')))
    expect(await fixture.secretOf(id)).toBe(old)
    regenerate().swap(id, true)
    expect(await fixture.secretOf(id)).toBe(next)
  })

  it('is refused where there is nothing to swap, and while an older secret is kept', async () => {
    expect(() => regenerate().swap(id, true)).toThrow(expect.objectContaining(conflict('nothing_pending')))
    const second = await swapIn()
    await regenerate().start(id, freshSecret())
    expect(() => regenerate().swap(id, true)).toThrow(expect.objectContaining(conflict('old_secret_kept')))
    expect(await fixture.secretOf(id)).toBe(second)
    regenerate().confirmRevoked(id)
    regenerate().swap(id, true)
    expect(fixture.key(id).previous?.last4).toBe(second.slice(-4))
  })

  it('brings a revoked key back, and the undo revokes it again', async () => {
    fixture.vault.keys.revoke(id, false)
    const revokedAt = fixture.key(id).revokedAt
    const next = await swapIn()
    expect(fixture.key(id)).toMatchObject({ status: 'active', revokedAt: null })
    expect(await fixture.secretOf(id)).toBe(next)
    expect(regenerate().undo(id)).toMatchObject({ status: 'revoked', revokedAt })
  })

  it('asks the provider anew which models there are', async () => {
    await fixture.vault.keys.models(id, false)
    await swapIn()
    const asked = door.requests.length
    door.answer(200, models('other'))
    expect((await fixture.vault.keys.models(id, false)).models.map((model) => model.id)).toEqual(['other'])
    expect(door.requests).toHaveLength(asked + 1)
  })

  it('leaves no result of the old secret on the key when a check was under way', async () => {
    await regenerate().start(id, freshSecret())
    door.meanwhile(async () => {
      regenerate().swap(id, true)
      return answerWith(401, '{}', unauthorized)
    })
    expect(await fixture.vault.keys.check(id)).toMatchObject({ ok: false })
    expect(fixture.key(id).lastCheck).toMatchObject({ ok: true })
  })
})

describe('after the swap', () => {
  it('undo brings the old secret back with its dates, and removes the new one', async () => {
    await swapIn()
    fixture.clock.advance(1_000)
    regenerate().confirmRevoked(id)
    const before = fixture.key(id)
    const second = [...fixture.store.secrets.values()].find((secret) => secret.endsWith(before.last4))
    await swapIn()
    const key = regenerate().undo(id)
    await fixture.vault.reconcile()
    expect(key).toEqual(before)
    expect([...fixture.store.secrets.values()]).toEqual([second])
    expect(() => regenerate().undo(id)).toThrow(expect.objectContaining(conflict('nothing_to_undo')))
  })

  it('undo doesn’t bring back what was revoked since', async () => {
    await swapIn()
    fixture.vault.keys.revoke(id, false)
    expect(regenerate().undo(id).status).toBe('revoked')
    expect(await fixture.secretOf(id)).toBeNull()
  })

  it('the person’s word that the old one is revoked removes it for good', async () => {
    const next = await swapIn()
    expect(regenerate().confirmRevoked(id).previous).toBeNull()
    await fixture.vault.reconcile()
    expect([...fixture.store.secrets.values()]).toEqual([next])
    expect(() => regenerate().confirmRevoked(id)).toThrow(expect.objectContaining(conflict('nothing_to_undo')))
  })

  it('giving the new secret up removes it and changes nothing else', async () => {
    const before = fixture.key(id)
    await regenerate().start(id, freshSecret())
    expect(regenerate().cancel(id)).toEqual(before)
    await fixture.vault.reconcile()
    expect([...fixture.store.secrets.values()]).toEqual([old])
    expect(() => regenerate().cancel(id)).toThrow(expect.objectContaining(conflict('nothing_pending')))
  })

  it('a pending secret and an old one outlive a restart', async () => {
    await swapIn()
    const next = freshSecret()
    await regenerate().start(id, next)
    const key = fixture.key(id)
    await fixture.restart()
    expect(fixture.key(id)).toEqual(key)
  })

  it('delete takes all of them along, undo brings all of them back', async () => {
    await swapIn()
    await regenerate().start(id, freshSecret())
    const key = fixture.key(id)
    fixture.vault.keys.delete(id)
    expect(fixture.vault.keys.restore(id)).toEqual(key)
    fixture.vault.keys.delete(id)
    fixture.clock.advance(60_000)
    await fixture.vault.reconcile()
    expect(fixture.store.secrets.size).toBe(0)
    expect(fixture.rows()).toEqual([])
  })

  it('a deleted key isn’t restored beside a key that has its pending secret', async () => {
    const next = freshSecret()
    await regenerate().start(id, next)
    fixture.vault.keys.delete(id)
    await fixture.add({ secret: next })
    expect(() => fixture.vault.keys.restore(id)).toThrow(expect.objectContaining(conflict('duplicate_secret')))
  })
})

describe('the audit', () => {
  it('has every step and every refusal of it, and nothing of a secret', async () => {
    const next = freshSecret()
    await expect(regenerate().start(id, old)).rejects.toThrow('CONFLICT')
    await regenerate().start(id, next)
    regenerate().swap(id, false)
    regenerate().undo(id)
    await regenerate().start(id, next)
    regenerate().cancel(id)
    await swapIn()
    regenerate().confirmRevoked(id)
    expect(() => regenerate().swap(id, true)).toThrow('CONFLICT')
    const rows = fixture.audit()
    expect(rows.map((row) => row.action)).toEqual([
      'key_added',
      'change_refused',
      'secret_entered',
      'key_checked',
      'secret_swapped',
      'secret_swap_undone',
      'secret_entered',
      'key_checked',
      'secret_swap_cancelled',
      'secret_entered',
      'key_checked',
      'secret_swapped',
      'old_secret_removed',
      'change_refused',
    ])
    expect(rows[1]).toMatchObject({ keyId: id, detail: { act: 'regenerate', reason: 'same_as_current' } })
    expect(rows[2]).toMatchObject({ mask: `yx-••••${next.slice(-4)}`, detail: { from: 'typed' } })
    for (const secret of [old, next]) expect(JSON.stringify(rows)).not.toContain(secret.slice(3, -4))
  })
})
