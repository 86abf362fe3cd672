import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DELETE_UNDO_MS } from '../../../../contract/keys.ts'
import { NewProvider, type ProviderChanges } from '../../../../contract/providers.ts'
import { freshSecret, VaultFixture } from '../../../../test/fakes/vault-fixture.ts'
import { whereTo } from '../../door/where.ts'

let fixture: VaultFixture
beforeEach(() => {
  fixture = new VaultFixture()
})
afterEach(() => fixture.remove())

const addCustom = (fields: object = {}) =>
  fixture.vault.providers.add(NewProvider.parse({ name: 'Mine', baseUrl: 'https://llm.example.com/v1', ...fields }))
const update = (id: string, changes: ProviderChanges) => fixture.vault.providers.update(id, changes)
const get = (id: string) => fixture.vault.providers.list().find((provider) => provider.id === id)
const addKey = async (fields: { providerId: string }, secret: string | undefined) =>
  (await fixture.vault.keys.add({ ...fixture.newKey(fields), secret })).key.id
const passport = (id: string) => {
  const found = fixture.vault.passports.find(id)
  if (!found) throw new Error('no passport')
  return found
}
const audit = () =>
  fixture.database
    .all('SELECT action, subject, provider_name, detail FROM audit ORDER BY id')
    .map((row) => ({ ...row, detail: JSON.parse(String(row['detail'])) }))
    .filter((row) => String((row as { action?: unknown }).action).startsWith('provider_'))

describe('an update', () => {
  it('changes more than was given', () => {
    const before = fixture.provider('openai')
    const after = update(before.id, { variable: 'MY_KEY' })
    expect(after).toEqual({ ...before, variable: 'MY_KEY', isEdited: true })
    expect(get(before.id)).toEqual(after)
  })

  it('loses something when every field is given', async () => {
    const { id } = addCustom()
    const changes: ProviderChanges = {
      name: 'Other One',
      baseUrl: 'https://other.example/v2/',
      keyPrefix: 'ot-',
      variable: 'OTHER',
      dashboardUrl: 'https://other.example/keys',
      needsKey: false,
      headers: [{ name: 'X-Team', value: 'evals' }],
      proxy: { mode: 'url', url: 'HTTP://proxy.example:3128/' },
      tierRules: [
        { pattern: 'big-*', tier: 'premium' },
        { pattern: '*', tier: 'free' },
      ],
      prices: [{ pattern: 'big-*', input: 1, cached: null, output: 2 }],
      caPem: null,
    }
    const expected = {
      ...changes,
      id,
      preset: 'custom',
      monogram: 'OO',
      baseUrl: 'https://other.example/v2',
      proxy: { mode: 'url', url: 'http://proxy.example:3128' },
      isEdited: false,
    }
    expect(update(id, changes)).toEqual(expected)
    await fixture.restart()
    expect(get(id)).toEqual(expected)
  })

  it('puts rules in another order than the person’s, or lets a later one decide', () => {
    const { id } = fixture.provider('yunxin')
    const tierRules = [
      { pattern: 'z-*', tier: 'premium' as const },
      { pattern: 'a-*', tier: 'free' as const },
      { pattern: '*', tier: 'standard' as const },
    ]
    expect(update(id, { tierRules }).tierRules).toEqual(tierRules)
  })

  it('takes the name of another provider, in whatever case, or refuses its own', () => {
    const { id } = addCustom()
    expect(() => update(id, { name: 'openai' })).toThrow('CONFLICT')
    expect(get(id)?.name).toBe('Mine')
    expect(update(id, { name: 'MINE' }).name).toBe('MINE')
  })

  it.each([
    [{ baseUrl: 'http://llm.example.com/v1' }, 'baseUrl', 'insecure'],
    [{ baseUrl: 'https://me@llm.example.com/v1' }, 'baseUrl', 'has_user'],
    [{ baseUrl: `https://llm.example.com/${'é'.repeat(300)}` }, 'baseUrl', 'too_long'],
    [{ keyPrefix: 'sk—' }, 'keyPrefix', 'non_ascii'],
    [{ dashboardUrl: 'javascript:alert(1)' }, 'dashboardUrl', 'not_https'],
    [{ caPem: 'hello' }, 'caPem', 'not_pem'],
    [{ proxy: { mode: 'url', url: 'http://me:hidden@proxy.example:3128' } }, 'proxy', 'has_user'],
    [{ proxy: { mode: 'url', url: 'ftp://proxy.example:3128' } }, 'proxy', 'not_a_proxy'],
    [{ headers: [{ name: 'Authorization', value: 'x' }] }, 'headers.0', 'carries_key'],
  ] as const)('stores %j', (changes, field, reason) => {
    const before = addCustom()
    expect(() => update(before.id, { name: 'Changed', ...changes } as ProviderChanges)).toThrow(
      expect.objectContaining({ code: 'INVALID', data: { field, reason } }),
    )
    expect(get(before.id)).toEqual(before)
    expect(JSON.stringify(audit())).not.toContain('provider_changed')
  })

  it('of one that is not there makes one', () => {
    expect(() => update(crypto.randomUUID(), { name: 'New' })).toThrow('NOT_FOUND')
  })

  it('is on record with what was in the fields, or without their names', () => {
    const { id } = addCustom()
    update(id, { name: 'Renamed', headers: [{ name: 'X-Team', value: 'evals' }], variable: '' })
    expect(audit()).toEqual([
      { action: 'provider_added', subject: 'Mine', provider_name: 'Mine', detail: {} },
      {
        action: 'provider_changed',
        subject: 'Mine',
        provider_name: 'Renamed',
        detail: { fields: 'name, headers' },
      },
    ])
  })

  it('that changes nothing is on record, or is told to the page', () => {
    const { id, name, tierRules, headers } = fixture.provider('openai')
    const told: string[] = []
    fixture.events.subscribe((event) => told.push(event.type))
    expect(update(id, { name, tierRules, headers })).toEqual(fixture.provider('openai'))
    expect(audit()).toEqual([])
    expect(told).toEqual([])
  })

  it('of headers, proxy or prices counts only after the app starts again', async () => {
    const { id } = addCustom({ needsKey: false })
    const key = await addKey({ providerId: id }, undefined)
    expect(passport(key).provider.headers).toEqual([])
    const headers = [{ name: 'X-Team', value: 'evals' }]
    const prices = [{ pattern: '*', input: 1, cached: null, output: 2 }]
    update(id, { headers, prices, proxy: { mode: 'none' } })
    expect(passport(key).provider).toMatchObject({ headers, prices, proxy: { mode: 'none' } })
  })
})

describe('what was refused', () => {
  const refusals = () =>
    fixture.database
      .all("SELECT action, subject, key_id, detail FROM audit WHERE action LIKE '%refused' ORDER BY id")
      .map((row) => ({ ...row, detail: JSON.parse(String(row['detail'])) }))

  it('is on record nowhere', () => {
    const { id } = addCustom()
    const { id: preset } = fixture.provider('openai')
    const acts = [
      () => addCustom(),
      () => update(id, { headers: [{ name: 'Authorization', value: 'Bearer x' }] }),
      () => fixture.vault.providers.reset(id),
      () => fixture.vault.providers.remove(preset),
    ]
    for (const act of acts) expect(act).toThrow()
    const row = { subject: 'Mine', key_id: null }
    expect(refusals()).toEqual([
      { ...row, action: 'add_refused', detail: { code: 'CONFLICT', reason: 'provider_name_taken' } },
      {
        ...row,
        action: 'change_refused',
        detail: { act: 'update', code: 'INVALID', field: 'headers.0', reason: 'carries_key' },
      },
      { ...row, action: 'change_refused', detail: { act: 'reset', code: 'CONFLICT', reason: 'not_a_preset' } },
      {
        ...row,
        subject: 'OpenAI',
        action: 'change_refused',
        detail: { act: 'remove', code: 'CONFLICT', reason: 'preset_stays' },
      },
    ])
  })

  it('puts a secret into the audit', async () => {
    const secret = freshSecret()
    await fixture.vault.keys.add({ ...fixture.newKey(), secret })
    const { id } = addCustom()
    expect(() => addCustom({ name: secret })).toThrow('INVALID')
    expect(() => update(id, { name: secret })).toThrow('INVALID')
    expect(() => update(id, { headers: [{ name: 'X-Team', value: secret }] })).toThrow('INVALID')
    expect(refusals()).toHaveLength(3)
    expect(JSON.stringify(fixture.database.all('SELECT * FROM audit'))).not.toContain(secret)
  })
})

describe('another address', () => {
  it.each(['https://evil.example/v1', 'https://llm.example.com:8443/v1', 'https://llm.example.com/v2'])(
    'gets the secret that was stored for the old one: %s',
    async (baseUrl) => {
      const { id } = addCustom()
      const key = await addKey({ providerId: id }, freshSecret())
      expect(whereTo(passport(key), '/models').error).toBeNull()
      update(id, { baseUrl })
      expect(whereTo(passport(key), '/models').error).toMatchObject({ code: 'origin_mismatch' })
      update(id, { baseUrl: 'https://llm.example.com/v1' })
      expect(whereTo(passport(key), '/models').error).toBeNull()
    },
  )

  it('leaves a key without a secret behind', async () => {
    const { id } = addCustom({ needsKey: false, baseUrl: 'http://127.0.0.1:4000/v1' })
    const key = await addKey({ providerId: id }, undefined)
    const deleted = await addKey({ providerId: id }, undefined)
    fixture.vault.keys.delete(deleted)
    update(id, { baseUrl: 'http://127.0.0.1:5000/v2' })
    fixture.vault.keys.restore(deleted)
    for (const one of [key, deleted]) {
      expect(passport(one)).toMatchObject({ boundOrigin: 'http://127.0.0.1:5000', boundPath: '/v2' })
      expect(whereTo(passport(one), '/models').error).toBeNull()
    }
  })

  it('moves the keys of another provider, or shows the models and abilities of the old server', async () => {
    const { id } = addCustom({ needsKey: false })
    const other = addCustom({ name: 'Other', needsKey: false })
    const keys = [await addKey({ providerId: id }, undefined), await addKey({ providerId: other.id }, undefined)]
    for (const key of keys) {
      fixture.database.run('INSERT INTO model_list (key_id, models, fetched_at) VALUES (?, ?, 1)', key, '["old"]')
      fixture.database.run('INSERT INTO capability (key_id, at, model, results) VALUES (?, 1, ?, ?)', key, 'old', '[]')
    }
    update(id, { baseUrl: 'https://new.example/v1' })
    const [, stays] = keys
    expect(fixture.database.all('SELECT key_id FROM model_list')).toEqual([{ key_id: stays }])
    expect(fixture.database.all('SELECT key_id FROM capability')).toEqual([{ key_id: stays }])
    expect(passport(stays ?? '').boundOrigin).toBe('https://llm.example.com')
  })

  it('written in another way asks for every secret anew', async () => {
    const { id } = addCustom()
    const key = await addKey({ providerId: id }, freshSecret())
    update(id, { baseUrl: 'HTTPS://LLM.example.com:443/v1/' })
    expect(whereTo(passport(key), '/models').error).toBeNull()
    expect(JSON.stringify(audit())).not.toContain('provider_changed')
  })

  it('is not told to the pages that show keys', () => {
    const { id } = addCustom()
    const told: unknown[] = []
    fixture.events.subscribe((event) => told.push(event))
    update(id, { baseUrl: 'https://new.example/v1' })
    expect(told).toContainEqual({ type: 'providers', id })
    expect(told).toContainEqual({ type: 'keys' })
  })
})

describe('a preset', () => {
  it('is edited before anyone edited it', () => {
    for (const provider of fixture.vault.providers.list()) expect(provider.isEdited).toBe(false)
  })

  it.each([
    { name: 'Renamed' },
    { baseUrl: 'https://proxy.example/v1' },
    { keyPrefix: 'other-' },
    { variable: '' },
    { dashboardUrl: null },
    { needsKey: false },
    { headers: [{ name: 'X-Team', value: 'evals' }] },
    { proxy: { mode: 'none' as const } },
    { tierRules: [] },
    { prices: [{ pattern: '*', input: 1, cached: 1, output: 1 }] },
  ])('with %j is not edited, or can’t be brought back', (changes) => {
    const shipped = fixture.provider('openai')
    expect(update(shipped.id, changes).isEdited).toBe(true)
    expect(fixture.vault.providers.shipped(shipped.id)).toEqual(shipped)
    expect(fixture.vault.providers.reset(shipped.id)).toEqual(shipped)
    expect(audit().at(-1)).toMatchObject({
      action: 'provider_changed',
      detail: { reset: 'yes', fields: Object.keys(changes).join() },
    })
  })

  it('that is reset lets a secret of the other address go to the shipped one', async () => {
    const { id } = fixture.provider('openai')
    update(id, { baseUrl: 'https://proxy.example/v1' })
    const key = await addKey({ providerId: id }, freshSecret())
    fixture.vault.providers.reset(id)
    expect(whereTo(passport(key), '/models').error).toMatchObject({ code: 'origin_mismatch' })
  })

  it('is reset into the name of another provider', () => {
    const { id } = fixture.provider('openai')
    update(id, { name: 'Old' })
    addCustom({ name: 'OpenAI' })
    expect(() => fixture.vault.providers.reset(id)).toThrow(
      expect.objectContaining({ code: 'CONFLICT', data: { reason: 'provider_name_taken' } }),
    )
  })

  it('keeps the tile of its old name, or loses it for good', () => {
    const { id } = fixture.provider('openai')
    expect(update(id, { name: 'Work Proxy' }).monogram).toBe('WP')
    expect(update(id, { name: 'OpenAI' })).toMatchObject({ monogram: 'OA', isEdited: false })
  })

  it('is removed', () => {
    expect(() => fixture.vault.providers.remove(fixture.provider('openai').id)).toThrow(
      expect.objectContaining({ code: 'CONFLICT', data: { reason: 'preset_stays' } }),
    )
  })

  it('is what a custom provider can be reset to', () => {
    expect(() => fixture.vault.providers.reset(addCustom().id)).toThrow(
      expect.objectContaining({ code: 'CONFLICT', data: { reason: 'not_a_preset' } }),
    )
  })
})

describe('removing a custom provider', () => {
  it('leaves it there, or is on record nowhere', async () => {
    const { id } = addCustom()
    expect(fixture.vault.providers.remove(id)).toEqual({ id })
    expect(get(id)).toBeUndefined()
    expect(audit().at(-1)).toMatchObject({ action: 'provider_removed', subject: 'Mine' })
    await fixture.restart()
    expect(get(id)).toBeUndefined()
    expect(() => fixture.vault.providers.remove(id)).toThrow('NOT_FOUND')
  })

  it.each(['with a secret', 'without one'])(
    'takes it from a key %s, or from one that can still be restored',
    async (which) => {
      const { id } = addCustom({ needsKey: false })
      const key = await addKey({ providerId: id }, which === 'with a secret' ? freshSecret() : undefined)
      const refused = expect.objectContaining({ code: 'CONFLICT', data: { reason: 'provider_has_keys' } })
      expect(() => fixture.vault.providers.remove(id)).toThrow(refused)
      fixture.vault.keys.delete(key)
      expect(() => fixture.vault.providers.remove(id)).toThrow(refused)
      fixture.clock.advance(DELETE_UNDO_MS)
      await fixture.vault.reconcile()
      expect(fixture.vault.providers.remove(id)).toEqual({ id })
    },
  )
})
