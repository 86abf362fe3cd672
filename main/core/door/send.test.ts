import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { chatStream, completion, json } from '../../../test/faults/answers.ts'
import { type DoorFixture, openDoor, passportFor } from '../../../test/faults/door-fixture.ts'
import { type FaultProvider, startFaultProvider } from '../../../test/faults/fault-provider.ts'

let provider: FaultProvider
let fixture: DoorFixture

beforeEach(async () => {
  provider = await startFaultProvider(chatStream(['Hel', 'lo, ', '世界']))
  fixture = openDoor(passportFor(provider.baseUrl))
})

afterEach(async () => {
  await fixture.close()
  await provider.close()
})

test('a streamed answer passes, and its row has the figures that were asked for behind its back', async () => {
  const response = await fixture.door.send(fixture.chat())
  const text = (await buffer(response.body)).toString('utf8')

  expect(response.status).toBe(200)
  expect(text).toContain('世界')
  expect(text.endsWith('data: [DONE]\n\n')).toBe(true)
  expect(text).not.toContain('"usage"')
  expect(provider.last.headers.authorization).toBe(`Bearer ${fixture.secret}`)
  expect(provider.last.path).toBe('/v1/chat/completions')
  const row = await response.recorded
  expect(fixture.ledger.rows).toEqual([row])
  expect(row).toMatchObject({
    endState: 'ok',
    status: 200,
    streaming: true,
    model: 'fake-1',
    errorCode: null,
    attempt: 1,
  })
  expect(row.tokens).toEqual({ input: 12, cached: 4, output: 7, reasoning: 2, estimated: false })
  expect(row.cost).toBe(820)
  expect(row.timeToFirstTokenMs).toBeGreaterThanOrEqual(0)
  expect(row.responseBytes).toBeGreaterThan(text.length)
})

test('a plain answer passes byte for byte', async () => {
  provider.always(completion())
  const response = await fixture.door.send(fixture.chat({ stream: false }))
  const body = JSON.parse((await buffer(response.body)).toString('utf8'))
  expect(body.choices[0].message.content).toBe('Hello there.')
  expect((await response.recorded).tokens).toMatchObject({ input: 12, output: 7, estimated: false })
})

test('a list of models has a row without tokens', async () => {
  provider.always(json({ object: 'list', data: [{ id: 'fake-1' }] }))
  const response = await fixture.door.send(fixture.request())
  await buffer(response.body)
  expect(await response.recorded).toMatchObject({ endState: 'ok', tokens: null, model: null, path: '/models' })
  expect(fixture.used).toEqual([fixture.passport.keyId])
})
