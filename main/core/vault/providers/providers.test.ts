import { rootCertificates } from 'node:tls'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { NewProvider } from '../../../../contract/providers.ts'
import { VaultFixture } from '../../../../test/fakes/vault-fixture.ts'
import { tierOf } from '../../door/tiers.ts'
import { parseBaseUrl } from './base-url.ts'
import { presets } from './presets.ts'

let fixture: VaultFixture
beforeEach(() => {
  fixture = new VaultFixture()
})
afterEach(() => fixture.remove())

const custom = (fields: object) => NewProvider.parse({ name: 'Mine', baseUrl: 'https://llm.example.com/v1', ...fields })

describe('a new profile', () => {
  it('has three environments, told apart by shape as well as by colour, production guarded', () => {
    expect(fixture.vault.environments.list()).toMatchObject([
      { name: 'Development', colour: 'teal', shape: 'ring', guarded: false },
      { name: 'Staging', colour: 'violet', shape: 'half-disc', guarded: false },
      { name: 'Production', colour: 'magenta', shape: 'square', guarded: true },
    ])
  })

  it('has the presets, Yunxin first, with the address, prefix and variable of its documentation', () => {
    const [first, ...others] = fixture.vault.providers.list()
    expect(first).toMatchObject({
      name: 'Yunxin',
      baseUrl: 'https://api.yuhuanstudio.com/v1',
      keyPrefix: 'yx-',
      variable: 'YUNXIN_API_KEY',
    })
    expect(others.map((provider) => provider.name)).toEqual([
      'OpenAI',
      'OpenRouter',
      'Anthropic',
      'Gemini',
      'DeepSeek',
      'Mistral',
      'Groq',
      'Ollama',
      'LM Studio',
    ])
  })

  it('is seeded once: what a person changed or removed stays so', async () => {
    const ids = fixture.vault.providers.list().map((provider) => provider.id)
    fixture.database.run(`UPDATE provider SET base_url = 'https://proxy.example/v1' WHERE preset = 'openai'`)
    fixture.database.run(`DELETE FROM environment WHERE name = 'Staging'`)
    await fixture.restart()
    expect(fixture.vault.providers.list().map((provider) => provider.id)).toEqual(ids)
    expect(fixture.provider('openai').baseUrl).toBe('https://proxy.example/v1')
    expect(fixture.vault.environments.list()).toHaveLength(2)
  })
})

it.each(presets)('the preset $name has a canonical base URL and a rule for every model', (preset) => {
  expect(parseBaseUrl(preset.baseUrl).baseUrl).toBe(preset.baseUrl)
  expect(preset.tierRules.at(-1)?.pattern).toBe('*')
})

it.each([
  ['gpt-5-mini', 'free'],
  ['gemini-2.5-pro', 'premium'],
  ['gemini-2.5-flash', 'free'],
  ['gpt-5', 'standard'],
  ['o3', 'premium'],
  ['o3-mini', 'free'],
  ['gpt-4o', 'standard'],
  ['minimax-m1', 'standard'],
])('a name inside a name decides nothing: %s is %s', (model, tier) => {
  expect(tierOf(fixture.provider('yunxin').tierRules, model)).toBe(tier)
})

describe('a custom provider', () => {
  it('is stored in canonical form, with a monogram, and survives a restart', async () => {
    const provider = fixture.vault.providers.add(
      custom({ name: 'My Proxy', baseUrl: 'HTTPS://LLM.example.com:443/v1/' }),
    )
    expect(provider).toMatchObject({ preset: 'custom', monogram: 'MP', baseUrl: 'https://llm.example.com/v1' })
    await fixture.restart()
    expect(fixture.vault.providers.list()).toContainEqual(provider)
  })

  it.each([
    ['a', 'a'],
    ['云信', '云信'],
    ['🔑', '?'],
    ['groq-eu', 'ge'],
    ['𝒜lpha', '𝒜'],
  ])('called %s gets the monogram %s, never half a character', (name, monogram) => {
    expect(fixture.vault.providers.add(custom({ name })).monogram).toBe(monogram)
  })

  it('can’t take the name of another, whatever its case', () => {
    expect(() => fixture.vault.providers.add(custom({ name: 'OPENAI' }))).toThrow('CONFLICT')
  })

  it.each([
    [{ baseUrl: 'http://llm.example.com/v1' }, 'baseUrl', 'insecure'],
    [{ dashboardUrl: 'javascript:alert(1)' }, 'dashboardUrl', 'not_https'],
    [{ dashboardUrl: 'https://me@example.com' }, 'dashboardUrl', 'not_https'],
    [{ keyPrefix: 'sk—' }, 'keyPrefix', 'non_ascii'],
    [{ caPem: 'hello' }, 'caPem', 'not_pem'],
    [{ caPem: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' }, 'caPem', 'not_pem'],
    [{ caPem: ['-----BEGIN', 'PRIVATE KEY-----\nAAAA'].join(' ') }, 'caPem', 'private_key'],
  ])('with %o is refused for its %s: %s', (fields, field, reason) => {
    let error: unknown
    try {
      fixture.vault.providers.add(custom(fields))
    } catch (thrown) {
      error = thrown
    }
    expect(error).toMatchObject({ code: 'INVALID', data: { field, reason } })
  })

  it('keeps the certificates of a pasted file and nothing else of it', () => {
    const [pem = '', other = ''] = rootCertificates
    const provider = fixture.vault.providers.add(custom({ caPem: `# our own\n${pem}\ntrailing words ${other}` }))
    expect(provider.caPem?.match(/BEGIN CERTIFICATE/g)).toHaveLength(2)
    expect(provider.caPem).not.toContain('our own')
  })
})

describe('one provider that can not be read', () => {
  it.each([
    ['baseUrl', { baseUrl: `https://llm.example.com/${'é'.repeat(300)}` }],
    ['dashboardUrl', { dashboardUrl: `https://llm.example.com/${'é'.repeat(300)}` }],
  ])('is not made of an address that grows too long when it is written out: %s', (field, fields) => {
    expect(() => fixture.vault.providers.add(custom(fields))).toThrow(
      expect.objectContaining({ code: 'INVALID', data: { field, reason: 'too_long' } }),
    )
    expect(fixture.vault.providers.list().length).toBe(presets.length)
  })

  it('does not take the others down', () => {
    fixture.database.run(`UPDATE provider SET monogram = 'far too long' WHERE preset = 'openai'`)
    expect(fixture.vault.providers.list()).toHaveLength(presets.length - 1)
  })
})
