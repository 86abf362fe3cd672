import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '../../main/core/ports.ts'
import {
  type HeadlessServer,
  type HeadlessServerOptions,
  startHeadlessServer,
} from '../../main/headless/headless-server.ts'
import { loadPage } from '../../main/page/page-files.ts'
import type { PeerPort } from '../../main/rpc/peer-port.ts'

export interface Fixture {
  server: HeadlessServer
  /** What the log got, as text. */
  lines: string[]
  /** The pages that were let in. Each answers a frame with `echo:` and the frame. */
  pages: PeerPort[]
  /** Lets the clock of the sessions run ahead. */
  advance(ms: number): void
  [Symbol.asyncDispose](): Promise<void>
}

/** The real server on a free port, with a page of three files and a peer that echoes. */
export async function startFixture(change: Pick<HeadlessServerOptions, 'patience'> = {}): Promise<Fixture> {
  const folder = mkdtempSync(join(tmpdir(), 'keydeck-headless-'))
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html><html><head></head><body>Keydeck</body></html>')
  writeFileSync(join(folder, 'assets', 'app.js'), 'export const app = 1\n')
  writeFileSync(join(folder, 'secret.txt'), 'a file of the page\n')
  const lines: string[] = []
  const pages: PeerPort[] = []
  let ahead = 0
  const clock: Clock = {
    now: () => Date.now() + ahead,
    monotonic: () => performance.now() + ahead,
    after: () => () => {},
  }
  const note = (event: string, fields?: object) => void lines.push(JSON.stringify({ event, ...fields }))
  const server = await startHeadlessServer({
    ...change,
    port: 0,
    page: loadPage(folder, 'headless'),
    cookieSuffix: '0123456789ab',
    clock,
    log: { info: note, warn: note, error: note },
    serve(port) {
      pages.push(port)
      port.onMessage((frame) => port.send(`echo:${String(frame)}`))
    },
  })
  return {
    server,
    lines,
    pages,
    advance(ms) {
      ahead += ms
    },
    async [Symbol.asyncDispose]() {
      await server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export interface Entry {
  cookie: string
  pageToken: string
}

/** Goes in by the front door: takes a fresh link, and exchanges its code as the page does. */
export async function enter({ server }: Fixture): Promise<Entry> {
  const response = await postCode(server, codeOf(server.freshLink()))
  const { pageToken } = (await response.json()) as { pageToken: string }
  return { cookie: response.headers.getSetCookie()[0]!.split(';')[0]!, pageToken }
}

export const codeOf = (link: string) => link.slice(link.indexOf('#code=') + '#code='.length)

/** The exchange as the page sends it, with what a test wants different. */
export function postCode(
  server: HeadlessServer,
  code: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${server.address}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.address, ...headers },
    body: JSON.stringify({ code }),
  })
}
