import { networkInterfaces } from 'node:os'
import { afterEach, describe, expect, it } from 'vitest'
import { json, text } from '../../../test/faults/answers.ts'
import { stalling } from '../../../test/faults/breaks.ts'
import { type Fault, type FaultProvider, startFaultProvider } from '../../../test/faults/fault-provider.ts'
import { startTunnel } from '../../../test/faults/proxies.ts'
import { systemClock } from '../clock.ts'
import { createLookAround } from './create-look-around.ts'

const opened: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

const missing = json({ error: 'not found' }, 404)

/** A server that answers these paths, and 404 to every other. */
async function serve(
  paths: Record<string, Fault>,
  options: { host?: string; port?: number } = {},
): Promise<FaultProvider> {
  const server = await startFaultProvider((exchange) => (paths[exchange.request.path] ?? missing)(exchange), options)
  opened.push(server)
  return server
}
/** With all the time that a busy machine may need. */
const look = (...servers: FaultProvider[]) =>
  createLookAround({ clock: systemClock, ports: servers.map((server) => server.port), deadlineMs: 10_000 })()

const list = (...models: object[]) => json({ object: 'list', data: models })
const model = (id: string, rest: object = {}) => ({ id, object: 'model', created: 1, ...rest })

const servers: Record<string, Record<string, Fault>> = {
  ollama: {
    '/v1/models': list(model('llama3.2:3b', { owned_by: 'library' }), model('qwen3:8b', { owned_by: 'library' })),
    '/api/version': json({ version: '0.12.3' }),
  },
  'lm-studio': {
    '/v1/models': list(model('qwen/qwen3-4b', { owned_by: 'organization_owner' })),
    '/api/v0/models': list({ id: 'qwen/qwen3-4b', type: 'llm', state: 'not-loaded', compatibility_type: 'gguf' }),
  },
  'llama-cpp': {
    '/v1/models': json({ models: [{}], object: 'list', data: [model('tiny.gguf', { owned_by: 'llamacpp' })] }),
  },
  vllm: { '/v1/models': list(model('Qwen/Qwen3-8B', { owned_by: 'vllm', max_model_len: 8192, permission: [] })) },
}

describe('a model server', () => {
  it.each(Object.keys(servers))('is overlooked, or taken for another: %s', async (kind) => {
    const server = await serve(servers[kind] ?? {})
    expect(await look(server)).toEqual([
      { kind, baseUrl: server.baseUrl, modelIds: expect.arrayContaining([expect.stringMatching(/./)]) },
    ])
  })

  it('is taken for another by its port', async () => {
    const all = await Promise.all(Object.values(servers).map((paths) => serve(paths)))
    expect((await look(...all)).map((found) => found.kind)).toEqual(Object.keys(servers))
  })

  it.each([
    ['ollama', { '/v1/models': json({ object: 'list', data: null }), '/api/version': json({ version: '0.12.3' }) }],
    ['lm-studio', { '/v1/models': list(), '/api/v0/models': list() }],
    ['lm-studio', { '/v1/models': list(model('a')), '/api/v1/models': json({ models: [{ key: 'a', type: 'llm' }] }) }],
    [
      'llama-cpp',
      {
        '/v1/models': list(model('a')),
        '/props': json({ default_generation_settings: { n_ctx: 512 }, total_slots: 1 }),
      },
    ],
    ['vllm', { '/v1/models': list(model('a', { max_model_len: 10 })), '/version': json({ version: '0.10.1' }) }],
  ] as const)('is overlooked with no model, or in another version: %s', async (kind, paths) => {
    expect(await look(await serve(paths))).toMatchObject([{ kind }])
  })

  it('fills the page with its models, or names one twice', async () => {
    const ids = Array.from({ length: 300 }, (_, n) => model(`m${n}`, { owned_by: 'vllm' }))
    const [found] = await look(await serve({ '/v1/models': list(...ids, ...ids) }))
    expect(found?.modelIds).toHaveLength(200)
    expect(new Set(found?.modelIds).size).toBe(200)
  })

  it('is sent a key, a cookie, or more than what must be said', async () => {
    const server = await serve(servers['ollama'] ?? {})
    await look(server)
    for (const { method, headers } of server.seen) {
      expect(method).toBe('GET')
      expect(Object.keys(headers).toSorted()).toEqual(['accept', 'connection', 'host', 'user-agent'])
    }
  })

  it('is asked for past a proxy', async () => {
    const proxy = await startTunnel(() => true)
    opened.push(proxy)
    const server = await serve(servers['vllm'] ?? {})
    const names = ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'NODE_USE_ENV_PROXY']
    for (const name of names) process.env[name] = name.startsWith('NODE') ? '1' : `http://127.0.0.1:${proxy.port}`
    try {
      expect(await look(server)).toHaveLength(1)
    } finally {
      for (const name of names) delete process.env[name]
    }
    expect(proxy.asked).toEqual([])
  })
})

const hasSix = Object.values(networkInterfaces()).some((all) => all?.some((one) => one.address === '::1'))
describe.skipIf(!hasSix)('at both addresses of this machine (needs ::1)', () => {
  it('one server counts twice', async () => {
    const four = await serve(servers['vllm'] ?? {})
    await serve(servers['vllm'] ?? {}, { host: '::1', port: four.port })
    expect(await look(four)).toMatchObject([{ baseUrl: `http://127.0.0.1:${four.port}/v1` }])
  })

  it('a second server behind the same port is overlooked', async () => {
    const four = await serve(servers['vllm'] ?? {})
    const six = await serve(servers['ollama'] ?? {}, { host: '::1', port: four.port })
    expect(await look(four)).toMatchObject([{ kind: 'vllm' }, { kind: 'ollama', baseUrl: six.baseUrl }])
  })
})

describe('something else is taken for a model server', () => {
  const models = { '/v1/models': list(model('a')) }
  it.each<[string, Record<string, Fault>]>([
    ['a website', { '/v1/models': text('<html>Welcome</html>', 'text/html') }],
    [
      'a website that answers everything',
      Object.fromEntries(
        ['/v1/models', '/api/version', '/version', '/props'].map((path) => [path, text('<html></html>', 'text/html')]),
      ),
    ],
    ['another API', { '/v1/models': json({ status: 'ok' }), '/version': json({ version: '1' }) }],
    ['a list of other things', { '/v1/models': json({ object: 'list', data: [{ name: 'Model T' }] }) }],
    ['a bare array', { '/v1/models': json([model('a', { owned_by: 'vllm' })]) }],
    ['a list without its name', { '/v1/models': json({ data: [model('a', { owned_by: 'vllm' })] }) }],
    ['ids with control characters', { '/v1/models': list(model('a\u0000b', { owned_by: 'vllm' })) }],
    ['an endless id', { '/v1/models': list(model('a'.repeat(201), { owned_by: 'vllm' })) }],
    ['a list that nobody can tell', models],
    ['a list beside any version', { ...models, '/version': json({ version: '1.2.3' }) }],
    ['one that wants a key', { '/v1/models': json({ error: 'no key' }, 401) }],
    [
      'JSON that is called text',
      { '/v1/models': text('{"object":"list","data":[{"id":"a","owned_by":"vllm"}]}', 'text/plain') },
    ],
    ['JSON that is cut', { '/v1/models': json('{"object":"list","data":[{"id":"a","owned_by":"vllm"}') }],
    ['JSON with more behind it', { '/v1/models': json('{"object":"list","data":[{"id":"a","owned_by":"vllm"}]} x') }],
    ['a status beside 200', { '/v1/models': json({ object: 'list', data: [model('a', { owned_by: 'vllm' })] }, 203) }],
    ['more than a megabyte', { '/v1/models': list(model('a', { owned_by: 'vllm', padding: 'x'.repeat(1_000_000) })) }],
  ])('%s', async (_name, paths) => {
    expect(await look(await serve(paths))).toEqual([])
  })

  it('one that sends elsewhere, and the other is asked', async () => {
    const target = await serve(servers['vllm'] ?? {})
    const server = await serve({
      '/v1/models': ({ response }) => {
        response.writeHead(307, { location: `${target.origin}/v1/models`, 'content-type': 'application/json' })
        response.end('{}')
      },
    })
    expect(await look(server)).toEqual([])
    expect(target.seen).toEqual([])
  })

  it('an answer without an end', async () => {
    const endless = stalling(['{"object":"list",'], new Promise(() => {}), { 'content-type': 'application/json' })
    const { port } = await serve({ '/v1/models': endless })
    expect(await createLookAround({ clock: systemClock, ports: [port], deadlineMs: 300 })()).toEqual([])
  })

  it('a port where nothing is, or that never answers, and it takes the others down', async () => {
    const silent = await serve({ '/v1/models': () => {} })
    const gone = await startFaultProvider(missing)
    const { port } = gone
    await gone.close()
    const there = await serve(servers['llama-cpp'] ?? {})
    const found = await createLookAround({
      clock: systemClock,
      ports: [port, silent.port, there.port],
      deadlineMs: 2_000,
    })()
    expect(found).toMatchObject([{ kind: 'llama-cpp', baseUrl: there.baseUrl, modelIds: ['tiny.gguf'] }])
  })
})
