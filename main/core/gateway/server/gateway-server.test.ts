import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { chatStream } from '../../../../test/faults/answers.ts'
import { errorOf, type GatewayFixture, startGateway } from '../../../../test/faults/gateway-fixture.ts'

let gateway: GatewayFixture
beforeEach(async () => {
  gateway = await startGateway()
})
afterEach(() => gateway[Symbol.asyncDispose]())

describe('a call through the gateway', () => {
  test('reaches the provider with the vault key in place of the local key, and comes back byte for byte', async () => {
    const response = await gateway.chat()
    const direct = await fetch(`${gateway.provider.baseUrl}/chat/completions`, { method: 'POST', body: '{}' })
    expect(response.status).toBe(200)
    expect(await response.text()).toBe(await direct.text())
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(gateway.provider.seen[0]?.headers.authorization).toBe(`Bearer ${gateway.door.secret}`)
    expect(JSON.stringify(gateway.provider.seen[0])).not.toContain(gateway.keyring.text)
  })

  test('is on record with its origin, local key and client, under the id that the client was told', async () => {
    const response = await gateway.chat({}, { headers: { 'user-agent': 'editor/1.0' } })
    await response.text()
    expect(gateway.door.ledger.last).toMatchObject({
      id: response.headers.get('x-keydeck-request-id'),
      origin: 'gateway',
      localKeyId: gateway.keyring.grant.id,
      localKeyName: 'Editor',
      client: 'editor/1.0',
      model: 'fake-1',
      endState: 'ok',
    })
    expect(gateway.keyring.uses).toEqual([{ id: gateway.keyring.grant.id, client: 'editor/1.0' }])
  })

  test('streams, without the usage event that only Keydeck asked for', async () => {
    gateway.provider.always(chatStream(['Hel', 'lo']))
    const response = await gateway.chat({ stream: true })
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    const text = await response.text()
    expect(text).toContain('"content":"Hel"')
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true)
    expect(text).not.toContain('prompt_tokens')
    expect(gateway.door.ledger.last.tokens).toMatchObject({ input: 12, output: 7, estimated: false })
  })
})

describe('without a right key', () => {
  test('no key at all is told apart from a wrong one', async () => {
    const none = await fetch(`${gateway.baseUrl}/models`)
    expect(none.status).toBe(401)
    expect(none.headers.get('www-authenticate')).toBe('Bearer')
    expect(await errorOf(none)).toMatchObject({ type: 'invalid_request_error', param: null, code: 'missing_api_key' })

    const wrong = await gateway.fetch('/models', { headers: { authorization: 'Bearer kd_wrong' } })
    expect(wrong.status).toBe(401)
    expect(await errorOf(wrong)).toMatchObject({ type: 'invalid_request_error', param: null, code: 'invalid_api_key' })
    expect(gateway.provider.seen).toEqual([])
  })
})

describe('the switch', () => {
  test('off closes the port, and on opens it again', async () => {
    expect(gateway.server.state()).toMatchObject({ state: 'on', baseUrl: gateway.baseUrl })
    expect(await gateway.server.stop()).toMatchObject({ state: 'off', since: null })
    await expect(gateway.chat()).rejects.toThrow()
    expect(await gateway.server.start()).toMatchObject({ state: 'on' })
    expect((await gateway.chat()).status).toBe(200)
  })
})
