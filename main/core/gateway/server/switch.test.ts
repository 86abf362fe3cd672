import { once } from 'node:events'
import { readlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { basename } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { stalling } from '../../../../test/faults/breaks.ts'
import { freePort } from '../../../../test/faults/free-port.ts'
import { type GatewayFixture, startGateway } from '../../../../test/faults/gateway-fixture.ts'

let gateway: GatewayFixture
beforeEach(async () => {
  gateway = await startGateway()
})
afterEach(() => gateway[Symbol.asyncDispose]())

/** Somebody else on a port of loopback. */
async function whileTaken(port: number, act: () => Promise<void>, host = '127.0.0.1'): Promise<void> {
  const server = createServer().listen(port, host)
  await once(server, 'listening')
  try {
    await act()
  } finally {
    server.close()
    await once(server, 'close')
  }
}

const chatAt = (port: number) =>
  fetch(`http://127.0.0.1:${port}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${gateway.keyring.text}` },
    body: '{"model":"fake-1"}',
  })

describe('G20: a port that somebody has', () => {
  const isLinux = process.platform === 'linux'
  const hasIPv6 = Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === '::1'))

  test.skipIf(!isLinux)('keeps it off, and is told with the name of who has it', async () => {
    await gateway.server.stop()
    await whileTaken(gateway.port, async () => {
      expect(await gateway.server.start()).toMatchObject({
        state: 'off',
        trouble: {
          reason: 'port_taken',
          port: gateway.port,
          holder: `${basename(readlinkSync('/proc/self/exe'))} (pid ${process.pid})`,
        },
      })
    })
  })

  test('is never left for another by itself, and is tried again when the person says so', async () => {
    await gateway.server.stop()
    await whileTaken(gateway.port, async () => {
      expect(await gateway.server.start()).toMatchObject({ state: 'off', port: gateway.port })
    })
    expect(await gateway.server.start()).toMatchObject({ state: 'on', trouble: null })
    expect((await chatAt(gateway.port)).status).toBe(200)
  })

  test('leaves the old one in use where it is on', async () => {
    const wanted = await freePort()
    await whileTaken(wanted, async () => {
      expect(await gateway.server.configure({ port: wanted, waitSeconds: 3 })).toMatchObject({
        state: 'on',
        port: gateway.port,
        waitSeconds: 3,
        trouble: { reason: 'port_taken', port: wanted },
      })
    })
    expect((await chatAt(gateway.port)).status).toBe(200)
    expect(gateway.facts.get('gateway')).toMatchObject({ port: gateway.port, waitSeconds: 3 })
  })

  test.skipIf(!hasIPv6)('at ::1 is no hindrance: only 127.0.0.1 is listened on, and named to clients', async () => {
    await gateway.server.stop()
    await whileTaken(
      gateway.port,
      async () => {
        expect(await gateway.server.start()).toMatchObject({ state: 'on', baseUrl: gateway.baseUrl })
        expect((await chatAt(gateway.port)).status).toBe(200)
      },
      '::1',
    )
  })
})

describe('another port', () => {
  test('counts at once where it is on, and calls over the old one go on', async () => {
    const release = Promise.withResolvers<void>()
    gateway.provider.next(stalling(['data: {"choices":[]}\n\n'], release.promise))
    const open = await gateway.chat({ stream: true })
    const port = await freePort()
    expect(await gateway.server.configure({ port })).toMatchObject({ state: 'on', port, trouble: null })
    expect((await chatAt(port)).status).toBe(200)
    await expect(chatAt(gateway.port)).rejects.toThrow()
    release.resolve()
    expect(await open.text()).toContain('choices')
  })

  test('that the disk refuses to keep is left again: it listens where it says that it does', async () => {
    const save = gateway.facts.set.bind(gateway.facts)
    gateway.facts.set = () => {
      throw Object.assign(new Error('full'), { code: 'SQLITE_FULL' })
    }
    const port = await freePort()
    await expect(gateway.server.configure({ port })).rejects.toThrow('full')
    expect(gateway.server.state()).toMatchObject({ state: 'on', port: gateway.port, baseUrl: gateway.baseUrl })
    expect((await chatAt(gateway.port)).status).toBe(200)
    await expect(chatAt(port)).rejects.toThrow()
    gateway.facts.set = save
    expect(await gateway.server.configure({ port })).toMatchObject({ state: 'on', port })
    expect((await chatAt(port)).status).toBe(200)
  })

  test('is kept for the next start, like the other choices', async () => {
    await gateway.server.stop()
    const port = await freePort()
    const choices = { port, startWithApp: true, waitSeconds: 0 }
    expect(await gateway.server.configure(choices)).toMatchObject({ ...choices, state: 'off' })
    expect(gateway.facts.get('gateway')).toEqual(choices)
  })
})

describe('the switch', () => {
  test('pressed twice is on once', async () => {
    await gateway.server.stop()
    const [first, second] = await Promise.all([gateway.server.start(), gateway.server.start()])
    expect(second).toEqual(first)
    expect(gateway.audit.filter(({ action }) => action === 'gateway_started')).toHaveLength(2)
  })

  test('off while it starts is off in the end, and the port is free', async () => {
    await gateway.server.stop()
    const starting = gateway.server.start()
    const stopping = gateway.server.stop()
    await starting
    expect(await stopping).toMatchObject({ state: 'off' })
    await whileTaken(gateway.port, async () => {})
  })

  test('off twice, and off where it never was on, is off', async () => {
    await Promise.all([gateway.server.stop(), gateway.server.stop()])
    expect(await gateway.server.stop()).toMatchObject({ state: 'off', trouble: null })
    expect(gateway.audit.map(({ action }) => action)).toEqual(['gateway_changed', 'gateway_started', 'gateway_stopped'])
  })

  test('goes on and off where the disk takes no row of the audit, and Keydeck closes all the same', async () => {
    gateway.audit.push = () => {
      throw Object.assign(new Error('full'), { code: 'SQLITE_FULL' })
    }
    expect(await gateway.server.stop()).toMatchObject({ state: 'off' })
    expect(await gateway.server.start()).toMatchObject({ state: 'on', trouble: null })
    expect((await chatAt(gateway.port)).status).toBe(200)
    await gateway.server.close()
    await whileTaken(gateway.port, async () => {})
  })

  test('stays off once Keydeck closes', async () => {
    await gateway.server.close()
    expect(await gateway.server.start()).toMatchObject({ state: 'off' })
  })

  test('tells the page of each step, and of traffic in a pace that no client sets', async () => {
    let events = 0
    gateway.events.subscribe(({ type }) => {
      if (type === 'gateway') events++
    })
    await gateway.server.stop()
    await gateway.server.start()
    expect(events).toBe(4)
    for (let i = 0; i < 20; i++) await (await gateway.chat()).text()
    expect(events).toBeLessThan(12)
  })
})

describe('what the page is shown', () => {
  test('the same refusal within a minute is one row with a count, the newest first', async () => {
    for (let i = 0; i < 3; i++) await fetch(`${gateway.baseUrl}/models?x=${i}`)
    await gateway.fetch('/nothing')
    const refusals = gateway.server.refusals()
    expect(refusals).toMatchObject([
      { code: 'unknown_endpoint', status: 404, count: 1, localKeyName: 'Editor', path: '/v1/nothing', method: 'GET' },
      { code: 'missing_api_key', status: 401, count: 3, localKeyName: null, localKeyId: null, path: '/v1/models' },
    ])
  })

  test('never more than a hundred refusals', async () => {
    for (let i = 0; i < 130; i++) await (await gateway.fetch(`/no${i}`)).text()
    expect(gateway.server.refusals()).toHaveLength(100)
    expect(gateway.server.refusals()[0]?.path).toBe('/v1/no129')
  })

  test('what Keydeck adds to a call, once there was one', async () => {
    expect(gateway.server.state()).toMatchObject({ addedMsP50: null, addedMsP95: null })
    await (await gateway.chat()).text()
    const { addedMsP50, addedMsP95 } = gateway.server.state()
    expect(addedMsP50).toBeGreaterThan(0)
    expect(addedMsP95).toBeGreaterThanOrEqual(addedMsP50!)
  })
})
