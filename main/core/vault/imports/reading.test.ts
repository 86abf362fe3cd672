import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { freshSecret, VaultFixture } from '../../../../test/fakes/vault-fixture.ts'

let fixture: VaultFixture
beforeEach(() => {
  fixture = new VaultFixture()
})
afterEach(() => fixture.remove())

const random = () => crypto.randomUUID().replaceAll('-', '')
const openai = () => ['sk', 'proj', random()].join('-')
const anthropic = () => ['sk', 'ant', 'api03', random()].join('-')
const invalid = (field: string, reason: string) => ({ code: 'INVALID', data: { field, reason } })

const read = (text: string) => fixture.vault.imports.read({ from: 'text', text })
const presetOf = (id: string | null) =>
  fixture.vault.providers.list().find((provider) => provider.id === id)?.preset ?? null
const rowsOf = async (text: string) => (await read(text)).rows
/** Of a text with one key in it. */
async function only(text: string) {
  const { rows } = await read(text)
  expect(rows).toHaveLength(1)
  const row = rows[0]!
  return { ...row, preset: presetOf(row.providerId) }
}

describe('a line of pasted text', () => {
  it.each([
    ['a key alone', (key: string) => key, '', ''],
    ['an assignment', (key: string) => `OPENAI_API_KEY=${key}`, 'OPENAI_API_KEY', 'OpenAI'],
    ['an export in quotes', (key: string) => `export OPENAI_API_KEY="${key}"`, 'OPENAI_API_KEY', 'OpenAI'],
    ['a declaration', (key: string) => `const openaiKey = '${key}';`, 'openaiKey', 'OpenAI'],
    ['PowerShell', (key: string) => `$env:OPENAI_API_KEY = "${key}"`, 'OPENAI_API_KEY', 'OpenAI'],
    ['Windows’ set', (key: string) => `set OPENAI_API_KEY=${key}`, 'OPENAI_API_KEY', 'OpenAI'],
    ['JSON', (key: string) => `  "OPENAI_API_KEY": "${key}",`, 'OPENAI_API_KEY', 'OpenAI'],
    ['YAML', (key: string) => `openai_api_key: ${key}`, 'openai_api_key', 'OpenAI'],
    ['a name and a key', (key: string) => `OpenAI laptop: ${key}`, '', 'OpenAI laptop'],
    ['CSV', (key: string) => `OpenAI laptop,${key}`, '', 'OpenAI laptop'],
    ['CSV in quotes, the key first', (key: string) => `"${key}";"OpenAI laptop"`, '', 'OpenAI laptop'],
    ['a table', (key: string) => `| OpenAI laptop | ${key} |`, '', 'OpenAI laptop'],
    ['a tab', (key: string) => `OpenAI laptop\t${key}`, '', 'OpenAI laptop'],
    ['a name that looks like a key', (key: string) => `openai-laptop-2024 ${key}`, '', 'openai-laptop-2024'],
    ['a list', (key: string) => `1. ${key} (OpenAI)`, '', 'OpenAI'],
  ])('may be %s', async (_what, line, variable, name) => {
    const key = openai()
    const row = await only(line(key))
    expect(row).toMatchObject({ variable, problems: [], masked: `sk-••••${key.slice(-4)}` })
    if (variable || name.includes('OpenAI')) expect(row.suggestedName).toBe(name)
  })

  it.each([
    ['Authorization: Bearer KEY', []],
    ['-H "Authorization: Bearer KEY" \\', []],
    ['Bearer KEY', []],
    ['x-api-key: KEY', []],
  ])('may be a header: %s', async (line) => {
    const row = await only(line.replace('KEY', anthropic()))
    expect(row).toMatchObject({ preset: 'anthropic', variable: '', suggestedName: 'Anthropic', problems: [] })
    if (line.includes('Bearer')) expect(row.notes).toContain('bearer_removed')
  })

  it('may be a key that begins as no known one does', async () => {
    const key = random()
    expect(await only(key)).toMatchObject({ preset: null, masked: `••••${key.slice(-4)}`, problems: [] })
    expect(await only(`MISTRAL_API_KEY=${key}`)).toMatchObject({ preset: 'mistral', problems: [] })
  })

  it('names no key where there is none', async () => {
    const { rows, otherLines } = await read(
      'Here are my keys:\n# OpenAI\nPORT=3000\nDATABASE_URL=postgres://me:pass1234word@localhost:5432/shop\nhttps://example.test/a1b2c3d4e5f6\nNAME=\n\ntask-list-of-today',
    )
    expect(rows).toEqual([])
    expect(otherLines).toBe(7)
  })

  it.each([
    ['several_keys', () => `${openai()}, ${openai()}`],
    ['masked', () => `${openai().slice(0, 8)}...${random().slice(-4)}`],
    ['masked', () => `OPENAI_API_KEY=sk-••••••••${random().slice(-4)}`],
    ['smart_quotes', () => `“${openai()}”`],
    ['invisible_character', () => openai().replace('-', '-\u200b')],
    ['non_ascii', () => `${openai()}ü`],
    ['not_a_key', () => `sk-abc`],
    ['placeholder', () => 'OPENAI_API_KEY=your-api-key-here'],
    ['placeholder', () => `sk-${'x'.repeat(40)}`],
    ['refers_to_variable', () => 'OPENAI_API_KEY=${OTHER_KEY}'],
    ['too_long', () => `OPENAI_API_KEY=${openai()}${'a'.repeat(1_200)}`],
    ['too_long', () => `OPENAI_API_KEY=${'"'.repeat(100_000)}`],
  ])('is refused as %s, by name and with no part of it shown', async (reason, text) => {
    const row = await only(text())
    expect(row).toMatchObject({
      problems: [{ kind: 'refused', reason }],
      masked: '',
      variable: /=/.test(text()) ? 'OPENAI_API_KEY' : '',
    })
  })

  it('shows nothing of a value but its mask, wherever it stands in the line', async () => {
    const key = openai()
    for (const text of [`${key}=laptop`, `${key}: ${openai()}`, `${key} ${openai()}`, `note ${random()} ${key}`]) {
      const shown = JSON.stringify(await read(text))
      for (const part of text.match(/[\w-]{20,}/g) ?? []) expect(shown).not.toContain(part.slice(0, -4))
    }
  })
})

describe('whose key it is', () => {
  it('the longest beginning decides', async () => {
    expect((await only(anthropic())).preset).toBe('anthropic')
    expect((await only(['sk', 'or', 'v1', random()].join('-'))).preset).toBe('openrouter')
    expect((await only(freshSecret())).preset).toBe('yunxin')
    expect((await only(`OPENAI_API_KEY=${anthropic()}`)).preset).toBe('anthropic')
  })

  it.each([
    ['DEEPSEEK_API_KEY', 'deepseek'],
    ['OPENAI_API_KEY_STAGING', 'openai'],
    ['MY_OPEN_AI_KEY', 'openai'],
    ['NEXT_PUBLIC_OPENAI_KEY', 'openai'],
    ['LLM_API_KEY', null],
    ['ANTHROPIC_API_KEY', null],
    ['OPENAI_OR_DEEPSEEK_KEY', 'deepseek'],
  ])('where several providers’ keys begin alike, the variable decides: %s', async (variable, preset) => {
    const key = ['sk', random()].join('-')
    expect((await only(`${variable}=${key}`)).preset).toBe(preset)
  })

  it('nobody’s without a variable, so that the person must choose', async () => {
    expect((await only(['sk', random()].join('-'))).preset).toBeNull()
  })

  it('the person’s own providers count, by prefix and by variable', async () => {
    const own = fixture.vault.providers.add({
      name: 'House',
      baseUrl: 'https://house.example/v1',
      keyPrefix: 'hs_',
      variable: 'HOUSE_TOKEN',
      dashboardUrl: null,
      needsKey: true,
      caPem: null,
    })
    expect((await only(`hs_${random()}`)).providerId).toBe(own.id)
    expect(await only(`HOUSE_TOKEN=${random()}`)).toMatchObject({ providerId: own.id, notes: ['prefix_unexpected'] })
  })
})

describe('the suggested name', () => {
  it.each([
    ['OPENAI_API_KEY', 'OpenAI'],
    ['OPENAI_API_KEY_STAGING', 'OpenAI staging'],
    ['PROD_OPENAI_API_KEY', 'OpenAI production'],
    ['OPENAI_API_KEY_BILLING_DEV', 'OpenAI billing development'],
    ['VITE_OPENAI_KEY', 'OpenAI'],
  ])('%s becomes “%s”', async (variable, name) => {
    expect((await only(`${variable}=${openai()}`)).suggestedName).toBe(name)
  })

  it('of a key without a known provider is made of the variable’s words', async () => {
    expect((await only(`COHERE_API_KEY_PROD=${random()}`)).suggestedName).toBe('Cohere production')
    expect((await only(random())).suggestedName).toBe('Key')
  })

  it('is taken once, in the list and in the vault', async () => {
    await fixture.vault.keys.add({ ...fixture.newKey({ name: 'openai' }), secret: freshSecret() })
    const rows = await rowsOf(`OPENAI_API_KEY=${openai()}\nOPENAI_KEY=${openai()}\n`)
    expect(rows.map((row) => row.suggestedName)).toEqual(['OpenAI 2', 'OpenAI 3'])
  })

  it('fits into a name, however long the label', async () => {
    const row = await only(`OPENAI_${'WORD_'.repeat(60)}KEY=${openai()}`)
    expect(row.suggestedName.length).toBeLessThanOrEqual(80)
  })
})

describe('what stands in the way', () => {
  it('the same key twice in the list, whatever is around it', async () => {
    const key = openai()
    const rows = await rowsOf(`${key}\n\nOPENAI_API_KEY="${key}"\n`)
    expect(rows.map((row) => row.problems)).toEqual([[], [{ kind: 'twice', line: 1 }]])
  })

  it('the key is in the vault already, in one environment or in more', async () => {
    const secret = freshSecret()
    const first = await fixture.vault.keys.add({ ...fixture.newKey({ name: 'One' }), secret })
    const staging = fixture.newKey({ name: 'Two', environment: 'Staging', overrideReason: 'One account' })
    const second = await fixture.vault.keys.add({ ...staging, secret })
    const { problems } = await only(`export YUNXIN_API_KEY=${secret}`)
    expect(problems).toEqual(
      expect.arrayContaining(
        [first, second].map(({ key: { id: keyId, name, environmentId } }) => ({
          kind: 'in_vault',
          keyId,
          name,
          environmentId,
        })),
      ),
    )
    expect(problems).toHaveLength(2)
  })

  it('more rows than a person looks at', async () => {
    const text = Array.from({ length: 2_001 }, () => `sk-${random()}`).join('\n')
    await expect(read(text)).rejects.toMatchObject(invalid('text', 'too_many_keys'))
  })
})

describe('the clipboard', () => {
  it('is read by the core, so that the page holds masks alone', async () => {
    const key = openai()
    fixture.clipboard = { available: true, readText: async () => `OPENAI_API_KEY=${key}` }
    const batch = await fixture.vault.imports.read({ from: 'clipboard' })
    expect(batch).toMatchObject({ source: 'clipboard', rows: [{ variable: 'OPENAI_API_KEY' }], file: null })
    expect(JSON.stringify(batch)).not.toContain(key.slice(0, -4))
  })

  it.each([
    ['unavailable', { available: false, readText: async () => '' }],
    ['unreadable', { available: true, readText: () => Promise.reject(new Error('no')) }],
    ['empty', { available: true, readText: async () => ' \n' }],
    ['too_long', { available: true, readText: async () => 'a'.repeat(200_001) }],
  ])('%s is told', async (reason, clipboard) => {
    fixture.clipboard = clipboard
    await fixture.restart()
    await expect(fixture.vault.imports.read({ from: 'clipboard' })).rejects.toMatchObject(invalid('clipboard', reason))
  })
})
