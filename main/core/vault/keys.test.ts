import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DELETE_UNDO_MS } from '../../../contract/keys.ts'
import { AnsweringDoor } from '../../../test/fakes/answering-door.ts'
import { ClosedDoor, freshSecret, VaultFixture } from '../../../test/fakes/vault-fixture.ts'

let fixture: VaultFixture
beforeEach(() => {
  fixture = new VaultFixture()
})
afterEach(() => fixture.remove())

const invalid = (field: string, reason: string) => ({ code: 'INVALID', data: { field, reason } })
const conflict = (reason: string) => ({ code: 'CONFLICT', data: { reason } })

describe('adding a key', () => {
  it('keeps the record in the database and the secret in the store, and mixes them nowhere', async () => {
    const secret = freshSecret()
    const { key, notes } = await fixture.vault.keys.add({ ...fixture.newKey(), secret: ` ${secret}\n` })
    expect(notes).toEqual(['trimmed', 'newlines_removed'])
    expect(key).toMatchObject({ name: 'Laptop', prefix: 'yx-', last4: secret.slice(-4), requestsPerMinute: 100 })
    expect(fixture.store.secrets).toEqual(new Map([[key.id, secret]]))
    expect(fixture.vault.keys.list()).toEqual([key])
    expect(JSON.stringify(fixture.database.all('SELECT * FROM vault_key'))).not.toContain(secret.slice(3, -4))
  })

  it('binds the key to the origin and path of its provider at that time', async () => {
    const { key } = await fixture.vault.keys.add({ ...fixture.newKey(), secret: freshSecret() })
    fixture.database.run(`UPDATE provider SET base_url = 'https://evil.example/v1' WHERE preset = 'yunxin'`)
    await fixture.restart()
    expect(fixture.vault.passports.find(key.id)).toMatchObject({
      boundOrigin: 'https://api.yuhuanstudio.com',
      boundPath: '/v1',
      provider: { baseUrl: 'https://evil.example/v1' },
    })
  })

  it.each([
    ['free', 10],
    ['basic', 50],
    ['pro', 100],
    ['enterprise', null],
  ] as const)('gives a %s key its requests a minute, whatever the page asked for', async (accountType, limit) => {
    const input = fixture.newKey({ accountType, requestsPerMinute: 99_999 })
    const { key } = await fixture.vault.keys.add({ ...input, secret: freshSecret() })
    expect(key.requestsPerMinute).toBe(limit)
  })

  it('takes the person’s own figure for a custom account', async () => {
    const input = fixture.newKey({ accountType: 'custom', requestsPerMinute: 7 })
    const { key } = await fixture.vault.keys.add({ ...input, secret: freshSecret() })
    expect(fixture.vault.passports.find(key.id)?.requestsPerMinute).toBe(7)
  })

  it('shows no last four characters of a secret that is too short to spare them', async () => {
    const { key } = await fixture.vault.keys.add({ ...fixture.newKey(), secret: ['yx', 'short123'].join('-') })
    expect(key).toMatchObject({ prefix: 'yx-', last4: '' })
  })

  it('refuses the same secret twice in one environment, and stores nothing of the second', async () => {
    const secret = freshSecret()
    await fixture.vault.keys.add({ ...fixture.newKey(), secret })
    const again = fixture.vault.keys.add({ ...fixture.newKey({ name: 'Copy', overrideReason: 'Because' }), secret })
    await expect(again).rejects.toMatchObject(conflict('duplicate_secret'))
    expect(fixture.rows()).toHaveLength(1)
    expect(fixture.store.secrets.size).toBe(1)
  })

  it('refuses the same secret added twice at the same time', async () => {
    const secret = freshSecret()
    const both = await Promise.allSettled([
      fixture.vault.keys.add({ ...fixture.newKey(), secret }),
      fixture.vault.keys.add({ ...fixture.newKey(), secret }),
    ])
    expect(both.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(fixture.store.secrets.size).toBe(1)
  })

  it('warns of the same secret in another environment, and takes it with a reason, which is kept', async () => {
    const secret = freshSecret()
    await fixture.vault.keys.add({ ...fixture.newKey(), secret })
    const input = fixture.newKey({ environment: 'Staging' })
    await expect(fixture.vault.keys.add({ ...input, secret })).rejects.toMatchObject(
      conflict('same_secret_other_environment'),
    )
    const { key } = await fixture.vault.keys.add({ ...input, secret, overrideReason: 'Only one account' })
    const [first, second] = fixture.vault.keys.list()
    expect(first?.fingerprint).toBe(second?.fingerprint)
    const row = fixture.database.get('SELECT override_reason FROM vault_key WHERE id = ?', key.id)
    expect(row?.['override_reason']).toBe('Only one account')
  })

  it('tells the same secret apart in another installation, so that a stolen database can’t be compared', async () => {
    const secret = freshSecret()
    const other = new VaultFixture()
    try {
      const here = await fixture.vault.keys.add({ ...fixture.newKey(), secret })
      const there = await other.vault.keys.add({ ...other.newKey(), secret })
      expect(here.key.fingerprint).not.toBe(there.key.fingerprint)
    } finally {
      await other.remove()
    }
  })

  it('needs no secret for a local server, and sends one that it was given', async () => {
    const bare = await fixture.vault.keys.add(fixture.newKey({ preset: 'ollama' }))
    const given = await fixture.vault.keys.add({ ...fixture.newKey({ preset: 'ollama' }), secret: freshSecret() })
    expect(fixture.vault.passports.find(bare.key.id)).toMatchObject({ keyMask: '', provider: { needsKey: false } })
    expect(fixture.vault.passports.find(given.key.id)?.provider.needsKey).toBe(true)
    expect(fixture.store.secrets.size).toBe(1)
  })

  it('refuses a provider that needs a key without one, and ids that name nothing', async () => {
    const { vault } = fixture
    const none = crypto.randomUUID()
    await expect(vault.keys.add(fixture.newKey())).rejects.toMatchObject(invalid('secret', 'empty'))
    const lost = { ...fixture.newKey({ environmentId: none }), secret: freshSecret() }
    await expect(vault.keys.add(lost)).rejects.toMatchObject({ code: 'NOT_FOUND', data: { what: 'environment' } })
    const unknown = { ...fixture.newKey({ providerId: none }), secret: freshSecret() }
    await expect(vault.keys.add(unknown)).rejects.toMatchObject({ code: 'NOT_FOUND', data: { what: 'provider' } })
  })

  it('asks for the store first, and keeps nothing of a key that it can’t store', async () => {
    fixture.store.state = 'locked'
    fixture.store.reason = 'prompt_dismissed'
    const add = fixture.vault.keys.add({ ...fixture.newKey(), secret: freshSecret() })
    await expect(add).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      data: { state: 'locked', reason: 'prompt_dismissed' },
    })
    expect(fixture.rows()).toEqual([])
  })
})

describe('from the clipboard', () => {
  it('stores what it holds without the page having seen it', async () => {
    const secret = freshSecret()
    fixture.clipboard.readText = async () => `export YUNXIN_API_KEY="${secret}"`
    const { key, notes } = await fixture.vault.keys.addFromClipboard(fixture.newKey())
    expect(fixture.store.secrets.get(key.id)).toBe(secret)
    expect(notes.toSorted()).toEqual(['assignment_removed', 'quotes_removed'])
    expect(JSON.stringify(key)).not.toContain(secret.slice(3, -4))
  })

  it.each([
    ['is empty', async () => ' \n', invalid('clipboard', 'empty')],
    ['can’t be read', () => Promise.reject(new Error('no display')), invalid('clipboard', 'unreadable')],
    ['holds a novel', async () => 'x'.repeat(8_001), invalid('secret', 'too_long')],
  ])('says so when it %s', async (_name, readText, error) => {
    fixture.clipboard.readText = readText
    await expect(fixture.vault.keys.addFromClipboard(fixture.newKey())).rejects.toMatchObject(error)
    expect(fixture.rows()).toEqual([])
  })
})

describe('deleting a key', () => {
  it('takes it out of use at once: not listed, no passport, its open calls cut, its secret still there', async () => {
    const door = new ClosedDoor()
    fixture.door = door
    const { key } = await fixture.vault.keys.add({ ...fixture.newKey(), secret: freshSecret() })
    expect(fixture.vault.passports.find(key.id)).not.toBeNull()
    const { undoUntil } = fixture.vault.keys.delete(key.id)
    expect(undoUntil).toBe(fixture.clock.now() + DELETE_UNDO_MS)
    expect(fixture.vault.passports.find(key.id)).toBeNull()
    expect(fixture.vault.keys.list()).toEqual([])
    expect(door.cuts).toEqual([key.id])
    expect(fixture.store.secrets.size).toBe(1)
    expect(() => fixture.vault.keys.delete(key.id)).toThrow('NOT_FOUND')
  })

  it('brings it back whole while its undo window is open', async () => {
    const { key } = await fixture.vault.keys.add({ ...fixture.newKey(), secret: freshSecret() })
    fixture.vault.keys.delete(key.id)
    fixture.clock.advance(DELETE_UNDO_MS - 1)
    expect(fixture.vault.keys.restore(key.id)).toEqual(key)
    expect(fixture.vault.passports.find(key.id)).not.toBeNull()
    fixture.clock.advance(DELETE_UNDO_MS * 2)
    await fixture.vault.reconcile()
    expect(fixture.vault.keys.list()).toEqual([key])
    expect(fixture.store.secrets.size).toBe(1)
  })

  it('removes secret and record when the window ends, and can’t be undone after that', async () => {
    const { key } = await fixture.vault.keys.add({ ...fixture.newKey(), secret: freshSecret() })
    fixture.vault.keys.delete(key.id)
    fixture.clock.advance(DELETE_UNDO_MS)
    await fixture.vault.reconcile()
    expect(fixture.store.secrets.size).toBe(0)
    expect(fixture.rows()).toEqual([])
    expect(() => fixture.vault.keys.restore(key.id)).toThrow('NOT_FOUND')
  })

  it('ends the window on time though the machine’s clock is set back', async () => {
    const { key } = await fixture.vault.keys.add({ ...fixture.newKey(), secret: freshSecret() })
    fixture.vault.keys.delete(key.id)
    fixture.clock.jump(-3_600_000)
    fixture.clock.advance(DELETE_UNDO_MS)
    await fixture.vault.reconcile()
    expect(fixture.rows()).toEqual([])
  })

  it('gives an undo that a restart interrupted the rest of its window', async () => {
    const { key } = await fixture.vault.keys.add({ ...fixture.newKey(), secret: freshSecret() })
    fixture.vault.keys.delete(key.id)
    fixture.clock.advance(10_000)
    await fixture.restart()
    expect(fixture.vault.keys.restore(key.id).id).toBe(key.id)
    fixture.vault.keys.delete(key.id)
    fixture.clock.jump(DELETE_UNDO_MS)
    await fixture.restart()
    expect(fixture.store.secrets.size).toBe(0)
    expect(fixture.rows()).toEqual([])
  })

  it('doesn’t restore a key whose secret was added again meanwhile', async () => {
    const secret = freshSecret()
    const { key } = await fixture.vault.keys.add({ ...fixture.newKey(), secret })
    fixture.vault.keys.delete(key.id)
    await fixture.vault.keys.add({ ...fixture.newKey({ name: 'Again' }), secret })
    expect(() => fixture.vault.keys.restore(key.id)).toThrow('CONFLICT')
    expect(fixture.vault.keys.list()).toHaveLength(1)
  })
})

describe('what the list says', () => {
  it('carries the last 30 days, and the last use at once though it is written later', async () => {
    const { key } = await fixture.vault.keys.add({ ...fixture.newKey(), secret: freshSecret() })
    const daily = Array.from({ length: 30 }, (_, day) => day)
    fixture.usage.set(key.id, { calls30d: 435, cost30d: 1_234_567, daily })
    fixture.vault.passports.used(key.id, 1_700_000_000_123)
    expect(fixture.vault.keys.list()).toMatchObject([
      { calls30d: 435, cost30d: 1_234_567, lastUsedAt: 1_700_000_000_123 },
    ])
    expect(fixture.vault.keys.activity()).toEqual([{ keyId: key.id, daily }])
    await fixture.restart()
    expect(fixture.vault.keys.list()[0]?.lastUsedAt).toBe(1_700_000_000_123)
  })

  it.each([
    ['ready', null],
    ['locked', 'locked'],
    ['timeout', 'unavailable'],
    ['unavailable', 'unavailable'],
    ['mismatch', 'mismatch'],
    ['checking', null],
  ] as const)('says of a store that is %s: %s; nothing is deleted', async (state, trouble) => {
    await fixture.vault.keys.add({ ...fixture.newKey(), secret: freshSecret() })
    fixture.clock.advance(1)
    await fixture.vault.keys.add(fixture.newKey({ preset: 'ollama', name: 'Local' }))
    fixture.store.state = state
    await fixture.restart()
    expect(fixture.vault.keys.list().map((key) => key.trouble)).toEqual([trouble, null])
    expect(fixture.store.secrets.size).toBe(1)
  })

  it('says that a secret which lay in memory is gone after a restart', async () => {
    fixture.store.kind = 'memory'
    await fixture.vault.keys.add({ ...fixture.newKey(), secret: freshSecret() })
    expect(fixture.vault.keys.list()[0]?.trouble).toBeNull()
    await fixture.restart()
    expect(fixture.vault.keys.list()[0]?.trouble).toBe('missing')
  })

  it('follows a secret that moved from memory to the store chosen later', async () => {
    fixture.store.kind = 'memory'
    await fixture.vault.keys.add({ ...fixture.newKey(), secret: freshSecret() })
    fixture.store.kind = 'encrypted-file'
    fixture.events.emit({ type: 'secret-store' })
    expect(fixture.vault.keys.list()[0]?.trouble).toBeNull()
    await fixture.restart()
    expect(fixture.vault.keys.list()[0]?.trouble).toBeNull()
  })

  it('follows what waits and what is kept beside a secret in memory, too', async () => {
    fixture.door = new AnsweringDoor()
    fixture.store.kind = 'memory'
    const { id } = await fixture.add()
    await fixture.vault.keys.regenerate.start(id, freshSecret())
    fixture.vault.keys.regenerate.swap(id, false)
    await fixture.vault.keys.regenerate.start(id, freshSecret())
    fixture.store.kind = 'encrypted-file'
    fixture.events.emit({ type: 'secret-store' })
    expect(fixture.vault.storedSecrets.list().map((item) => item.storeKind)).toEqual(Array(3).fill('encrypted-file'))
  })

  it('keeps the other keys when one row can’t be read', async () => {
    const bad = await fixture.vault.keys.add({ ...fixture.newKey(), secret: freshSecret() })
    const good = await fixture.vault.keys.add({ ...fixture.newKey(), secret: freshSecret() })
    fixture.database.run(`UPDATE vault_key SET account_type = 'platinum' WHERE id = ?`, bad.key.id)
    expect(fixture.vault.keys.list().map((key) => key.id)).toEqual([good.key.id])
    expect(fixture.log.lines.map((line) => line.event)).toContain('vault.row-unreadable')
  })
})
