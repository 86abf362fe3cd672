/**
 * The provider of the gateway's bench, a process of its own: answers from bytes that were made before, so that what is
 * measured is the way and not the answer. The model `json` answers at once; `sse-EVENTS-MS` streams so many events, one
 * every so many milliseconds, each with the time at which it was written. Says its port on the first line.
 */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

const completion = Buffer.from(
  JSON.stringify({
    id: 'chatcmpl-x',
    object: 'chat.completion',
    created: 1,
    model: 'json',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: 'Hello! How can I help you today?' },
        logprobs: null,
        finish_reason: 'stop',
      },
    ],
    usage: { prompt_tokens: 2, completion_tokens: 8, total_tokens: 10 },
  }),
)
const models = ['json', 'sse-60-5', 'sse-60-10', 'sse-200-0'].map((id) => ({ id, object: 'model', owned_by: 'bench' }))
const head = '"id":"chatcmpl-x","object":"chat.completion.chunk","created":1,"model":"m"'
const finish = `data: {${head},"choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}]}\n\n`
const usage = `data: {${head},"choices":[],"usage":{"prompt_tokens":2,"completion_tokens":60,"total_tokens":62}}\n\n`
const event = (index: number, time: bigint) =>
  `data: {${head},"t":${time},"choices":[{"index":0,"delta":{"content":"word${index} "},"logprobs":null,"finish_reason":null}]}\n\n`

function stream(response: ServerResponse, events: number, ms: number, asksForUsage: boolean): void {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'x-request-id': 'req_1' })
  const end = `${finish}${asksForUsage ? usage : ''}data: [DONE]\n\n`
  if (ms === 0) {
    // The same each time: these are compared byte by byte.
    for (let index = 0; index < events; index += 1) response.write(event(index, 0n))
    response.end(end)
    return
  }
  let sent = 0
  const timer = setInterval(() => {
    if (sent < events) response.write(event((sent += 1), process.hrtime.bigint()))
    else {
      clearInterval(timer)
      response.end(end)
    }
  }, ms)
  response.on('close', () => clearInterval(timer))
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString('utf8')
    const model = /"model":"([^"]+)"/.exec(body)?.[1] ?? ''
    const [, events, ms] = /^sse-(\d+)-(\d+)$/.exec(model) ?? []
    if (events && ms) return stream(response, Number(events), Number(ms), body.includes('"include_usage":true'))
    const answer = request.method === 'GET' ? Buffer.from(JSON.stringify({ object: 'list', data: models })) : completion
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': answer.length,
      'x-request-id': 'req_1',
    })
    response.end(answer)
  })
})
server.keepAliveTimeout = 0
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port))
