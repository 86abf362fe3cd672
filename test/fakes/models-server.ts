import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A provider that only lists models, and whose keys can be revoked while it runs. */
export interface ModelsServer {
  baseUrl: string
  /** The keys that it knows now. */
  keys: Set<string>
  /** The key of each request, the newest last. */
  arrived: string[]
  close(): Promise<void>
}

/** Starts it on loopback. */
export async function startModelsServer(keys: readonly string[]): Promise<ModelsServer> {
  const known = new Set(keys)
  const arrived: string[] = []
  const server = createServer((request, response) => {
    const key = request.headers.authorization?.replace(/^Bearer /, '') ?? ''
    arrived.push(key)
    const isKnown = known.has(key)
    response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' })
    response.end(
      JSON.stringify(
        isKnown
          ? { object: 'list', data: [{ id: 'tiny', object: 'model' }] }
          : { error: { message: 'No such key.', type: 'invalid_request_error', param: null, code: 'invalid_api_key' } },
      ),
    )
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    keys: known,
    arrived,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}
