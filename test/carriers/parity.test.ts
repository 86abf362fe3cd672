import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { FRAME_LIMIT, WINDOW } from '../../main/rpc/peer-port.ts'
import { serveRouter } from '../../main/rpc/serve-router.ts'
import { type Carrier, ConnectionLost, createRpcLink } from '../../renderer/lib/rpc-link.ts'
import { silentLog } from '../fakes/log.ts'
import { type CarrierEnds, type Connect, createPortCarrier, createSocketCarrier } from './carriers.ts'
import { createProbe, createTestRouter, type testContract } from './test-router.ts'

type Client = ContractRouterClient<typeof testContract>
const carriers: [string, () => Promise<{ connect: Connect; dispose(): Promise<void> }>][] = [
  ['MessagePort', createPortCarrier],
  ['WebSocket', createSocketCarrier],
]

describe.each(carriers)('over a %s', (_, createCarrier) => {
  let probe = createProbe()
  let carrier: Awaited<ReturnType<typeof createCarrier>>
  let ends: CarrierEnds
  let client: Client

  const open = async (wrap: (page: Carrier) => Carrier = (page) => page) => {
    const connected = await carrier.connect((port) =>
      serveRouter({ router: createTestRouter(probe), context: {}, log: silentLog, port }),
    )
    const link = createRpcLink(wrap(connected.page))
    return { ends: connected, client: createORPCClient<Client>(link) }
  }

  beforeEach(async () => {
    probe = createProbe()
    carrier = await createCarrier()
    ;({ ends, client } = await open())
  })
  afterEach(() => carrier.dispose())

  test('a call answers, and a date stays a date', async () => {
    expect(await client.echo({ text: 'héllo 你好' })).toEqual({ text: 'héllo 你好', at: new Date(0) })
  })

  test('a declared error keeps its code and data', async () => {
    await expect(client.fail()).rejects.toMatchObject({
      code: 'REFUSED',
      status: 409,
      data: { why: 'because' },
      defined: true,
    })
  })

  test('an undeclared error says nothing of itself', async () => {
    const error = await client.crash().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' })
    expect(JSON.stringify(error)).not.toContain('canary')
  })

  test('a stream arrives whole and in order', async () => {
    const seen: number[] = []
    for await (const { n } of await client.count({ to: 2_000 })) seen.push(n)
    expect(seen).toEqual(Array.from({ length: 2_000 }, (_, n) => n))
  })

  test('an abort in the middle of a stream ends the handler', async () => {
    const stop = new AbortController()
    const read = async () => {
      for await (const { n } of await client.forever(undefined, { signal: stop.signal })) if (n === 5) stop.abort()
    }
    await expect(read()).rejects.toThrow()
    await vi.waitFor(() => expect(probe.ended).toBe(1))
  })

  test('a break in the middle of a stream ends the handler', async () => {
    for await (const { n } of await client.forever()) if (n === 5) break
    await vi.waitFor(() => expect(probe.ended).toBe(1))
  })

  test.each([
    ['garbage', 'not a frame'],
    ['half a frame', '{"i":"1","p":{'],
    ['a frame with a hostile prototype', '{"__proto__":{"polluted":true},"i":1}'],
    ['an acknowledgement of what was never sent', 'ack:999999'],
    ['an acknowledgement that is no number', 'ack:x'],
  ])('%s ends its own connection and no other', async (_, frame) => {
    const other = await open()
    ends.sendRaw(frame)
    await ends.closed
    expect(await other.client.echo({ text: 'still here' })).toMatchObject({ text: 'still here' })
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  test('an oversized frame ends its own connection and no other', async () => {
    const other = await open()
    ends.sendRaw('x'.repeat(FRAME_LIMIT + 1))
    await ends.closed
    expect(await other.client.echo({ text: 'still here' })).toMatchObject({ text: 'still here' })
  })

  test('a binary frame ends its own connection', async () => {
    ends.sendRaw(new Uint8Array([1, 2, 3]))
    await ends.closed
  })

  test('a page that goes away releases its handlers, and its calls reject by name', async () => {
    const hanging = client.hang().catch((error: unknown) => error)
    await vi.waitFor(() => expect(probe.hanging).toBe(1))
    ends.closePage()
    expect(await hanging).toBeInstanceOf(ConnectionLost)
    await vi.waitFor(() => expect(probe.released).toBe(1))
  })

  test('a new connection works after the old one closed', async () => {
    ends.closePage()
    await ends.closed
    const again = await open()
    expect(await again.client.echo({ text: 'back' })).toMatchObject({ text: 'back' })
  })

  test('a thousand calls at once all get their own answer', async () => {
    const texts = Array.from({ length: 1_000 }, (_, index) => `call ${index}`)
    const answers = await Promise.all(texts.map((text) => client.echo({ text })))
    expect(answers.map(({ text }) => text)).toEqual(texts)
  })

  test('a page that takes nothing makes the stream wait, and misses nothing when it goes on', async () => {
    const held: string[] = []
    let isHolding = true
    let deliver: (frame: string) => void = () => {}
    const slow = await open((page) => ({
      ...page,
      onMessage(receive) {
        deliver = receive
        page.onMessage((frame) => (isHolding ? held.push(frame) : receive(frame)))
      },
    }))
    isHolding = false
    const stream = await slow.client.forever()
    isHolding = true
    // The handler yields once a turn: when it stops, the window is full.
    await vi.waitFor(async () => {
      const before = probe.produced
      for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve))
      expect(probe.produced).toBe(before)
    })
    expect(probe.produced).toBeLessThanOrEqual(WINDOW + 2)
    isHolding = false
    for (const frame of held.splice(0)) deliver(frame)
    const seen: number[] = []
    for await (const { n } of stream) if (seen.push(n) > 2 * WINDOW) break
    expect(seen).toEqual(seen.map((_, index) => index))
  })

  test('a huge reply arrives whole', async () => {
    const reply = await client.huge({ length: 20_000_000 })
    expect(reply.length).toBe(20_000_000)
  })
})
