import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { NewProvider } from '../../../../contract/providers.ts'
import { VaultFixture } from '../../../../test/fakes/vault-fixture.ts'
import type { FoundServer } from '../../door/door-types.ts'
import { tierOf } from '../../door/tiers.ts'

let fixture: VaultFixture
beforeEach(() => {
  fixture = new VaultFixture()
})
afterEach(() => fixture.remove())

const ollama: FoundServer = { kind: 'ollama', baseUrl: 'http://127.0.0.1:11434/v1', modelIds: ['llama3.2:3b'] }
const llama: FoundServer = { kind: 'llama-cpp', baseUrl: 'http://127.0.0.1:8080/v1', modelIds: ['tiny'] }

const development = () => fixture.environment('Development').id
async function adopt(server: FoundServer, environmentId = development()) {
  fixture.localServers = [server]
  await fixture.vault.providers.discover()
  return fixture.vault.providers.adopt(server.baseUrl, environmentId)
}
const keys = () => fixture.vault.keys.list()
const providers = () => fixture.vault.providers.list()

describe('discover', () => {
  it('names no provider that has the address, or one that has another', async () => {
    fixture.localServers = [ollama, llama]
    const { id } = fixture.provider('ollama')
    expect(await fixture.vault.providers.discover()).toEqual([
      { ...pick(ollama), name: 'Ollama', models: ['llama3.2:3b'], providerId: id, keyId: null },
      { ...pick(llama), name: 'llama.cpp', models: ['tiny'], providerId: null, keyId: null },
    ])
  })

  it('forgets the key that was made for the server', async () => {
    const { keyId, provider } = await adopt(llama)
    expect(await fixture.vault.providers.discover()).toMatchObject([{ providerId: provider.id, keyId }])
    fixture.vault.keys.delete(keyId)
    expect(await fixture.vault.providers.discover()).toMatchObject([{ providerId: provider.id, keyId: null }])
  })

  it('makes a provider or a key by itself', async () => {
    const before = providers()
    fixture.localServers = [ollama, llama]
    await fixture.vault.providers.discover()
    expect(providers()).toEqual(before)
    expect(keys()).toEqual([])
  })
})

const pick = ({ kind, baseUrl }: FoundServer) => ({ kind, baseUrl })

describe('adopt', () => {
  it('makes a second provider beside the preset at the same address', async () => {
    const shipped = fixture.provider('ollama')
    const { provider, keyId } = await adopt(ollama)
    expect(provider).toEqual(shipped)
    expect(keys()).toMatchObject([
      { id: keyId, name: 'Ollama on this machine', providerId: shipped.id, hasSecret: false, requestsPerMinute: null },
    ])
    expect(fixture.vault.passports.find(keyId)).toMatchObject({ secretId: null, provider: { needsKey: false } })
  })

  it('makes a provider that asks for a key, costs money or keeps models back', async () => {
    const { provider, keyId } = await adopt(llama)
    expect(provider).toMatchObject({
      preset: 'custom',
      name: 'llama.cpp',
      monogram: 'lc',
      baseUrl: llama.baseUrl,
      needsKey: false,
      prices: [{ pattern: '*', input: 0, cached: null, output: 0 }],
      isEdited: false,
    })
    expect(tierOf(provider.tierRules, 'anything-opus')).toBe('free')
    expect(fixture.vault.passports.find(keyId)).toMatchObject({
      boundOrigin: 'http://127.0.0.1:8080',
      boundPath: '/v1',
    })
    await fixture.restart()
    expect(providers()).toContainEqual(provider)
  })

  it('makes another key each time, or for two clicks at once', async () => {
    const [first, second] = await Promise.all([adopt(llama), adopt(llama)])
    expect(second).toEqual(first)
    expect(await adopt(llama)).toEqual(first)
    expect(keys()).toHaveLength(1)
    expect(providers().filter((provider) => provider.preset === 'custom')).toHaveLength(1)
  })

  it('puts the key into another environment than the one that was asked for', async () => {
    const one = await adopt(llama)
    const other = await adopt(llama, fixture.environment('Staging').id)
    expect(other.provider).toEqual(one.provider)
    const places = new Map(keys().map((key) => [key.id, key.environmentId]))
    expect(places.get(one.keyId)).toBe(development())
    expect(places.get(other.keyId)).toBe(fixture.environment('Staging').id)
  })

  it('takes a deleted or a revoked key for one that works', async () => {
    const first = await adopt(llama)
    fixture.vault.keys.delete(first.keyId)
    const second = await adopt(llama)
    expect(second.keyId).not.toBe(first.keyId)
    fixture.vault.keys.revoke(second.keyId, false)
    expect((await adopt(llama)).keyId).not.toBe(second.keyId)
  })

  it('fails where a provider of that name is somewhere else', async () => {
    const add = (name: string, baseUrl: string) => fixture.vault.providers.add(NewProvider.parse({ name, baseUrl }))
    add('LLAMA.CPP', 'https://llama.example/v1')
    add('llama.cpp on 127.0.0.1:8080', 'https://other.example/v1')
    expect((await adopt(llama)).provider.name).toBe('llama.cpp on 127.0.0.1:8080 (2)')
    const six = { ...ollama, baseUrl: 'http://[::1]:11434/v1' }
    expect((await adopt(six)).provider).toMatchObject({ name: 'Ollama on [::1]:11434', baseUrl: six.baseUrl })
  })

  it.each([
    'http://127.0.0.1:9999/v1',
    'https://evil.example/v1',
    'http://127.0.0.1:8080/v2',
    'http://localhost:8081/v1',
  ])('takes an address that nobody found: %s', async (address) => {
    await adopt(llama)
    await expect(fixture.vault.providers.adopt(address, development())).rejects.toMatchObject({
      code: 'INVALID',
      data: { field: 'baseUrl', reason: 'not_found_here' },
    })
  })

  it('takes what an earlier look found and a later one didn’t, or what was found long ago', async () => {
    fixture.localServers = [llama]
    await fixture.vault.providers.discover()
    fixture.clock.advance(11 * 60 * 1_000)
    const refused = { code: 'INVALID', data: { field: 'baseUrl', reason: 'not_found_here' } }
    await expect(fixture.vault.providers.adopt(llama.baseUrl, development())).rejects.toMatchObject(refused)
    await fixture.vault.providers.discover()
    fixture.localServers = []
    await fixture.vault.providers.discover()
    await expect(fixture.vault.providers.adopt(llama.baseUrl, development())).rejects.toMatchObject(refused)
    expect(keys()).toEqual([])
  })

  it('leaves a provider behind where the environment is not there', async () => {
    const before = providers()
    await expect(adopt(llama, crypto.randomUUID())).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(providers()).toEqual(before)
    expect((await adopt(llama)).provider.name).toBe('llama.cpp')
  })

  it('gives a key without a secret to a provider that asks for one', async () => {
    const { id } = fixture.vault.providers.add(NewProvider.parse({ name: 'Mine', baseUrl: llama.baseUrl }))
    await expect(adopt(llama)).rejects.toMatchObject({ code: 'CONFLICT', data: { reason: 'provider_needs_key' } })
    fixture.vault.providers.update(id, { needsKey: false })
    expect((await adopt(llama)).provider.id).toBe(id)
  })

  it('is on record nowhere', async () => {
    await adopt(llama)
    const actions = fixture.database.all('SELECT action, subject FROM audit ORDER BY id')
    expect(actions).toEqual([
      { action: 'provider_added', subject: 'llama.cpp' },
      { action: 'key_added', subject: 'llama.cpp on this machine' },
    ])
  })
})
