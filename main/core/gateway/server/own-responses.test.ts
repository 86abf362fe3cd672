import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { json } from '../../../../test/faults/answers.ts'
import { passportFor } from '../../../../test/faults/door-fixture.ts'
import { errorOf, type GatewayFixture, startGateway } from '../../../../test/faults/gateway-fixture.ts'
import type { Passport } from '../../door/door-types.ts'
import type { MadeResponse } from '../../door/response-port.ts'
import type { Candidate } from '../gateway-types.ts'
import { whereMade } from './own-responses.ts'

let gateway: GatewayFixture
const id = 'resp_0123456789abcdef'
const usage = { input_tokens: 30, output_tokens: 12, total_tokens: 42 }

beforeEach(async () => {
  gateway = await startGateway({ usual: json({ id, object: 'response', status: 'completed', model: 'fake-1', usage }) })
})
afterEach(() => gateway[Symbol.asyncDispose]())

const post = (path: string, body: object) =>
  gateway.fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'fake-1', input: 'Hello', ...body }),
  })
/** From here on the same text belongs to another local key. */
const becomeAnother = () => {
  gateway.keyring.verdict = { kind: 'active', grant: { ...gateway.keyring.grant, id: randomUUID(), name: 'Spy' } }
}
const asks: [string, () => Promise<Response>][] = [
  ['read', () => gateway.fetch(`/responses/${id}`)],
  ['read as a stream', () => gateway.fetch(`/responses/${id}?stream=true`)],
  ['deleted', () => gateway.fetch(`/responses/${id}`, { method: 'DELETE' })],
  ['read for what was asked', () => gateway.fetch(`/responses/${id}/input_items`)],
  ['cancelled', () => gateway.fetch(`/responses/${id}/cancel`, { method: 'POST' })],
  ['gone on from', () => post('/responses', { previous_response_id: id })],
  ['gone on from, while its tokens are counted', () => post('/responses/input_tokens', { previous_response_id: id })],
]

test.each(asks)('a response of another local key can be %s', async (_name, ask) => {
  await (await post('/responses', {})).text()
  const before = gateway.provider.seen.length
  becomeAnother()
  const answer = await ask()
  expect(answer.status).toBe(404)
  expect(await errorOf(answer)).toMatchObject({ code: 'response_not_found', type: 'invalid_request_error' })
  expect(gateway.provider.seen).toHaveLength(before)
})

test.each(asks)('one that nobody made here can be %s', async (_name, ask) => {
  const answer = await ask()
  expect([answer.status, (await errorOf(answer)).code]).toEqual([404, 'response_not_found'])
  expect(gateway.provider.seen).toHaveLength(0)
})

test('a budget that is used up keeps a local key from what it has paid for, and its figures from being known', async () => {
  await (await post('/responses', { background: true })).text()
  gateway.keyring.isOverBudget = true
  expect((await gateway.fetch(`/responses/${id}`)).status).toBe(200)
  expect((await post('/responses', {})).status).toBe(402)
})

test.each(asks)("a local key's own response can not be %s", async (_name, ask) => {
  await (await post('/responses', {})).text()
  const answer = await ask()
  expect(answer.status).toBe(200)
  await answer.text()
})

test.each([[7], [['resp']], ['x'.repeat(5_000)]])(
  'a previous response that is not read slips through',
  async (given) => {
    const answer = await post('/responses', { previous_response_id: given })
    expect([400, 404]).toContain(answer.status)
    expect(gateway.provider.seen).toHaveLength(0)
  },
)

test('no previous response is none', async () => {
  const answer = await post('/responses', { previous_response_id: null })
  expect(answer.status).toBe(200)
  await answer.text()
})

test('the first vault key is asked, and not the one that made the response', async () => {
  const { passport, keyring } = gateway
  keyring.routes.set('fake-1', { kind: 'found', candidates: [{ keyId: passport.keyId, model: 'fake-1' }] })
  await (await post('/responses', {})).text()
  const gone = { keyId: randomUUID(), model: null }
  keyring.routes.set(null, { kind: 'found', candidates: [gone, { keyId: passport.keyId, model: null }] })
  const answer = await gateway.fetch(`/responses/${id}`)
  expect(answer.status).toBe(200)
  await answer.text()
})

describe('two providers give their responses the same ids, and', () => {
  const other = passportFor('http://127.0.0.1:9')
  const foreign = { keyId: other.keyId, model: 'fake-1' }
  const at = (keyId: string) => ({ keyId, model: 'fake-1' })
  const ask = (method: string, given: Candidate[], made: MadeResponse[], previous: string | null = null) =>
    whereMade(given as [Candidate, ...Candidate[]], made, gateway.keyring.grant, {
      passports: { find: (keyId) => [gateway.passport, sibling, other].find((one) => one.keyId === keyId) ?? null },
      asked: { method, path: previous === null ? `/responses/${id}` : '/responses', previous },
    })
  let sibling: Passport
  let own: MadeResponse
  beforeEach(() => {
    sibling = { ...gateway.passport, keyId: randomUUID() }
    own = { keyId: gateway.passport.keyId, localKeyId: gateway.keyring.grant.id }
  })

  test('the other is asked for the one that it made where the first can not be used', () => {
    expect(ask('GET', [foreign, at(sibling.keyId), at(own.keyId)], [own])).toEqual([at(own.keyId), at(sibling.keyId)])
    expect(ask('GET', [foreign], [own])).toMatchObject({ code: 'response_not_found', param: null })
  })

  test('a model of the other goes on from what somebody else said there', () => {
    const what = ask('POST', [foreign], [own, { keyId: other.keyId, localKeyId: 'somebody else' }], id)
    expect(what).toMatchObject({ code: 'response_not_found', param: 'previous_response_id' })
  })

  test('so do two keys of one provider: what another local key made with the second is read', () => {
    const made = [own, { keyId: sibling.keyId, localKeyId: 'somebody else' }]
    expect(ask('GET', [at(sibling.keyId), at(own.keyId)], made)).toEqual([at(own.keyId)])
    expect(ask('GET', [at(sibling.keyId)], made)).toMatchObject({ code: 'response_not_found' })
  })

  test('a maker that was deleted speaks for every key there is', () => {
    expect(ask('GET', [foreign], [{ ...own, keyId: randomUUID() }])).toMatchObject({ code: 'response_not_found' })
  })
})

test('a database that refuses lets a response through to whoever asks', async () => {
  gateway.door.responses.madeBy = () => {
    throw new Error('database is locked')
  }
  const answer = await gateway.fetch(`/responses/${id}`)
  expect([answer.status, (await errorOf(answer)).code]).toEqual([500, 'internal_error'])
  expect(gateway.provider.seen).toHaveLength(0)
})
