import * as fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AnsweringDoor, answerWith, callError, models } from '../../../../test/fakes/answering-door.ts'
import { LocalKeysFixture } from '../../../../test/fakes/local-keys-fixture.ts'

let fixture: LocalKeysFixture

beforeEach(() => {
  fixture = new LocalKeysFixture()
})
afterEach(() => fixture.remove())

const listed = async () => (await fixture.keyring.models(fixture.grant(text))).map(({ id }) => id)
let text = ''

/** A local key; its grant. */
function grantOf(fields: Parameters<LocalKeysFixture['create']>[0] = {}) {
  const made = fixture.create({ accountType: 'enterprise', ...fields })
  text = made.text
  return made.grant
}

test('a plain id goes to the first vault key that has it, and then to the next, in the order of the local key', async () => {
  const yunxin = await fixture.vaultKey({ name: 'Yunxin', models: ['both', 'one'] })
  const openai = await fixture.vaultKey({ name: 'OpenAI', preset: 'openai', models: ['both', 'two'] })
  expect(await fixture.route(grantOf(), 'both')).toEqual(['Yunxin: both', 'OpenAI: both'])
  const grant = grantOf({ vaultKeyIds: [openai, yunxin] })
  expect(await fixture.route(grant, 'both')).toEqual(['OpenAI: both', 'Yunxin: both'])
  expect(await fixture.route(grant, 'one')).toEqual(['Yunxin: one'])
  expect(await fixture.route(grant, 'Both')).toBe('model_not_found')
  expect(await fixture.route(grantOf({ vaultKeyIds: [openai] }), 'both')).toEqual(['OpenAI: both'])
})

test('a provider before the slash picks it, by its name or its preset, in any case', async () => {
  await fixture.vaultKey({ name: 'Yunxin', models: ['both'] })
  await fixture.vaultKey({ name: 'Studio', preset: 'lm-studio', models: ['both', 'a/b'] })
  const grant = grantOf()
  for (const name of ['lm-studio/both', 'LM-Studio/both'])
    expect(await fixture.route(grant, name)).toEqual(['Studio: both'])
  expect(await fixture.route(grant, 'lm-studio/a/b')).toEqual(['Studio: a/b'])
  expect(await fixture.route(grant, 'openai/both')).toBe('model_not_found')
  expect(await fixture.route(grant, 'lm-studio/')).toBe('model_not_found')
  expect(await fixture.route(grant, '/both')).toBe('model_not_found')
})

test('an id that itself holds a slash is taken exactly first: OpenRouter’s openai/… is not OpenAI’s', async () => {
  await fixture.vaultKey({ name: 'OpenAI', preset: 'openai', models: ['gpt-x'] })
  await fixture.vaultKey({ name: 'Router', preset: 'openrouter', models: ['openai/gpt-x', 'openai/gpt-y'] })
  const grant = grantOf()
  expect(await fixture.route(grant, 'openai/gpt-x')).toEqual(['Router: openai/gpt-x', 'OpenAI: gpt-x'])
  expect(await fixture.route(grant, 'openrouter/openai/gpt-x')).toEqual(['Router: openai/gpt-x'])
  expect(await fixture.route(grant, 'gpt-x')).toEqual(['OpenAI: gpt-x'])
  expect(await fixture.route(grant, 'openai/gpt-y')).toEqual(['Router: openai/gpt-y'])
  expect(await fixture.route(grant, 'openai/gpt-y:online')).toEqual(['Router: openai/gpt-y:online'])
})

test('a name that a provider lists in another form goes there as the client sent it', async () => {
  await fixture.vaultKey({ name: 'Gemini', preset: 'gemini', models: ['models/gemini-x'] })
  await fixture.vaultKey({ name: 'Ollama', preset: 'ollama', models: ['llama3:latest'] })
  const grant = grantOf()
  expect(await fixture.route(grant, 'gemini-x')).toEqual(['Gemini: gemini-x'])
  expect(await fixture.route(grant, 'llama3')).toEqual(['Ollama: llama3'])
  expect(await fixture.route(grant, 'ollama/llama3')).toEqual(['Ollama: llama3'])
})

test('with one provider a name that it doesn’t list goes to it all the same; with two it is unknown', async () => {
  await fixture.vaultKey({ name: 'One', models: ['a'] })
  await fixture.vaultKey({ name: 'Two', models: ['a'] })
  const grant = grantOf()
  expect(await fixture.route(grant, 'claude-latest')).toEqual(['One: claude-latest', 'Two: claude-latest'])
  await fixture.vaultKey({ name: 'OpenAI', preset: 'openai', models: ['b'] })
  expect(await fixture.route(grant, 'claude-latest')).toBe('model_not_found')
  expect(await fixture.route(grant, 'openai/gpt-new')).toEqual(['OpenAI: gpt-new'])
})

test('a list of models, or a way to another, is no model, unless a provider calls one so', async () => {
  await fixture.vaultKey({ name: 'One', models: ['cheap', 'a,b', '../a.gguf'] })
  const grant = grantOf({ models: ['cheap*', 'a*'] })
  expect(await fixture.route(grant, 'cheap,dear')).toBe('model_not_found')
  expect(await fixture.route(grant, 'cheap:x,dear')).toBe('model_not_found')
  expect(await fixture.route(grant, 'one/cheap,dear')).toBe('model_not_found')
  for (const way of ['cheap/../dear', 'cheap/..', 'cheap\\..\\dear', 'cheap%2f..%2fdear', 'cheap:x/./dear']) {
    expect(await fixture.route(grant, way)).toBe('model_not_found')
  }
  expect(await fixture.route(grant, 'a,b')).toEqual(['One: a,b'])
  expect(await fixture.route(grantOf(), '../a.gguf')).toEqual(['One: ../a.gguf'])
  expect(await fixture.route(grantOf(), 'cheap-1.5/x..y')).toEqual(['One: cheap-1.5/x..y'])
})

test('a list that never came is asked for first; one that can’t come gets what no other list has', async () => {
  const door = new AnsweringDoor(async () => answerWith(200, models('new')))
  fixture.vault.door = door
  await fixture.vaultKey({ name: 'OpenAI', preset: 'openai', models: ['b'] })
  await fixture.vaultKey({ name: 'Yunxin' })
  const grant = grantOf()
  expect(await fixture.route(grant, 'new')).toEqual(['Yunxin: new'])
  expect(door.requests.map(({ path }) => path)).toEqual(['/models'])
  door.answer(404, '{}', callError({ layer: 'provider', code: 'upstream_error', status: 404 }))
  await fixture.vaultKey({ name: 'Mistral', preset: 'mistral' })
  expect(await fixture.route(grant, 'odd')).toEqual(['Mistral: odd'])
  expect(await fixture.route(grant, 'odd')).toEqual(['Mistral: odd'])
  expect(door.requests).toHaveLength(2)
})

test('calls that come while a provider is being asked wait for the same answer', async () => {
  const list = Promise.withResolvers<void>()
  const door = new AnsweringDoor(async () => {
    await list.promise
    return answerWith(200, models('new'))
  })
  fixture.vault.door = door
  await fixture.vaultKey({ name: 'OpenAI', preset: 'openai', models: ['b'] })
  await fixture.vaultKey({ name: 'Yunxin' })
  await fixture.vaultKey({ name: 'Mistral', preset: 'mistral' })
  const grant = grantOf()
  const routes = [fixture.route(grant, 'new'), fixture.route(grant, 'new'), fixture.route(grant, 'odd')]
  const names = fixture.keyring.models(grant)
  list.resolve()
  const both = ['Yunxin: new', 'Mistral: new']
  expect(await Promise.all(routes)).toEqual([both, both, 'model_not_found'])
  expect((await names).map(({ id }) => id)).toEqual(['b', 'new', 'mistral/new'])
  expect(door.requests).toHaveLength(2)
})

test('a provider that lists nothing is not asked at every call, but again once the store is unlocked', async () => {
  const door = new AnsweringDoor()
  door.refuse(callError({ code: 'vault_locked' }))
  fixture.vault.door = door
  await fixture.vaultKey({ name: 'OpenAI', preset: 'openai', models: ['b'] })
  await fixture.vaultKey({ name: 'Yunxin' })
  const grant = grantOf()
  for (let index = 0; index < 20; index++) {
    expect(await fixture.route(grant, 'b')).toEqual(['OpenAI: b'])
    fixture.clock.advance(10_000)
  }
  expect(door.requests).toHaveLength(1)
  door.answer(200, models('c'))
  fixture.vault.events.emit({ type: 'keys' })
  expect(await fixture.route(grant, 'c')).toContain('Yunxin: c')
})

test('a list that is a day old comes anew while calls go on by what is known', async () => {
  const door = new AnsweringDoor(async () => answerWith(200, models('old', 'new')))
  fixture.vault.door = door
  const id = await fixture.vaultKey({ name: 'Yunxin', models: ['old'], ageMs: 24 * 60 * 60_000 })
  const grant = grantOf()
  expect(await listed()).toEqual(['old'])
  expect(await fixture.route(grant, 'old')).toEqual(['Yunxin: old'])
  // Two who ask at the same time share one call: this resolves with the one under way.
  await fixture.vault.vault.keys.check(id)
  expect(await listed()).toEqual(['new', 'old'])
  expect(door.requests).toHaveLength(1)
})

test('a locked store does not make keys look as if they failed', async () => {
  const door = new AnsweringDoor()
  fixture.vault.door = door
  await fixture.vaultKey({ name: 'OpenAI', preset: 'openai', models: ['b'], ageMs: 60 * 60_000 })
  const id = await fixture.vaultKey({ name: 'Yunxin' })
  fixture.vault.store.state = 'locked'
  expect(await fixture.route(grantOf(), 'odd')).toEqual(['Yunxin: odd'])
  expect([door.requests.length, fixture.vault.key(id).lastCheck]).toEqual([0, null])
})

test('a model that came out since is found by asking again, but a wrong name does not ask at every call', async () => {
  const door = new AnsweringDoor(async () => answerWith(200, models('old', 'new')))
  fixture.vault.door = door
  await fixture.vaultKey({ name: 'Yunxin', models: ['old'], ageMs: 60_000 })
  await fixture.vaultKey({ name: 'OpenAI', preset: 'openai', models: ['b'], ageMs: 30_000 })
  const grant = grantOf()
  expect(await fixture.route(grant, 'new')).toEqual(['Yunxin: new'])
  for (let index = 0; index < 5; index++) expect(await fixture.route(grant, 'wrong')).toBe('model_not_found')
  expect(door.requests).toHaveLength(1)
})

test('a provider that never answers holds a call up for some seconds at most', async () => {
  fixture.vault.door = new AnsweringDoor(() => new Promise(() => {}))
  await fixture.vaultKey({ name: 'Yunxin', models: ['a'] })
  await fixture.vaultKey({ name: 'OpenAI', preset: 'openai' })
  const route = fixture.route(grantOf(), 'odd')
  fixture.clock.advance(5_000)
  expect(await route).toEqual(['OpenAI: odd'])
})

test('a vault key of another environment is never used, even if it was moved there later', async () => {
  const id = await fixture.vaultKey({ name: 'Moved', models: ['m'] })
  await fixture.vaultKey({ name: 'There', environment: 'Production', models: ['m', 'other'] })
  const [all, named] = [grantOf(), grantOf({ vaultKeyIds: [id] })]
  expect(await fixture.route(all, 'm')).toEqual(['Moved: m'])
  const production = fixture.vault.environment('Production').id
  fixture.vault.vault.keys.update(id, { environmentId: production })
  for (const grant of [all, named]) {
    expect(await fixture.route(grant, 'm')).toBe('model_not_found')
    expect(await fixture.route(grant, null)).toBe('model_not_found')
    expect(await fixture.keyring.models(grant)).toEqual([])
  }
  const development = fixture.vault.environment('Development').id
  fixture.vault.vault.keys.update(id, { environmentId: development })
  expect(await fixture.route(named, 'm')).toEqual(['Moved: m'])
})

test('a revoked vault key is passed over; where no other has the model, that is the reason', async () => {
  const first = await fixture.vaultKey({ name: 'First', models: ['m', 'only'] })
  await fixture.vaultKey({ name: 'Second', models: ['m'] })
  const grant = grantOf()
  fixture.vault.vault.keys.revoke(first, false)
  expect(await fixture.route(grant, 'm')).toEqual(['Second: m'])
  expect(await fixture.route(grant, 'only')).toBe('key_revoked')
  expect(await fixture.route(grant, null)).toEqual(['Second: null'])
  expect(await listed()).toEqual(['m'])
})

test.each([
  [{ accountType: 'free' }, ['m-free']],
  [{ accountType: 'basic' }, ['m-free', 'm-usual']],
  [{ accountType: 'pro' }, ['m-big', 'm-free', 'm-usual']],
  [{ accountType: 'custom', modelTiers: ['premium'] }, ['m-big']],
  [{ models: ['m-f*', 'yunxin/m-b*'] }, ['m-big', 'm-free']],
  [{ models: ['M-BIG'] }, ['m-big']],
  [{ models: ['openai/*'] }, []],
] as const)('%j may use %j, and is told so', async (fields, allowed) => {
  const { id } = fixture.vault.provider('yunxin')
  fixture.vault.vault.providers.update(id, {
    tierRules: [
      { pattern: '*-free', tier: 'free' },
      { pattern: '*-big', tier: 'premium' },
    ],
  })
  const all = ['m-big', 'm-free', 'm-usual']
  await fixture.vaultKey({ models: all })
  const grant = grantOf(JSON.parse(JSON.stringify(fields)))
  expect(await listed()).toEqual(allowed)
  for (const model of all) {
    const isAllowed = (allowed as readonly string[]).includes(model)
    expect(await fixture.route(grant, model)).toEqual(isAllowed ? [`Laptop: ${model}`] : 'insufficient_permissions')
  }
})

test('the account of a vault key counts too: one that may not use the model is passed over', async () => {
  const { id } = fixture.vault.provider('yunxin')
  fixture.vault.vault.providers.update(id, { tierRules: [{ pattern: 'big', tier: 'premium' }] })
  await fixture.vaultKey({ name: 'Free', accountType: 'free', models: ['big'] })
  const grant = grantOf()
  expect(await fixture.route(grant, 'big')).toBe('insufficient_permissions')
  expect(await listed()).toEqual([])
  await fixture.vaultKey({ name: 'Pro', models: ['big'] })
  expect(await fixture.route(grant, 'big')).toEqual(['Pro: big'])
})

test('every name that is listed goes to the vault key that stands beside it', async () => {
  await fixture.vaultKey({ name: 'OpenAI', preset: 'openai', models: ['gpt-x', 'only'] })
  await fixture.vaultKey({ name: 'OpenAI 2', preset: 'openai', models: ['gpt-x', 'more'] })
  await fixture.vaultKey({ name: 'Yunxin', models: ['gpt-x', 'own'] })
  await fixture.vaultKey({ name: 'Router', preset: 'openrouter', models: ['yunxin/gpt-x', 'gpt-x'] })
  const grant = grantOf()
  const list = await fixture.keyring.models(grant)
  expect(list.map(({ id, providerName }) => `${id} of ${providerName}`)).toEqual([
    'gpt-x of OpenAI',
    'only of OpenAI',
    'more of OpenAI',
    'own of Yunxin',
    'yunxin/gpt-x of OpenRouter',
    'openrouter/gpt-x of OpenRouter',
  ])
  for (const { id, keyId } of list) {
    const route = await fixture.keyring.route(grant, id)
    expect(route.kind === 'found' && route.candidates[0].keyId).toBe(keyId)
  }
})

test('whatever providers list, every name goes where it is listed, no name is listed twice, and none is left out', async () => {
  const ids = ['a', 'b', 'openai/a', 'yunxin/a', 'yunxin/yunxin/a', 'openrouter/openai/a', 'models/b', 'a:x']
  const keys = [
    await fixture.vaultKey({ preset: 'openai', models: [] }),
    await fixture.vaultKey({ preset: 'yunxin', models: [] }),
    await fixture.vaultKey({ preset: 'yunxin', models: [] }),
    await fixture.vaultKey({ preset: 'openrouter', models: [] }),
  ]
  const grant = grantOf({ models: ['*a'] })
  const lists = fc.tuple(...keys.map(() => fc.subarray(ids)))
  await fc.assert(
    fc.asyncProperty(lists, fc.shuffledSubarray(keys, { minLength: 1 }), async (all, vaultKeyIds) => {
      keys.forEach((id, index) => {
        fixture.vault.database.run('UPDATE model_list SET models = ? WHERE key_id = ?', JSON.stringify(all[index]), id)
        fixture.vault.events.emit({ type: 'keys', id })
      })
      fixture.keys.update(grant.id, { vaultKeyIds })
      const named = await fixture.keyring.models(grant)
      expect(new Set(named.map(({ id }) => id)).size).toBe(named.length)
      for (const { id, keyId } of named) {
        const route = await fixture.keyring.route(grant, id)
        expect(route.kind === 'found' && route.candidates[0].keyId).toBe(keyId)
      }
      const plain = new Set(vaultKeyIds.flatMap((id) => all[keys.indexOf(id)] ?? []).filter((id) => id.endsWith('a')))
      expect([...plain].filter((id) => !named.some((one) => one.id === id))).toEqual([])
      expect(named.filter(({ id }) => !id.endsWith('a'))).toEqual([])
    }),
    { numRuns: 60 },
  )
})

test('a key that was added or a list that came is met by the next call', async () => {
  await fixture.vaultKey({ name: 'OpenAI', preset: 'openai', models: ['a'] })
  const grant = grantOf()
  await fixture.vaultKey({ name: 'Other', preset: 'mistral', models: ['b'] })
  expect(await fixture.route(grant, 'c')).toBe('model_not_found')
  await fixture.vaultKey({ name: 'Yunxin', models: ['c'] })
  expect(await fixture.route(grant, 'c')).toEqual(['Yunxin: c'])
})

test('a local key that was deleted between two steps of a request gets nothing', async () => {
  await fixture.vaultKey({ models: ['m'] })
  const grant = grantOf()
  fixture.keys.delete(grant.id)
  expect(await fixture.route(grant, 'm')).toBe('key_revoked')
  expect(await fixture.keyring.models(grant)).toEqual([])
  expect(fixture.keyring.take(grant).taken).toBe(false)
})

test('a name that a client made endless is not said back in full', async () => {
  await fixture.vaultKey({ models: ['a'] })
  await fixture.vaultKey({ preset: 'openai', models: ['b'] })
  const route = await fixture.keyring.route(grantOf(), 'x'.repeat(1_000_000))
  expect(route.kind === 'refused' && route.message.length).toBeLessThan(300)
})
