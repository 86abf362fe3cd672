import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Feature } from '../../../../contract/providers.ts'
import { startProvider } from '../../../../test/fakes/aimock.ts'
import { allOf, ended, ProbeFixture, statesOf } from '../../../../test/fakes/probe-fixture.ts'
import { silent } from '../../../../test/faults/breaks.ts'
import { type Asked, endpoint, refusing } from '../../../../test/faults/endpoint.ts'
import { type Fault, startFaultProvider } from '../../../../test/faults/fault-provider.ts'
import { SecretStoreError } from '../secret-store/secret-store.ts'
import { PROBE_TIMEOUT_MS } from './probe-call.ts'

let fixture: ProbeFixture
beforeEach(async () => {
  fixture = await ProbeFixture.open()
})
afterEach(() => fixture.close())

describe('an endpoint that can do everything', () => {
  it('is said to lack something, out of order, or without a word that a call is under way', async () => {
    const results = await fixture.probe((await fixture.addKey()).id)
    expect(statesOf(results)).toEqual(allOf('yes'))
    expect(results.map(({ feature, state }) => `${feature} ${state}`)).toEqual(
      Feature.options.flatMap((feature) => [`${feature} running`, `${feature} yes`]),
    )
    for (const { state, latencyMs, error } of results) {
      expect(error).toBeNull()
      if (state === 'yes') expect(latencyMs).toBeGreaterThanOrEqual(0)
    }
  })

  it('is asked past the ledger, without the key, for a long answer, or more than once for each feature', async () => {
    await fixture.probe((await fixture.addKey()).id)
    expect(fixture.provider.seen).toHaveLength(Feature.options.length)
    expect(fixture.door.ledger.rows.map((row) => [row.origin, row.endState])).toEqual(
      Feature.options.map(() => ['check', 'ok']),
    )
    for (const { headers, body } of fixture.provider.seen) {
      expect(headers.authorization).toBe(`Bearer ${fixture.door.secret}`)
      if (body.length === 0) continue
      const { max_tokens, max_output_tokens } = JSON.parse(body.toString())
      expect(max_tokens ?? max_output_tokens).toBeLessThanOrEqual(256)
    }
  })

  it('is forgotten, or remembered with another time or model', async () => {
    const { id } = await fixture.addKey()
    expect(fixture.providers.capabilities(id)).toBeNull()
    const results = ended(await fixture.probe(id))
    const expected = { at: fixture.vault.clock.now(), model: 'fake-1', results }
    expect(fixture.providers.capabilities(id)).toEqual(expected)
    await fixture.vault.restart()
    expect(fixture.providers.capabilities(id)).toEqual(expected)
  })

  it('is probed off the record', async () => {
    const { id } = await fixture.addKey()
    await fixture.probe(id)
    expect(fixture.vault.database.all(`SELECT key_id, subject FROM audit WHERE action = 'key_probed'`)).toEqual([
      { key_id: id, subject: 'Laptop' },
    ])
  })
})

describe('where no call can tell anything', () => {
  it.each<[string, Partial<Record<Asked, Fault>>, number, string]>([
    ['a wrong key', { models: refusing(401, 'Incorrect API key provided') }, 1, 'invalid_api_key'],
    ['a key that may not chat', { chat: refusing(403, 'Not for you') }, 2, 'insufficient_permissions'],
    ['no credit', { chat: refusing(429, 'No credit', { code: 'insufficient_quota' }) }, 2, 'budget_exceeded'],
  ])('%s is tried on, or taken for what the endpoint can do', async (_name, faults, calls, code) => {
    fixture.provider.always(endpoint(faults))
    const { id } = await fixture.addKey()
    const results = await fixture.probe(id)
    const last = results.findIndex(({ error }) => error !== null)
    expect(results[last]).toMatchObject({ state: 'unclear', error: { code } })
    expect(results.slice(last + 1).map(({ state }) => state)).toEqual(Feature.options.slice(calls).map(() => 'skipped'))
    expect(fixture.provider.seen).toHaveLength(calls)
    expect(fixture.providers.capabilities(id)).toBeNull()
  })

  it('a server that is not there is asked for each feature', async () => {
    const gone = await startFaultProvider(endpoint())
    const { baseUrl } = gone
    await gone.close()
    const { id } = await fixture.addKey({}, baseUrl)
    const results = await fixture.probe(id)
    expect(statesOf(results)).toEqual({ ...allOf('skipped'), models: 'unclear' })
    expect(results[1]?.error).toMatchObject({ layer: 'network', code: 'upstream_unreachable' })
    expect(fixture.providers.capabilities(id)).toBeNull()
  })

  it('a store that is locked is taken for an answer of the endpoint', async () => {
    const { id } = await fixture.addKey()
    fixture.openDoor({ reader: { read: () => Promise.reject(new SecretStoreError('locked', 'none')) } })
    const results = await fixture.probe(id)
    expect(statesOf(results)).toEqual(allOf('skipped'))
    expect(results[1]?.error).toMatchObject({ code: 'vault_locked', layer: 'vault' })
    expect(fixture.provider.seen).toEqual([])
  })

  it('the secret goes to an address that it was not stored for', async () => {
    const { id, providerId } = await fixture.addKey()
    const other = await startFaultProvider(endpoint())
    fixture.providers.update(providerId, { baseUrl: other.baseUrl })
    const results = await fixture.probe(id)
    await other.close()
    expect(results[1]).toMatchObject({ state: 'skipped', error: { code: 'origin_mismatch' } })
    expect(other.seen).toEqual([])
  })

  it('a model beyond the account type is asked for', async () => {
    const { id, providerId } = await fixture.addKey({ accountType: 'free' })
    fixture.providers.update(providerId, { tierRules: [{ pattern: '*', tier: 'premium' }] })
    const results = await fixture.probe(id)
    expect(statesOf(results)).toEqual({ ...allOf('skipped'), models: 'yes' })
    expect(results[3]?.error).toMatchObject({ code: 'insufficient_permissions', layer: 'policy' })
    expect(fixture.provider.seen).toHaveLength(1)
  })
})

describe('a guarded environment', () => {
  it('is spent money in before the person says yes, or never', async () => {
    const production = fixture.vault.environment('Production')
    const { id } = await fixture.addKey({ environmentId: production.id })
    expect(() => fixture.start(id)).toThrow(
      expect.objectContaining({ code: 'CONFLICT', data: { reason: 'guard_unconfirmed' } }),
    )
    expect(fixture.provider.seen).toEqual([])
    fixture.vault.vault.environments.confirm(production.id)
    expect(statesOf(await fixture.probe(id))).toEqual(allOf('yes'))
  })
})

it('a key that is not there is probed', () => {
  const id = crypto.randomUUID()
  expect(() => fixture.start(id)).toThrow('NOT_FOUND')
  expect(() => fixture.providers.capabilities(id)).toThrow('NOT_FOUND')
})

it('a provider that nobody here wrote is misjudged', async () => {
  const mock = await startProvider([fixture.door.secret])
  const states = statesOf(await fixture.probe((await fixture.addKey({}, mock.baseUrl)).id))
  await mock.close()
  expect(states).toMatchObject({ models: 'yes', chat: 'yes', streaming: 'yes', stream_usage: 'yes', responses: 'yes' })
  // It says the same words to everyone: neither calls a tool nor keeps to a schema.
  expect(states).toMatchObject({ tools: 'no', json_schema: 'no' })
})

describe('a page that goes away', () => {
  it('leaves a call running, or calls that were still to come', async () => {
    fixture.provider.always(endpoint({ chat: silent }))
    const { id } = await fixture.addKey()
    const abort = new AbortController()
    const results = fixture.probe(id, abort.signal)
    await fixture.provider.requests(2)
    abort.abort()
    expect(statesOf(await results)).toEqual({ models: 'yes' })
    expect(fixture.door.ledger.rows.map((row) => row.endState)).toEqual(['ok', 'stopped'])
    expect(fixture.provider.seen).toHaveLength(2)
    expect(fixture.providers.capabilities(id)).toBeNull()
  })

  it('without a word leaves more than the call under way', async () => {
    const { id } = await fixture.addKey()
    const results = fixture.start(id)
    await results.next()
    await results.next()
    await results.return(undefined)
    expect(fixture.provider.seen).toHaveLength(1)
    expect(fixture.providers.capabilities(id)).toBeNull()
  })

  it('keeps a call waiting at the limit', async () => {
    const { id } = await fixture.addKey({ accountType: 'custom', requestsPerMinute: 1 })
    const abort = new AbortController()
    const results = fixture.providers.probe(id, 'fake-1', abort.signal)
    for (const expected of ['running', 'yes', 'running']) {
      expect((await results.next()).value).toMatchObject({ state: expected })
    }
    const waiting = results.next()
    abort.abort()
    expect((await waiting).done).toBe(true)
    expect(fixture.provider.seen).toHaveLength(1)
    expect(fixture.door.ledger.rows.map((row) => row.endState)).toEqual(['ok', 'stopped'])
  })
})

describe('meanwhile', () => {
  it('a provider that never answers holds the probe for ever', async () => {
    fixture.provider.always(endpoint({ chat: silent }))
    const results = fixture.probe((await fixture.addKey()).id)
    await fixture.provider.requests(2)
    fixture.vault.clock.advance(PROBE_TIMEOUT_MS)
    const ended = await results
    expect(statesOf(ended)).toMatchObject({ models: 'yes', chat: 'unclear', streaming: 'skipped', responses: 'yes' })
    expect(ended.find(({ error }) => error !== null)?.error?.code).toBe('upstream_timeout')
  })

  it('a new address keeps what the old server could do', async () => {
    const { id, providerId } = await fixture.addKey()
    const results = fixture.start(id)
    await results.next()
    fixture.providers.update(providerId, { baseUrl: 'https://elsewhere.example/v1' })
    while (!(await results.next()).done) continue
    expect(fixture.providers.capabilities(id)).toBeNull()
  })

  it('a deleted key keeps what it could do, or takes the probe down', async () => {
    const { id } = await fixture.addKey()
    const results = fixture.start(id)
    await results.next()
    fixture.vault.vault.keys.delete(id)
    const states: string[] = []
    for await (const result of results) states.push(result.state)
    expect(states).not.toContain('yes')
    expect(fixture.vault.database.all('SELECT 1 FROM capability')).toEqual([])
  })
})

it('a provider that quotes the key puts it into the results or the database', async () => {
  fixture.provider.always(endpoint({ tools: refusing(400, `${fixture.door.secret} may not call tools`) }))
  const { id } = await fixture.addKey()
  const results = await fixture.probe(id)
  expect(results.find(({ feature, state }) => feature === 'tools' && state === 'no')?.error?.providerMessage).toContain(
    'may not call tools',
  )
  expect(JSON.stringify([results, fixture.providers.capabilities(id), fixture.vault.log])).not.toContain(
    fixture.door.secret,
  )
})

it('rows that can not be read take the page down', async () => {
  const { id } = await fixture.addKey()
  await fixture.probe(id)
  fixture.vault.database.run(`UPDATE capability SET results = '[{"feature":"telepathy"}]'`)
  expect(fixture.providers.capabilities(id)).toBeNull()
})
