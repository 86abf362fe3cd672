import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { chatEvents, chunk, event } from '../../../../test/faults/answers.ts'
import { stalling } from '../../../../test/faults/breaks.ts'
import type { Fault } from '../../../../test/faults/fault-provider.ts'
import { type GatewayFixture, startGateway } from '../../../../test/faults/gateway-fixture.ts'
import { dial } from '../../../../test/security/raw-socket.ts'

let gateway: GatewayFixture
beforeEach(async () => {
  // No row may come because time went by.
  gateway = await startGateway({ door: { limits: { afterLastMs: 1_000_000_000 } } })
})
afterEach(() => gateway[Symbol.asyncDispose]())

const never = new Promise<never>(() => {})
const turn = () => new Promise((resolve) => setImmediate(resolve))
const figures = {
  prompt_tokens: 12,
  completion_tokens: 700,
  total_tokens: 712,
  completion_tokens_details: { reasoning_tokens: 690 },
}
const used = { input: 12, output: 700, reasoning: 690, estimated: false }
const said = chatEvents(['Hel', 'lo']).slice(0, -1)
const rest = [event({ ...chunk({}), choices: [], usage: figures }), event('[DONE]')]

/** Says all but its figures, and those when it is told to. */
function saidAll() {
  const goOn = Promise.withResolvers<void>()
  const fault: Fault = async ({ response }) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(said.join(''))
    await Promise.race([goOn.promise, once(response, 'close')])
    response.end(rest.join(''))
  }
  return { fault, goOn: goOn.resolve }
}

/** A client that asks over a socket of its own and leaves when it has seen `until`. */
async function askAndLeave(until: string, body: object = { stream: true }, how: 'fin' | 'rst' = 'fin'): Promise<void> {
  const bytes = JSON.stringify({ model: 'fake-1', messages: [], ...body })
  const socket = dial(gateway.port)
  socket.write(
    `POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:${gateway.port}\r\nAuthorization: Bearer ${gateway.keyring.text}\r\nContent-Type: application/json\r\nContent-Length: ${bytes.length}\r\n\r\n${bytes}`,
  )
  let text = ''
  socket.on('data', (came: Buffer) => (text += came.toString('latin1')))
  while (!text.includes(until)) await once(socket, 'data')
  if (how === 'rst') socket.resetAndDestroy()
  else socket.destroy()
}

/** Time for the gateway to see that its client is gone. What is tested is true however little of it there is. */
async function someTurns(): Promise<void> {
  for (let turns = 0; turns < 50; turns++) await turn()
}

/** Resolves when the ledger has so many rows. */
async function rows(count: number): Promise<void> {
  while (gateway.door.ledger.rows.length < count) await turn()
}

describe('a client that leaves when it has the whole text', () => {
  test.each(['fin', 'rst'] as const)('by %s, before the figures come, pays for the text alone', async (how) => {
    const { fault, goOn } = saidAll()
    gateway.provider.always(fault)
    await askAndLeave('"finish_reason":"stop"', { stream: true }, how)
    await someTurns()
    goOn()
    await rows(1)
    expect(gateway.door.ledger.last).toMatchObject({ tokens: used, cost: 70_120 })
    while (gateway.server.state().running > 0) await turn()
  })

  test('a hundred times over pays nothing for what the model thought', async () => {
    gateway.provider.always(async (exchange) => {
      const { fault, goOn } = saidAll()
      setImmediate(goOn)
      await fault(exchange)
    })
    const places = ['Hel', '"finish_reason":"stop"', '[DONE]', '\r\n0\r\n']
    await Promise.all(Array.from({ length: 100 }, (_, index) => askAndLeave(places[index % places.length]!)))
    await rows(100)
    for (const { tokens, endState } of gateway.door.ledger.rows) {
      // Whoever left before the end of the text was cut off from it, or else all was counted.
      if (tokens?.estimated) expect(endState).toBe('stopped')
      else expect(tokens).toMatchObject(used)
    }
    expect(gateway.door.ledger.rows.filter(({ tokens }) => tokens?.estimated).length).toBeLessThanOrEqual(25)
  })
})

test('a client that leaves an answer that is worked out pays nothing', async () => {
  const answer = JSON.stringify({ choices: [{ index: 0, message: { content: 'x'.repeat(200_000) } }], usage: figures })
  const goOn = Promise.withResolvers<void>()
  gateway.provider.always(async ({ response }) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length })
    response.write(answer.slice(0, 100_000))
    await goOn.promise
    response.end(answer.slice(100_000))
  })
  await askAndLeave('xxxx', {})
  await someTurns()
  goOn.resolve()
  await rows(1)
  expect(gateway.door.ledger.last).toMatchObject({ tokens: used })
})

describe('a call whose client has left is not found any more', () => {
  beforeEach(async () => {
    gateway.provider.always(stalling(said, never))
    await askAndLeave('"finish_reason":"stop"')
    // Its connection is gone, and yet it runs.
    await someTurns()
    expect(gateway.server.state().running).toBe(1)
  })

  test('by the switch', async () => {
    expect(await gateway.server.stop()).toMatchObject({ state: 'off', running: 0 })
    expect(gateway.door.ledger.last.endState).toBe('stopped')
  })

  test('by a revoke of its local key', async () => {
    gateway.keyring.revoke()
    await rows(1)
    expect(gateway.door.ledger.last.endState).toBe('stopped')
  })

  test('by a lock of the secret store', async () => {
    gateway.store.isLocked = true
    gateway.events.emit({ type: 'secret-store' })
    await rows(1)
  })

  test('by a revoke of its vault key', async () => {
    gateway.passport.status = 'revoked'
    gateway.door.door.cut(gateway.passport.keyId)
    await rows(1)
    expect(gateway.door.ledger.last.endState).toBe('stopped')
  })

  test('by quitting', async () => {
    await gateway.door.door.close()
    await rows(1)
  })
})
