import { describe, expect, it } from 'vitest'
import { callError, models } from '../../../../test/fakes/answering-door.ts'
import { eachWithKey, type VaultWithKey } from '../../../../test/fakes/regenerating.ts'
import { freshSecret } from '../../../../test/fakes/vault-fixture.ts'

let { fixture, door, id, old } = {} as VaultWithKey
eachWithKey((made) => {
  ;({ fixture, door, id, old } = made)
})

const regenerate = () => fixture.vault.keys.regenerate

describe('a key whose secret can’t be used', () => {
  const moveProvider = (baseUrl: string) => {
    fixture.database.run(`UPDATE provider SET base_url = ? WHERE preset = 'yunxin'`, baseUrl)
    fixture.vault.passports.find('none')
  }

  it('says so when its provider’s address changed, and takes the same secret for the new one', async () => {
    moveProvider('https://api.elsewhere.example/v2')
    expect(fixture.key(id).trouble).toBe('origin')
    const rotatedAt = fixture.key(id).rotatedAt
    await regenerate().start(id, old)
    const key = regenerate().swap(id, false)
    await fixture.vault.reconcile()
    expect(key).toMatchObject({ trouble: null, previous: null, rotatedAt, last4: old.slice(-4) })
    expect(fixture.vault.passports.find(id)).toMatchObject({
      boundOrigin: 'https://api.elsewhere.example',
      boundPath: '/v2',
    })
    expect(await fixture.secretOf(id)).toBe(old)
    expect(fixture.store.secrets.size).toBe(1)
  })

  it('says so when only the path changed', () => {
    moveProvider('https://api.yuhuanstudio.com/v2')
    expect(fixture.key(id).trouble).toBe('origin')
  })

  it('takes the same secret again where the store lost it', async () => {
    door.refuse(callError({ code: 'secret_unavailable' }))
    fixture.store.secrets.clear()
    await fixture.vault.keys.check(id)
    expect(fixture.key(id).trouble).toBe('missing')
    door.answer(200, models('tiny'))
    await regenerate().start(id, old)
    expect(regenerate().swap(id, false).trouble).toBeNull()
    expect(await fixture.secretOf(id)).toBe(old)
  })

  it('takes a secret after a revoke removed the one it had', async () => {
    fixture.vault.keys.revoke(id, true)
    await fixture.vault.reconcile()
    const next = freshSecret()
    await regenerate().start(id, next)
    regenerate().swap(id, false)
    expect(fixture.key(id)).toMatchObject({ status: 'active', hasSecret: true, previous: null })
    expect(await fixture.secretOf(id)).toBe(next)
  })

  it('takes a first secret where a local server needed none', async () => {
    const { key } = await fixture.vault.keys.add(fixture.newKey({ preset: 'ollama', name: 'Local' }))
    const secret = freshSecret()
    await regenerate().start(key.id, secret)
    regenerate().swap(key.id, false)
    expect(await fixture.secretOf(key.id)).toBe(secret)
    expect(fixture.vault.passports.find(key.id)?.provider.needsKey).toBe(true)
  })
})
