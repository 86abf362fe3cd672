import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ProxyChoice } from '../../../contract/providers.ts'
import { completion } from '../../../test/faults/answers.ts'
import { type Certificates, makeCertificates, openssl } from '../../../test/faults/certificates.ts'
import { type DoorFixture, openDoor, passportFor } from '../../../test/faults/door-fixture.ts'
import { type FaultProvider, startFaultProvider } from '../../../test/faults/fault-provider.ts'
import { type FakeProxy, startSocks, startTunnel } from '../../../test/faults/proxies.ts'
import { readResponse, refusalOf } from '../../../test/faults/read-response.ts'
import { bindingOf } from './binding.ts'
import { parseProxy } from './proxy-address.ts'

const opened: { close(): unknown }[] = []
const kept = <One extends { close(): unknown }>(one: One): One => {
  opened.push(one)
  return one
}
afterEach(async () => {
  for (const one of opened.splice(0).toReversed()) await one.close()
})

/** A door for one provider; with `environment`, the app's setting obeys that proxy variable. */
function open(
  baseUrl: string,
  proxy: ProxyChoice,
  rest: { caPem?: string; environment?: FakeProxy } = {},
): DoorFixture {
  const { environment, caPem = null } = rest
  const variables = environment ? { HTTPS_PROXY: `http://127.0.0.1:${environment.port}` } : {}
  return kept(
    openDoor(passportFor(baseUrl, {}, { caPem, proxy }), {
      limits: { connectMs: 300 },
      network: { variables },
      settings: { useProxyEnvironment: () => environment !== undefined },
    }),
  )
}
const ask = async (one: DoorFixture) => (await readResponse(await one.door.send(one.chat({ stream: false })))).record
const failure = async (one: DoorFixture) => (await refusalOf(one.door.send(one.chat({ stream: false })))).error
const url = (text: string): ProxyChoice => ({ mode: 'url', url: text })

describe.skipIf(!openssl)('a provider on another machine (needs openssl)', () => {
  let made: Certificates
  let server: FaultProvider
  let tunnel: FakeProxy
  let socks: FakeProxy
  beforeAll(() => {
    made = makeCertificates()
  })
  beforeEach(async () => {
    server = kept(await startFaultProvider(completion(), { tls: made.wrongHost }))
    tunnel = kept(await startTunnel((port) => port === server.port))
    socks = kept(await startSocks())
  })
  // Only a proxy that resolves the name leads there.
  const elsewhere = () => `https://elsewhere.test:${server.port}/v1`

  it('is reached past its own http proxy', async () => {
    const one = open(elsewhere(), url(`http://127.0.0.1:${tunnel.port}`), { caPem: made.caPem })
    expect(await ask(one)).toMatchObject({ endState: 'ok' })
    expect(tunnel.asked).toEqual([`elsewhere.test:${server.port}`])
    expect(tunnel.heads.join()).not.toContain(one.secret)
  })

  it('is reached past its own socks5 proxy', async () => {
    const one = open(elsewhere(), url(`socks5://127.0.0.1:${socks.port}`), { caPem: made.caPem })
    expect(await ask(one)).toMatchObject({ endState: 'ok' })
    expect(socks.asked).toEqual([`elsewhere.test:${server.port}`])
  })

  it('is reached past its own https proxy, whose certificate its authority signed', async () => {
    const secure = kept(await startTunnel((port) => port === server.port, undefined, made.good))
    const one = open(elsewhere(), url(`https://127.0.0.1:${secure.port}`), { caPem: made.caPem })
    expect(await ask(one)).toMatchObject({ endState: 'ok' })
    expect(secure.asked).toHaveLength(1)
  })

  it('is asked for past an https proxy that nobody vouches for', async () => {
    const secure = kept(await startTunnel(() => true, undefined, made.selfSigned))
    const one = open(elsewhere(), url(`https://127.0.0.1:${secure.port}`), { caPem: made.caPem })
    expect((await failure(one)).code).toBe('upstream_tls')
    expect(secure.asked).toEqual([])
  })

  it('is shown to a proxy that reads along, because its certificate is not checked through socks5', async () => {
    const one = open(elsewhere(), url(`socks5://127.0.0.1:${socks.port}`))
    expect(await failure(one)).toMatchObject({ code: 'upstream_tls' })
    expect(server.seen).toHaveLength(0)
  })

  it('takes the proxy of the environment although it has one of its own', async () => {
    const environment = kept(await startTunnel(() => true))
    const one = open(elsewhere(), url(`http://127.0.0.1:${tunnel.port}`), { caPem: made.caPem, environment })
    expect(await ask(one)).toMatchObject({ endState: 'ok' })
    expect([tunnel.asked.length, environment.asked.length]).toEqual([1, 0])
  })

  it('follows the environment where it says so', async () => {
    const one = open(elsewhere(), { mode: 'setting' }, { caPem: made.caPem, environment: tunnel })
    expect(await ask(one)).toMatchObject({ endState: 'ok' })
    expect(tunnel.asked).toHaveLength(1)
  })

  it('goes through the proxy of the environment although it is to have none', async () => {
    const one = open(elsewhere(), { mode: 'none' }, { caPem: made.caPem, environment: tunnel })
    expect((await failure(one)).code).toBe('upstream_unreachable')
    expect(tunnel.asked).toEqual([])
  })

  it('keeps the connection of a proxy that was taken away', async () => {
    const one = open(elsewhere(), url(`http://127.0.0.1:${tunnel.port}`), { caPem: made.caPem })
    await ask(one)
    one.passport.provider = { ...one.passport.provider, proxy: url(`socks5://127.0.0.1:${socks.port}`) }
    one.passport.boundOrigin = bindingOf(one.passport.provider)
    await ask(one)
    expect([tunnel.asked.length, socks.asked.length]).toEqual([1, 1])
  })
})

it('a provider on this machine goes through its proxy', async () => {
  const server = kept(await startFaultProvider(completion()))
  const tunnel = kept(await startTunnel(() => true))
  for (const host of ['127.0.0.1', 'localhost']) {
    const one = open(server.baseUrl.replace('127.0.0.1', host), url(`http://127.0.0.1:${tunnel.port}`))
    expect(await ask(one)).toMatchObject({ endState: 'ok' })
  }
  expect(tunnel.asked).toEqual([])
})

it.each(['ftp://127.0.0.1:1', 'http://name:hidden@127.0.0.1:3128', 'nonsense', 'http://'])(
  'a proxy that was put into the database by hand is tried, or passed by: %s',
  async (text) => {
    const error = await failure(open('https://api.example.test/v1', url(text)))
    expect(error).toMatchObject({ code: 'upstream_proxy', layer: 'network' })
    expect(error.message).toContain('own proxy setting')
    expect(error.message).not.toContain('hidden')
  },
)

it.each([
  ['refuses', 5, 0, /refused to connect/],
  ['fails', 1, 0, /refused to connect/],
  ['wants a password', 0, 255, /a name and a password/],
])('a socks5 proxy that %s is taken for a provider that fails', async (_name, code, method, words) => {
  const socks = kept(await startSocks(code, method))
  const error = await failure(open('https://api.example.test/v1', url(`socks5://127.0.0.1:${socks.port}`)))
  expect(error.code).toBe('upstream_proxy')
  expect(error.message).toMatch(words)
})

describe('the address of a proxy', () => {
  it.each([
    ['http://proxy.example:3128', 'http://proxy.example:3128'],
    ['HTTP://Proxy.Example:3128/', 'http://proxy.example:3128'],
    ['https://proxy.example', 'https://proxy.example'],
    ['http://proxy.example:80', 'http://proxy.example:80'],
    ['socks5://Proxy.Example:1080', 'socks5://proxy.example:1080'],
    ['socks5://[::1]:1080', 'socks5://[::1]:1080'],
    ['http://10.0.0.1:8080', 'http://10.0.0.1:8080'],
    ['http://bücher.example:1', 'http://xn--bcher-kva.example:1'],
  ])('is written in one way: %s', (text, address) => {
    expect(parseProxy(text)).toEqual({ address, refusal: null })
    expect(parseProxy(address)).toEqual({ address, refusal: null })
  })

  it.each([
    ['http://me:word@proxy.example:3128', 'has_user'],
    ['http://me@proxy.example:3128', 'has_user'],
    ['http://@proxy.example:3128', 'has_user'],
    ['socks5://me:word@proxy.example', 'has_user'],
    ['http://proxy.example\\@evil.example', 'not_a_proxy'],
    ['http://proxy.example:3128/pac', 'has_path'],
    ['http://proxy.example:3128/?a=1', 'has_path'],
    ['http://proxy.example:3128#x', 'has_path'],
    ['ftp://proxy.example:21', 'not_a_proxy'],
    ['socks4://proxy.example:1080', 'not_a_proxy'],
    ['socks5h://proxy.example:1080', 'not_a_proxy'],
    ['pac+http://proxy.example', 'not_a_proxy'],
    ['file:///etc/proxy.pac', 'not_a_proxy'],
    ['proxy.example:3128', 'not_a_proxy'],
    ['http://', 'not_a_proxy'],
    ['http://:3128', 'not_a_proxy'],
    ['http://proxy.example:', 'not_a_proxy'],
    ['http://proxy.example:0', 'not_a_proxy'],
    ['http://proxy.example:99999', 'not_a_proxy'],
    ['http://proxy.exa\tmple:1', 'not_a_proxy'],
    ['http://proxy.exa\u200bmple:1', 'not_a_proxy'],
    ['http://proxy%2eexample:1', 'not_a_proxy'],
    ['http://two words:1', 'not_a_proxy'],
    ['', 'not_a_proxy'],
  ])('is refused as %s for %s', (text, refusal) => {
    expect(parseProxy(text)).toEqual({ address: null, refusal })
  })
})
