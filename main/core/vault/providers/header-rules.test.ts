import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { NewProvider } from '../../../../contract/providers.ts'
import { freshSecret, VaultFixture } from '../../../../test/fakes/vault-fixture.ts'

let fixture: VaultFixture
let id: string
beforeEach(() => {
  fixture = new VaultFixture()
  id = fixture.vault.providers.add(
    NewProvider.parse({ name: 'Mine', baseUrl: 'https://llm.example.com/v1', keyPrefix: 'mine_' }),
  ).id
})
afterEach(() => fixture.remove())

const set = (...headers: { name: string; value: string }[]) => fixture.vault.providers.update(id, { headers }).headers
const refusal = (reason: string, place = 0) =>
  expect.objectContaining({ code: 'INVALID', data: { field: `headers.${place}`, reason } })
const tail = () => randomBytes(16).toString('hex')

it('headers of a person’s own are lost, or put in another order', () => {
  const headers = [
    { name: 'X-Team', value: 'evals' },
    { name: 'OpenAI-Organization', value: `org-${tail()}` },
    { name: 'OpenAI-Project', value: `proj_${tail()}` },
    { name: 'User-Agent', value: 'Evals/1.0 (+https://evals.example; sk team)' },
  ]
  expect(set(...headers)).toEqual(headers)
})

it('one name stands there twice', () => {
  expect(() => set({ name: 'X-Team', value: 'a' }, { name: 'x-team', value: 'b' })).toThrow(refusal('duplicate', 1))
})

it.each([
  ['bad_name', { name: 'X Team', value: 'a' }],
  ['bad_value', { name: 'X-Team', value: 'a\nb' }],
  ['set_by_keydeck', { name: 'Host', value: 'a' }],
  ['carries_key', { name: 'X-Api-Key', value: 'a' }],
])('the reason is other than %s', (reason, header) => {
  expect(() => set(header)).toThrow(refusal(reason))
})

describe('a text that is shaped like a key gets into the database', () => {
  it.each([
    ['yx-', () => `yx-${tail()}`],
    ['sk-', () => `sk-${tail()}`],
    ['sk-ant-', () => `sk-ant-api03-${tail()}`],
    ['AIza', () => `AIza${tail()}`],
    ['gsk_', () => `gsk_${tail()}`],
    ['the provider’s own prefix', () => `mine_${tail()}`],
    ['a bearer token', () => `Bearer ${tail()}`],
    ['a word in a sentence', () => `team=evals; key=sk-${tail()}`],
    ['quotes', () => `"sk-${tail()}"`],
    ['a web token', () => `eyJhbGciOiJIUzI1NiJ9.${tail()}.${tail()}`],
    ['a local key', () => `kd_${tail()}`],
  ])('%s', (_name, make) => {
    const text = make()
    expect(() => set({ name: 'X-Team', value: text })).toThrow(refusal('looks_like_key'))
  })

  it('as a name', () => {
    expect(() => set({ name: `yx-${tail()}`, value: 'a' })).toThrow(refusal('looks_like_key'))
  })
})

describe('a secret of the vault gets into the database', () => {
  /** Like no key that anyone knows: only its fingerprint tells. */
  const plain = () => tail().toUpperCase()

  it.each([
    ['as it is', (secret: string) => secret],
    ['after a word', (secret: string) => `Token ${secret}`],
    ['in an assignment', (secret: string) => `team=evals,pass=${secret}`],
    ['in quotes', (secret: string) => `'${secret}'`],
  ])('%s', async (_name, write) => {
    const secret = plain()
    await fixture.vault.keys.add({ ...fixture.newKey(), secret })
    expect(() => set({ name: 'X-Team', value: write(secret) })).toThrow(refusal('looks_like_key'))
    expect(() => set({ name: 'X-Team', value: write(plain()) })).not.toThrow()
  })

  it('while its key can still be restored', async () => {
    const secret = plain()
    const { key } = await fixture.vault.keys.add({ ...fixture.newKey(), secret })
    fixture.vault.keys.delete(key.id)
    expect(() => set({ name: 'X-Team', value: secret })).toThrow(refusal('looks_like_key'))
  })

  it('and nothing of it is in the refusal', async () => {
    const secret = freshSecret()
    let said = ''
    try {
      set({ name: 'X-Team', value: secret })
    } catch (error) {
      said = JSON.stringify([error, String(error), fixture.log])
    }
    expect(said).toContain('looks_like_key')
    expect(said).not.toContain(secret.slice(3))
  })
})

describe('a secret of the vault gets into the database by another field', () => {
  it.each([
    ['name', (secret: string) => ({ name: secret })],
    ['variable', (secret: string) => ({ variable: secret })],
    ['baseUrl', (secret: string) => ({ baseUrl: `https://llm.example.com/${secret}/v1` })],
    ['dashboardUrl', (secret: string) => ({ dashboardUrl: `https://llm.example.com/?key=${secret}` })],
    ['tierRules', (secret: string) => ({ tierRules: [{ pattern: secret, tier: 'free' as const }] })],
    ['prices', (secret: string) => ({ prices: [{ pattern: secret, input: 0, cached: null, output: 0 }] })],
  ])('%s', async (field, make) => {
    const secret = `k${tail()}`
    await fixture.vault.keys.add({ ...fixture.newKey(), secret })
    const refused = expect.objectContaining({ code: 'INVALID', data: { field, reason: 'holds_secret' } })
    expect(() => fixture.vault.providers.update(id, make(secret))).toThrow(refused)
    expect(() => fixture.vault.providers.update(id, make(`k${tail()}`))).not.toThrow()
  })
})
