import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Fixture, startFixture } from './headless-fixture.ts'
import { request, sendRaw, statusOf } from './raw-socket.ts'

let fixture: Fixture
let port = 0
let own = ''
beforeAll(async () => {
  fixture = await startFixture()
  port = fixture.server.port
  own = `127.0.0.1:${port}`
})
afterAll(() => fixture[Symbol.asyncDispose]())

/** The routes that exist; a check that guards only one of them is no check. */
const targets = ['/', '/assets/app.js', '/session', '/rpc', '/nothing']

describe('G1: a request that does not name exactly this host is turned away before anything else', () => {
  const wrongHosts = () => [
    'evil.example',
    '127.0.0.1.evil.example',
    `127.0.0.1.evil.example:${port}`,
    `localhost.:${port}`,
    `localhost:${port}`,
    `[::1]:${port}`,
    `0.0.0.0:${port}`,
    `127.1:${port}`,
    `2130706433:${port}`,
    `127.0.0.1:${port + 1}`,
    '127.0.0.1',
    `user@127.0.0.1:${port}`,
    `127.0.0.1:0${port}`,
    `127.0.0.1:${port}.`,
    '',
  ]
  test('with a foreign, rebound or misspelt Host', async () => {
    for (const target of targets) {
      for (const host of wrongHosts()) {
        const answer = await sendRaw(port, request(`GET ${target} HTTP/1.1`, { Host: host }))
        expect([400, 421], `${target} ${host}`).toContain(statusOf(answer))
        expect(answer).not.toMatch(/<html|set-cookie/i)
      }
    }
  })
  test('with two Host headers, of which Node would keep the first', async () => {
    const headers: [string, string][] = [
      ['Host', own],
      ['Host', 'evil.example'],
    ]
    for (const pair of [headers, headers.toReversed()]) {
      expect(statusOf(await sendRaw(port, request('GET / HTTP/1.1', pair)))).toBe(400)
    }
  })
  test('with none, in 1.1 and in 1.0', async () => {
    expect(statusOf(await sendRaw(port, request('GET / HTTP/1.1')))).toBe(400)
    expect(statusOf(await sendRaw(port, request('GET / HTTP/1.0')))).toBe(400)
    expect(statusOf(await sendRaw(port, request('GET / HTTP/1.0', { Host: own })))).toBe(400)
  })
  test('with another authority in the target', async () => {
    for (const target of [`http://evil.example/`, `http://${own}/`, `//evil.example/`, '*', own]) {
      const status = statusOf(await sendRaw(port, request(`GET ${target} HTTP/1.1`, { Host: own })))
      expect([400, 404], target).toContain(status)
    }
  })
  test('while the exact name is let through, so that the refusals above mean something', async () => {
    const answer = await sendRaw(port, request('GET / HTTP/1.1', { Host: own }))
    expect(statusOf(answer)).toBe(200)
    expect(answer).toContain('<meta name="keydeck-host" content="headless">')
  })
})

describe('G2: another origin gets nothing', () => {
  test.each([
    'https://evil.example',
    'null',
    'http://127.0.0.1:1',
    'http://localhost:PORT',
    'https://127.0.0.1:PORT',
    '',
  ])('with Origin %j', async (origin) => {
    for (const target of targets) {
      const headers = { Host: own, Origin: origin.replace('PORT', String(port)) }
      const answer = await sendRaw(port, request(`GET ${target} HTTP/1.1`, headers))
      expect(statusOf(answer), target).toBe(403)
      expect(answer).not.toMatch(/access-control/i)
    }
  })
  test('nor with two origins, one of them right', async () => {
    const headers: [string, string][] = [
      ['Host', own],
      ['Origin', `http://${own}`],
      ['Origin', 'https://evil.example'],
    ]
    expect(statusOf(await sendRaw(port, request('GET / HTTP/1.1', headers)))).toBe(400)
  })
  test.each([
    ['cross-site', 'no-cors', 'script'],
    ['same-site', 'cors', 'empty'],
    ['cross-site', 'navigate', 'iframe'],
    ['cross-site', 'websocket', 'websocket'],
    ['same-site', 'navigate', 'object'],
  ])('nor when the browser says %s %s %s', async (site, mode, destination) => {
    const headers = { Host: own, 'Sec-Fetch-Site': site, 'Sec-Fetch-Mode': mode, 'Sec-Fetch-Dest': destination }
    for (const target of targets) {
      expect(statusOf(await sendRaw(port, request(`GET ${target} HTTP/1.1`, headers))), target).toBe(403)
    }
  })
  test('but a link that somebody clicks in a mail leads to the front page, and only there', async () => {
    const headers = {
      Host: own,
      'Sec-Fetch-Site': 'cross-site',
      'Sec-Fetch-Mode': 'navigate',
      'Sec-Fetch-Dest': 'document',
    }
    expect(statusOf(await sendRaw(port, request('GET / HTTP/1.1', headers)))).toBe(200)
    expect(statusOf(await sendRaw(port, request('GET /session HTTP/1.1', headers)))).toBe(403)
    expect(statusOf(await sendRaw(port, request('POST / HTTP/1.1', headers)))).toBe(403)
  })
})

describe('G3: a preflight is refused without a word of permission', () => {
  test.each(targets)('for %s', async (target) => {
    for (const origin of ['https://evil.example', `http://${own}`]) {
      const answer = await sendRaw(
        port,
        request(`OPTIONS ${target} HTTP/1.1`, {
          Host: own,
          Origin: origin,
          'Access-Control-Request-Method': 'POST',
          'Access-Control-Request-Private-Network': 'true',
        }),
      )
      expect(statusOf(answer)).toBe(403)
      expect(answer).not.toMatch(/access-control/i)
    }
  })
})

describe('G13: only an exact path finds anything', () => {
  test.each([
    '/index.html',
    '/../secret.txt',
    '/assets/../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/%2e%2e%2fsecret.txt',
    '//',
    '//assets/app.js',
    '/ASSETS/app.js',
    '/assets/app.js/',
    '/assets/app.js?x=1',
    '/?x=1',
    '/assets',
    '/assets/',
    '/./',
    '/.keydeck/',
    '/assets\\app.js',
    '/session/',
    '/rpc?page=1',
    '/%00',
    '/__proto__',
    '/constructor',
  ])('and %s does not', async (target) => {
    expect(statusOf(await sendRaw(port, request(`GET ${target} HTTP/1.1`, { Host: own })))).toBe(404)
  })
})

describe('G14: what no page sends is answered and does no harm', () => {
  test.each(['PUT', 'DELETE', 'PATCH', 'TRACE', 'POST', 'PROPFIND'])('%s', async (method) => {
    expect(statusOf(await sendRaw(port, request(`${method} / HTTP/1.1`, { Host: own })))).toBe(405)
  })
  test('CONNECT, to itself and elsewhere', async () => {
    for (const target of [own, 'evil.example:443']) {
      expect(statusOf(await sendRaw(port, request(`CONNECT ${target} HTTP/1.1`, { Host: own })))).toBe(405)
    }
  })
  test.each([
    ['OPTIONS *', 'OPTIONS * HTTP/1.1\r\nHost: OWN\r\nConnection: close\r\n\r\n'],
    ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a TLS hello', Buffer.from('160301020001000001fc0303', 'hex').toString('latin1')],
    ['an SSH banner', 'SSH-2.0-OpenSSH_9.2\r\n'],
    [
      'an upgrade to HTTP/2',
      'GET / HTTP/1.1\r\nHost: OWN\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n',
    ],
    [
      'an upgrade of the front page',
      'GET / HTTP/1.1\r\nHost: OWN\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    ],
  ])('%s', async (_name, bytes) => {
    const answer = await sendRaw(port, Buffer.from(bytes.replace('OWN', own), 'latin1'))
    expect(statusOf(answer)).toBeGreaterThanOrEqual(400)
    expect(statusOf(answer)).toBeLessThan(500)
    expect(statusOf(await sendRaw(port, request('GET / HTTP/1.1', { Host: own })))).toBe(200)
  })
})

describe('C19: every answer carries the headers that keep other pages out', () => {
  test.each(['/', '/assets/app.js', '/session', '/nothing'])('%s', async (target) => {
    const response = await fetch(`${fixture.server.address}${target}`)
    const { headers } = response
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('content-security-policy')).toContain(`connect-src 'self' ws://${own}`)
    expect(headers.get('server')).toBeNull()
    expect(headers.get('x-powered-by')).toBeNull()
  })
})
