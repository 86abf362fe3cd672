import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { codeOf, type Entry, enter, type Fixture, postCode, startFixture } from './headless-fixture.ts'

let fixture: Fixture
beforeEach(async () => {
  fixture = await startFixture()
})
afterEach(() => fixture[Symbol.asyncDispose]())

interface SocketTry {
  cookie?: string
  protocols?: string[]
  origin?: string | null
  path?: string
  headers?: Record<string, string>
}

/** Opens the page's socket as a browser would, with what a test wants different; gives the status of a refusal. */
async function trySocket(
  { server }: Fixture,
  entry: Entry | null,
  change: SocketTry = {},
): Promise<WebSocket | number> {
  const protocols = change.protocols ?? ['keydeck.v1', `page.${entry?.pageToken ?? 'none'}`]
  const cookie = change.cookie ?? entry?.cookie
  const origin = change.origin === undefined ? server.address : change.origin
  const socket = new WebSocket(`${server.address.replace('http', 'ws')}${change.path ?? '/rpc'}`, protocols, {
    ...(origin === null ? {} : { origin }),
    headers: { ...(cookie ? { cookie } : {}), ...change.headers },
  })
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket))
    socket.once('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0)
      socket.terminate()
    })
    socket.on('error', reject)
  })
}

async function mustOpen(entry: Entry): Promise<WebSocket> {
  const socket = await trySocket(fixture, entry)
  if (typeof socket === 'number') throw new Error(`The socket was refused with ${socket}.`)
  return socket
}

async function answerTo(socket: WebSocket, frame: string): Promise<string> {
  const answer = once(socket, 'message')
  socket.send(frame)
  const [data] = (await answer) as [Buffer]
  return data.toString()
}

describe('C10: the link from the terminal', () => {
  test('lets a browser in, and its socket answers', async () => {
    const socket = await mustOpen(await enter(fixture))
    expect(socket.protocol).toBe('keydeck.v1')
    expect(await answerTo(socket, 'hello')).toBe('echo:hello')
    socket.terminate()
  })
  test('works once: whoever reads it in a process list later has nothing', async () => {
    const code = codeOf(fixture.server.freshLink())
    expect((await postCode(fixture.server, code)).status).toBe(200)
    const second = await postCode(fixture.server, code)
    expect(second.status).toBe(401)
    expect(second.headers.getSetCookie()).toEqual([])
  })
  test('dies after a minute', async () => {
    const code = codeOf(fixture.server.freshLink())
    fixture.advance(60_000)
    expect((await postCode(fixture.server, code)).status).toBe(401)
  })
  test('dies when a fresh one is printed', async () => {
    const old = codeOf(fixture.server.freshLink())
    const fresh = codeOf(fixture.server.freshLink())
    expect((await postCode(fixture.server, old)).status).toBe(401)
    expect((await postCode(fixture.server, fresh)).status).toBe(200)
  })
  test('gets the same answer whether it is wrong, used or old', async () => {
    const used = codeOf(fixture.server.freshLink())
    await postCode(fixture.server, used)
    const old = codeOf(fixture.server.freshLink())
    fixture.advance(61_000)
    const answers = await Promise.all(
      [used, old, 'A'.repeat(32), ''].map(async (code) => {
        const response = await postCode(fixture.server, code)
        return `${response.status} ${await response.text()}`
      }),
    )
    expect(new Set(answers).size).toBe(1)
  })
  test('gives a cookie that scripts, other sites and other Keydecks can not use', async () => {
    const response = await postCode(fixture.server, codeOf(fixture.server.freshLink()))
    const [cookie] = response.headers.getSetCookie()
    expect(cookie).toMatch(/^keydeck-0123456789ab=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/)
    expect(await response.text()).not.toContain(cookie!.split(/[=;]/)[1]!)
  })
  test('never shows in the log, nor does anything that opens a session', async () => {
    const code = codeOf(fixture.server.freshLink())
    const entry = await enter(fixture)
    await postCode(fixture.server, code)
    await trySocket(fixture, entry, { origin: 'https://evil.example' })
    await trySocket(fixture, { ...entry, pageToken: 'wrong' })
    const log = fixture.lines.join('\n')
    expect(log).toContain('refused')
    for (const secret of [code, entry.cookie.split('=')[1]!, entry.pageToken]) expect(log).not.toContain(secret)
  })
})

describe('C15: guessing', () => {
  test('stops being looked at, right or wrong, for the rest of the second', async () => {
    const code = codeOf(fixture.server.freshLink())
    const statuses: number[] = []
    for (let guess = 0; guess < 25; guess += 1) statuses.push((await postCode(fixture.server, `guess-${guess}`)).status)
    expect(statuses[0]).toBe(401)
    expect(statuses.at(-1)).toBe(429)
    const throttled = await postCode(fixture.server, code)
    expect(throttled.status).toBe(429)
    expect(throttled.headers.get('retry-after')).toBe('1')
    fixture.advance(1_000)
    expect((await postCode(fixture.server, code)).status).toBe(200)
  })
  test('does not lock out a page that has its session', async () => {
    const entry = await enter(fixture)
    for (let guess = 0; guess < 25; guess += 1) await postCode(fixture.server, `guess-${guess}`)
    const socket = await mustOpen(entry)
    socket.terminate()
  })
})

describe('G4, C11: the session route takes JSON from its own page', () => {
  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    '',
  ])('not %j, which a form of another site could send', async (type) => {
    const code = codeOf(fixture.server.freshLink())
    expect((await postCode(fixture.server, code, { 'content-type': type })).status).toBe(415)
    expect((await postCode(fixture.server, code)).status).toBe(200)
  })
  test('not without an origin, nor from another one', async () => {
    const code = codeOf(fixture.server.freshLink())
    const body = JSON.stringify({ code })
    const bare = await fetch(`${fixture.server.address}/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    expect(bare.status).toBe(403)
    expect((await postCode(fixture.server, code, { origin: 'http://127.0.0.1:1' })).status).toBe(403)
    expect((await postCode(fixture.server, code)).status).toBe(200)
  })
  test.each(['{', '[]', 'null', '{"code":1}', '{"Code":"x"}', '"x"', '{"__proto__":{"code":"x"}}'])(
    'not %s',
    async (body) => {
      const response = await fetch(`${fixture.server.address}/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: fixture.server.address },
        body,
      })
      expect(response.status).toBe(400)
    },
  )
})

describe('G24: a session needs both halves', () => {
  const check = (entry: Partial<Entry>, headers: Record<string, string> = {}) =>
    fetch(`${fixture.server.address}/session`, {
      headers: {
        ...(entry.cookie ? { cookie: entry.cookie } : {}),
        ...(entry.pageToken ? { 'x-keydeck-page': entry.pageToken } : {}),
        ...headers,
      },
    }).then(({ status }) => status)

  test('so a cookie that another port of this machine saw opens nothing, and gets no token', async () => {
    const { cookie } = await enter(fixture)
    expect(await check({ cookie })).toBe(401)
    expect(await check({ cookie, pageToken: 'guess' })).toBe(401)
    expect(await trySocket(fixture, { cookie, pageToken: 'guess' })).toBe(401)
    expect(await trySocket(fixture, { cookie, pageToken: '' })).toBe(401)
  })
  test('so a token without its cookie opens nothing', async () => {
    const { pageToken } = await enter(fixture)
    expect(await check({ pageToken })).toBe(401)
    expect(await trySocket(fixture, null, { protocols: ['keydeck.v1', `page.${pageToken}`] })).toBe(401)
  })
  test('so the halves of two sessions do not fit together', async () => {
    const [one, other] = [await enter(fixture), await enter(fixture)]
    expect(await check({ cookie: one.cookie, pageToken: other.pageToken })).toBe(401)
    expect(await check(one)).toBe(200)
    expect(await check(other)).toBe(200)
  })
  test('and a cookie of the same name that another port planted locks nobody out', async () => {
    const { cookie, pageToken } = await enter(fixture)
    expect(await check({ cookie: `keydeck-0123456789ab=planted; ${cookie}`, pageToken })).toBe(200)
  })
  test('and the check is for a script of the page, not for an address bar or another site', async () => {
    const entry = await enter(fixture)
    expect(await check(entry, { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' })).toBe(200)
    expect(await check(entry, { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' })).toBe(403)
    expect(await check(entry, { 'sec-fetch-site': 'same-site' })).toBe(403)
    expect(await check(entry, { origin: 'http://127.0.0.1:1' })).toBe(403)
  })
})

describe('C12: the socket', () => {
  test('opens for no other origin, nor for none', async () => {
    const entry = await enter(fixture)
    for (const origin of [
      'https://evil.example',
      'null',
      'http://127.0.0.1:1',
      `http://localhost:${fixture.server.port}`,
      null,
    ]) {
      expect(await trySocket(fixture, entry, { origin }), String(origin)).toBe(403)
    }
  })
  test('opens for no other host, path or protocol', async () => {
    const entry = await enter(fixture)
    expect(await trySocket(fixture, entry, { headers: { host: 'evil.example' } })).toBe(421)
    expect(await trySocket(fixture, entry, { path: '/rpc/' })).toBe(404)
    expect(await trySocket(fixture, entry, { path: `/rpc?page=${entry.pageToken}` })).toBe(404)
    const token = `page.${entry.pageToken}`
    for (const protocols of [[], ['keydeck.v1'], [token], ['keydeck.v2', token], ['keydeck.v1', token, 'page.other']]) {
      expect(await trySocket(fixture, entry, { protocols }), protocols.join()).toBe(400)
    }
  })
  test('ends with the page that sent a binary frame, and only with that one', async () => {
    const entry = await enter(fixture)
    const [bad, good] = [await mustOpen(entry), await mustOpen(entry)]
    const closed = once(bad, 'close')
    bad.send(Buffer.from([0, 1, 2]))
    expect((await closed)[0]).toBe(1003)
    expect(await answerTo(good, 'still here')).toBe('echo:still here')
    good.terminate()
  })
  test('I3: takes no 64 MB frame into memory', async () => {
    const entry = await enter(fixture)
    const [bad, good] = [await mustOpen(entry), await mustOpen(entry)]
    const closed = once(bad, 'close')
    bad.on('error', () => {})
    bad.send('x'.repeat(64 * 1024 * 1024))
    await closed
    expect(await answerTo(good, 'still here')).toBe('echo:still here')
    good.terminate()
  })
  test('I6: a page that floods is read more slowly, and another is served meanwhile', async () => {
    const entry = await enter(fixture)
    const [flood, calm] = [await mustOpen(entry), await mustOpen(entry)]
    let answered = 0
    const all = new Promise<void>((resolve) => {
      flood.on('message', () => {
        answered += 1
        if (answered === 10_000) resolve()
      })
    })
    for (let count = 0; count < 10_000; count += 1) flood.send(`call ${count}`)
    expect(await answerTo(calm, 'hello')).toBe('echo:hello')
    expect(answered).toBeLessThan(10_000)
    await all
    for (const socket of [flood, calm]) socket.terminate()
  })
  test('I7: a page that is killed is noticed, so that its calls can end', async () => {
    const socket = await mustOpen(await enter(fixture))
    const gone = new Promise<void>((resolve) => fixture.pages.at(-1)!.onClose(resolve))
    socket.terminate()
    await gone
  })
  test('closes when the host ends', async () => {
    const socket = await mustOpen(await enter(fixture))
    const closed = once(socket, 'close')
    await fixture.server.close()
    await closed
  })
})
