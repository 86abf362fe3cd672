import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { json } from '../../../../test/faults/answers.ts'
import { errorOf, type GatewayFixture, startGateway } from '../../../../test/faults/gateway-fixture.ts'

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
