import { afterEach, beforeEach, expect, test } from 'vitest'
import { type GatewayFixture, startGateway } from '../faults/gateway-fixture.ts'
import { chatBody, codeOf, rawChat } from './gateway-raw.ts'
import { statusOf } from './raw-socket.ts'

let gateway: GatewayFixture
beforeEach(async () => {
  gateway = await startGateway()
})
afterEach(() => gateway[Symbol.asyncDispose]())

const refused = async (answer: Promise<string>) => {
  const text = await answer
  expect(gateway.provider.seen).toEqual([])
  return [statusOf(text), codeOf(text), /"param":"(\w+)"/.exec(text)?.[1] ?? null]
}

test.each([
  ['?model=dear', 'model'],
  ['?x=1&Model=dear', 'model'],
  ['?%6d%6Fdel=dear', 'model'],
  ['?x=1;model=dear', 'model'],
  ['?model[]=dear', 'model'],
  ['?api_base=http://127.0.0.1:1', 'api_base'],
  ['?providerOptions=x', 'providerOptions'],
])('a model that nobody checked stands in the address, where some servers look first: %s', async (query, param) => {
  const answer = rawChat(gateway, {}, chatBody, `POST /v1/chat/completions${query} HTTP/1.1`)
  expect(await refused(answer)).toEqual([400, 'invalid_request', param])
})

test('an address has other parameters', async () => {
  const answer = await rawChat(gateway, {}, chatBody, 'POST /v1/chat/completions?api-version=1&models-of=x HTTP/1.1')
  expect(statusOf(answer)).toBe(200)
  expect(gateway.provider.last.path).toBe('/v1/chat/completions?api-version=1&models-of=x')
})

const inUtf7 = '{"model":"fake-1","+AG0-odel":"dear","messages":[]}'
test.each(['utf-7', 'UTF-16LE', 'iso-8859-1', 'utf-8; charset=utf-7', '"utf-8\\x"'])(
  'a model hides in another encoding, which a server would decode: %s',
  async (charset) => {
    const answer = rawChat(gateway, { 'Content-Type': `application/json; charset=${charset}` }, inUtf7)
    expect(await refused(answer)).toEqual([415, 'unsupported_media_type', null])
    const form = `--b\r\nContent-Disposition: form-data; name="model"\r\n\r\nfake-1\r\n--b\r\nContent-Disposition: form-data; name="+AG0-odel"\r\n\r\ndear\r\n--b--\r\n`
    const type = `multipart/form-data; boundary=b; charset=${charset}`
    const upload = rawChat(gateway, { 'Content-Type': type }, form, 'POST /v1/audio/transcriptions HTTP/1.1')
    expect(await refused(upload)).toEqual([415, 'unsupported_media_type', null])
  },
)

test.each(['utf-8', 'UTF-8', 'utf8', '"utf-8"'])('UTF-8 is not accepted by one of its names: %s', async (charset) => {
  const answer = await rawChat(gateway, { 'Content-Type': `application/json; charset=${charset}` })
  expect(statusOf(answer)).toBe(200)
})

test.each(['"model":"dear"', '"Model":"dear"', '"api_base":"x"', '"max_tokens":100000', '"n":50'])(
  'a field that is read hides in "extra_body", from where servers take it into the body: %s',
  async (field) => {
    const body = `{"model":"fake-1","max_tokens":1,"messages":[],"extra_body":{"x":1,${field}}}`
    expect(await refused(rawChat(gateway, {}, body))).toEqual([400, 'invalid_request', 'extra_body'])
  },
)

test('a provider\'s own fields pass in "extra_body"', async () => {
  const body = '{"model":"fake-1","messages":[],"extra_body":{"google":{"thinking_config":{"model":"x"}}}}'
  expect(statusOf(await rawChat(gateway, {}, body))).toBe(200)
  expect(gateway.provider.last.body.toString()).toBe(body)
})

test('a flood of fields is read for seconds while nobody else is served', async () => {
  const body = `{"model":"fake-1","messages":[]${',"a":1'.repeat(2_000)}}`
  expect(await refused(rawChat(gateway, {}, body))).toEqual([400, 'invalid_request', null])
  const options = `{"model":"fake-1","stream":true,"messages":[],"stream_options":{"a":1${',"a":1'.repeat(2_000)}}}`
  expect(await refused(rawChat(gateway, {}, options))).toEqual([400, 'invalid_request', null])
})
