import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { collect, dial, statusOf } from '../../test/security/raw-socket.ts'
import { answerBare, onUnreadable } from './bare-answers.ts'

let server: Server
let port: number
/** What each path does with its answer. */
const acts: Record<string, (response: ServerResponse) => void> = {
  '/begins': (response) => response.writeHead(200, { 'content-length': 100 }).write('begun'),
  '/waits': () => {},
  '/ends': (response) => response.end('over'),
}
beforeEach(async () => {
  server = createServer()
  onUnreadable(server, answerBare)
  server.on('request', ({ url }: IncomingMessage, response: ServerResponse) => acts[url ?? '']?.(response))
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  port = (server.address() as AddressInfo).port
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`
const garbage = 'no HTTP at all\r\n\r\n'

async function after(text: string): Promise<string> {
  const socket = dial(port)
  socket.write(text)
  return collect(socket)
}

test.each([
  ['an answer that is under way', ''],
  ['one that is under way before another', get('/waits')],
])('words about what comes behind are put into %s', async (_name, more) => {
  const socket = dial(port)
  const answer = collect(socket)
  socket.write(get('/begins'))
  socket.once('data', () => socket.write(more + garbage))
  expect(await answer).toMatch(/begun$/)
})

test('words about what comes behind are taken for the answer that is yet to come', async () => {
  expect(await after(get('/waits') + garbage)).toBe('')
})

test.each([
  ['alone', garbage],
  [
    'the body of the request that waits',
    `${get('/waits').replace('GET', 'POST').replace('Host: a', 'Host: a\r\nTransfer-Encoding: chunked')}zz\r\n`,
  ],
])('what can not be read gets no answer, though it is %s', async (_name, text) => {
  expect(statusOf(await after(text))).toBe(400)
})

test('what can not be read gets no answer, though every one before it is over', async () => {
  const socket = dial(port)
  const answer = collect(socket)
  socket.write(get('/ends'))
  socket.once('data', () => socket.write(garbage))
  expect(await answer).toMatch(/over.*HTTP\/1\.1 400 /s)
})
