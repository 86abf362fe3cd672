/** The provider of the soak, a process of its own. Says its port; asked by a message, says what it saw. */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Kind, kindOf, type Seen } from './plan.ts'

const usage = { prompt_tokens: 3, completion_tokens: 5, total_tokens: 8 }
const completion = (content: string) =>
  JSON.stringify({
    id: 'c',
    object: 'chat.completion',
    created: 1,
    model: 'soak',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage,
  })
const event = (delta: object, finish: string | null = null) =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'soak', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`
const usageEvent = `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'soak', choices: [], usage })}\n\n`
const short = completion('Hello')
const large = completion('x'.repeat(1_000_000))
const error = (code: string) => JSON.stringify({ error: { message: code, type: 'x', param: null, code } })

const whole = (response: ServerResponse, status: number, body: string) =>
  void response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
    .end(body)

function stream(response: ServerResponse, kind: Kind): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  for (let word = 0; word < 10; word += 1) response.write(event({ content: `word ${word} ` }))
  if (kind === 'breaks-off') return void response.write('', () => response.socket?.resetAndDestroy())
  if (kind === 'abort-streaming') return
  response.end(event({}, 'stop') + usageEvent + 'data: [DONE]\n\n')
}

function answer(response: ServerResponse, kind: Kind): void {
  switch (kind) {
    case 'json':
    case 'revoked-key':
      return whole(response, 200, short)
    case 'large':
      return whole(response, 200, large)
    case 'refused-429':
      return whole(response, 429, error('rate_limit_exceeded'))
    case 'refused-500':
      return whole(response, 500, error('server_error'))
    case 'hangs-up':
      return void response.socket?.resetAndDestroy()
    case 'abort-waiting':
      return
    case 'stream':
    case 'breaks-off':
    case 'abort-streaming':
      return stream(response, kind)
  }
}

const names: string[] = []
const server = createServer((request, response) => {
  request.resume()
  request.on('end', () => {
    if (request.method === 'GET')
      return whole(response, 200, JSON.stringify({ object: 'list', data: [{ id: 'soak' }] }))
    const name = request.headers['user-agent'] ?? ''
    names.push(name)
    answer(response, kindOf(Number(name.slice('soak/'.length))))
  })
})
server.keepAliveTimeout = 0
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port))
process.on('message', () => {
  server.getConnections((_failure, open) => process.send?.({ names, open } satisfies Seen))
})
