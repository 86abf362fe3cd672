import type { LookupFunction } from 'node:net'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { completion, json } from '../../../test/faults/answers.ts'
import { type Certificates, makeCertificates, openssl } from '../../../test/faults/certificates.ts'
import { type DoorFixture, openDoor, passportFor } from '../../../test/faults/door-fixture.ts'
import {
  type FaultProvider,
  type FaultProviderOptions,
  startFaultProvider,
} from '../../../test/faults/fault-provider.ts'
import { type FakeProxy, startTunnel } from '../../../test/faults/proxies.ts'
import { readResponse, refusalOf } from '../../../test/faults/read-response.ts'
import type { NetworkOptions } from './dispatchers.ts'
import { proxyFor } from './proxy.ts'

let provider: FaultProvider | null = null
let fixture: DoorFixture | null = null
const others: FakeProxy[] = []

afterEach(async () => {
  await fixture?.close()
  await provider?.close()
  for (const proxy of others.splice(0)) proxy.close()
  provider = fixture = null
})

const start = async (options: FaultProviderOptions = {}) => (provider = await startFaultProvider(completion(), options))
const open = (baseUrl: string, caPem: string | null = null, network: NetworkOptions = {}, useProxy = false) => {
  fixture = openDoor(passportFor(baseUrl, {}, { caPem }), {
    network,
    limits: { connectMs: 300 },
    settings: { useProxyEnvironment: () => useProxy },
  })
  return fixture
}
const tunnel = async (...options: Parameters<typeof startTunnel>) => {
  const proxy = await startTunnel(...options)
  others.push(proxy)
  return proxy
}
const failure = async (one: DoorFixture) => {
  const { error, record } = await refusalOf(one.door.send(one.chat({ stream: false })))
  expect(record).toMatchObject({ endState: 'error', errorCode: error.code })
  expect(JSON.stringify([error, one.logged])).not.toContain(one.secret)
  return error
}

describe.skipIf(!openssl)('U15: certificates (needs openssl)', () => {
  let made: Certificates
  beforeAll(() => {
    made = makeCertificates()
  })

  test('a provider’s own authority is honoured', async () => {
    const server = await start({ tls: made.good })
    const one = open(server.baseUrl, made.caPem)
    expect((await readResponse(await one.door.send(one.chat({ stream: false })))).record.endState).toBe('ok')
  })

  test.each([
    ['expired', (c: Certificates) => c.expired, /expired/],
    ['for another host', (c: Certificates) => c.wrongHost, /another name/],
    ['signed by itself', (c: Certificates) => c.selfSigned, /signed by itself/],
    ['from another authority than before', (c: Certificates) => c.swapped, /does not trust/],
  ] as const)('a certificate that is %s is refused in plain words', async (_name, pick, words) => {
    const server = await start({ tls: pick(made) })
    const error = await failure(open(server.baseUrl, made.caPem))
    expect(error).toMatchObject({ code: 'upstream_tls', layer: 'network' })
    expect(error.message).toMatch(words)
    expect(server.seen).toHaveLength(0)
  })

  test('without the authority’s file the same server is refused', async () => {
    const server = await start({ tls: made.good })
    expect((await failure(open(server.baseUrl))).code).toBe('upstream_tls')
  })

  test('the environment can not turn verification off', async () => {
    const server = await start({ tls: made.selfSigned })
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
    try {
      expect((await failure(open(server.baseUrl))).code).toBe('upstream_tls')
    } finally {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']
    }
    expect(server.seen).toHaveLength(0)
  })

  test('TLS 1.1 is refused', async () => {
    const server = await start({
      tls: { ...made.good, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
    })
    const error = await failure(open(server.baseUrl, made.caPem))
    expect(error.code).toBe('upstream_tls')
    expect(error.message).toContain('TLS 1.2')
  })

  test('a server that speaks no TLS at all', async () => {
    const server = await start()
    expect((await failure(open(server.baseUrl.replace('http:', 'https:')))).code).toBe('upstream_tls')
  })

  test.each(['nonsense', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'])(
    'an authority file that can not be read is said so: %j',
    async (pem) => {
      const server = await start({ tls: made.good })
      const error = await failure(open(server.baseUrl, pem))
      expect(error.message).toContain('certificate file')
    },
  )

  test('two providers of one origin with different authorities do not share a connection', async () => {
    const server = await start({ tls: made.good })
    const one = open(server.baseUrl, made.caPem)
    await readResponse(await one.door.send(one.chat({ stream: false })))
    one.passport.provider = { ...one.passport.provider, caPem: made.otherCaPem }
    expect((await failure(one)).code).toBe('upstream_tls')
  })

  test('a tunnel through a proxy keeps the provider’s own certificate check', async () => {
    const server = await start({ tls: made.good })
    const proxy = await tunnel((port) => port === server.port)
    const variables = { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` }
    const lookup: LookupFunction = () => {
      throw new Error('The proxy resolves names.')
    }
    const one = open(`https://elsewhere.test:${server.port}/v1`, made.caPem, { variables, lookup }, true)
    const error = await failure(one)
    expect(error.code).toBe('upstream_tls')
    expect(proxy.asked).toEqual([`elsewhere.test:${server.port}`])
  })

  test('through a proxy to the right name', async () => {
    const server = await start({ tls: made.wrongHost })
    const proxy = await tunnel((port) => port === server.port)
    const variables = { https_proxy: `http://name:word@127.0.0.1:${proxy.port}` }
    const one = open(`https://elsewhere.test:${server.port}/v1`, made.caPem, { variables }, true)
    expect((await readResponse(await one.door.send(one.chat({ stream: false })))).record.endState).toBe('ok')
    expect(proxy.heads.join()).toContain('Basic')
    expect(proxy.heads.join()).not.toContain(one.secret)
    expect(JSON.stringify(server.seen)).not.toContain('proxy-auth')
  })
})

describe('U19: proxies', () => {
  test('variables are not obeyed without the setting, and loopback is never proxied with it', async () => {
    const server = await start()
    const proxy = await tunnel(() => true)
    const url = `http://127.0.0.1:${proxy.port}`
    const variables = { HTTP_PROXY: url, HTTPS_PROXY: url, ALL_PROXY: url, http_proxy: url, https_proxy: url }
    for (const useProxy of [false, true]) {
      const one = open(server.baseUrl, null, { variables }, useProxy)
      await readResponse(await one.door.send(one.chat({ stream: false })))
      await one.close()
    }
    expect(proxy.asked).toEqual([])
  })

  test.each([
    ['asks for a password', 'HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n', /407/],
    ['refuses', 'HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n', /403/],
    ['hangs', '', /in time/],
    ['talks nonsense', 'SSH-2.0-x\r\n\r\n', /./],
  ])('a proxy that %s', async (_name, answer, words) => {
    const proxy = await tunnel(() => true, answer)
    const variables = { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` }
    const error = await failure(open('https://api.example.test/v1', null, { variables }, true))
    expect(error.code).toMatch(_name === 'talks nonsense' ? /^upstream_/ : /^upstream_proxy$/)
    expect(error.message).toMatch(words)
  })

  test('a proxy that is not there', async () => {
    const proxy = await tunnel(() => true)
    others.splice(0).forEach((one) => one.close())
    const variables = { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` }
    const error = await failure(open('https://api.example.test/v1', null, { variables }, true))
    expect(error.code).toBe('upstream_proxy')
  })

  test.each(['ftp://127.0.0.1:1', 'http://', 'not a url at all'])(
    'a variable that names no proxy: %j',
    async (value) => {
      const error = await failure(
        open('https://api.example.test/v1', null, { variables: { HTTPS_PROXY: value } }, true),
      )
      expect(error.code).toBe('upstream_proxy')
    },
  )

  const proxy = 'http://proxy.test:3128'
  test.each([
    ['https://api.example.com', { https_proxy: proxy }, 'http://proxy.test:3128/'],
    ['https://api.example.com', { HTTPS_PROXY: 'proxy.test:3128' }, 'http://proxy.test:3128/'],
    ['https://api.example.com', { ALL_PROXY: 'socks5h://proxy.test:1080' }, 'socks5://proxy.test:1080'],
    ['https://api.example.com', { HTTP_PROXY: proxy }, null],
    ['https://api.example.com', { HTTPS_PROXY: proxy, NO_PROXY: '*' }, null],
    ['https://api.example.com', { HTTPS_PROXY: proxy, NO_PROXY: 'example.com' }, null],
    ['https://api.example.com', { HTTPS_PROXY: proxy, NO_PROXY: ' .example.com , x' }, null],
    ['https://api.example.com', { HTTPS_PROXY: proxy, no_proxy: '*.example.com' }, null],
    ['https://api.example.com', { HTTPS_PROXY: proxy, NO_PROXY: 'API.EXAMPLE.COM:443' }, null],
    [
      'https://api.example.com:8443',
      { HTTPS_PROXY: proxy, NO_PROXY: 'api.example.com:443' },
      'http://proxy.test:3128/',
    ],
    ['https://notexample.com', { HTTPS_PROXY: proxy, NO_PROXY: 'example.com' }, 'http://proxy.test:3128/'],
    ['https://10.1.2.3', { HTTPS_PROXY: proxy, NO_PROXY: '10.1.2.3' }, null],
    ['https://[2001:db8::1]', { HTTPS_PROXY: proxy, NO_PROXY: '[2001:db8::1]:443' }, null],
    ['https://[2001:db8::1]', { HTTPS_PROXY: proxy, NO_PROXY: '2001:db8::1' }, null],
  ])('%s with %j', (origin, variables, expected) => {
    expect(proxyFor(origin, variables)?.href ?? null).toBe(expected)
  })
})

describe('U16: localhost is pinned to loopback', () => {
  const answering =
    (...addresses: string[]): LookupFunction =>
    (_name, options, callback) => {
      const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
      if (options.all) callback(null, found)
      else callback(null, found[0]?.address ?? '', found[0]?.family)
    }

  test('it is reached where it leads to this machine', async () => {
    const server = await start()
    const one = open(server.baseUrl.replace('127.0.0.1', 'localhost'), null, { lookup: answering('127.0.0.1') })
    expect((await readResponse(await one.door.send(one.chat({ stream: false })))).record.endState).toBe('ok')
  })

  test.each([[['203.0.113.5']], [['127.0.0.1', '203.0.113.5']], [['0.0.0.0']], [['::ffff:203.0.113.5']], [[]]])(
    'and refused where it leads to %j',
    async (addresses) => {
      const server = await start()
      const one = open(server.baseUrl.replace('127.0.0.1', 'localhost'), null, { lookup: answering(...addresses) })
      expect((await failure(one)).code).toBe('origin_mismatch')
      expect(server.connections).toBe(0)
    },
  )
})

test('a name that is not found is said so in words', async () => {
  const lookup: LookupFunction = (_name, _options, callback) => {
    callback(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }), '')
  }
  const error = await failure(open('https://api.example.test/v1', null, { lookup }))
  expect(error).toMatchObject({ code: 'upstream_unreachable', layer: 'network' })
  expect(error.message).toContain('api.example.test was not found')
})

test('a port where nothing answers is said so in words', async () => {
  const server = await start()
  const { baseUrl, origin } = server
  await server.close()
  provider = null
  const error = await failure(open(baseUrl))
  expect(error.message).toBe(`Nothing answers at ${origin.slice(7)}.`)
})

test('connections are kept and used again', async () => {
  const server = await start()
  server.always(json({ data: [] }))
  const one = open(server.baseUrl)
  for (let i = 0; i < 20; i++) await readResponse(await one.door.send(one.request()))
  expect(server.connections).toBeLessThanOrEqual(2)
})
