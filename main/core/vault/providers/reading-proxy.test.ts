import { afterEach, beforeEach, expect, it } from 'vitest'
import { NewProvider } from '../../../../contract/providers.ts'
import { VaultFixture } from '../../../../test/fakes/vault-fixture.ts'
import { makeCertificates, openssl } from '../../../../test/faults/certificates.ts'
import { whereTo } from '../../door/where.ts'

let fixture: VaultFixture
beforeEach(() => {
  fixture = new VaultFixture()
})
afterEach(() => fixture.remove())

function errorOf(id: string) {
  const passport = fixture.vault.passports.find(id)
  if (!passport) throw new Error('no passport')
  return whereTo(passport, '/models').error
}

it.skipIf(!openssl)(
  'a proxy gets a secret that it could read under an authority of its own (needs openssl)',
  async () => {
    const { id } = fixture.vault.providers.add(
      NewProvider.parse({ name: 'Mine', baseUrl: 'https://llm.example.com/v1' }),
    )
    const { id: key } = await fixture.add({ providerId: id })
    const way = { caPem: makeCertificates().caPem, proxy: { mode: 'url' as const, url: 'http://evil.example:3128' } }
    // Each alone is the person's own business: neither can read what is sent.
    for (const alone of [{ caPem: way.caPem }, { caPem: null, proxy: way.proxy }]) {
      fixture.vault.providers.update(id, alone)
      expect(errorOf(key)).toBeNull()
    }
    fixture.vault.providers.update(id, way)
    expect(errorOf(key)).toMatchObject({ code: 'origin_mismatch' })
    expect(fixture.key(key).trouble).toBe('origin')
    const { id: entered } = await fixture.add({ providerId: id })
    expect(errorOf(entered)).toBeNull()
    fixture.vault.providers.update(id, { proxy: { mode: 'url', url: 'http://other.example:3128' } })
    expect(errorOf(entered)).toMatchObject({ code: 'origin_mismatch' })
    fixture.vault.providers.update(id, { caPem: null, proxy: { mode: 'setting' } })
    expect(errorOf(key)).toBeNull()
  },
)
