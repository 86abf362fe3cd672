import type { ServerResponse } from 'node:http'

/** Answers with a sentence, and closes: who was refused starts anew. */
export function answerPlain(response: ServerResponse, status: number, sentence: string): void {
  const body = Buffer.from(sentence ? `${sentence}\n` : '')
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': body.length,
    connection: 'close',
    ...(status === 405 ? { allow: 'GET, HEAD' } : {}),
  })
  response.end(response.req.method === 'HEAD' ? undefined : body)
}

/** Answers with JSON. */
export function answerJson(
  response: ServerResponse,
  status: number,
  value: object,
  headers: Record<string, string> = {},
): void {
  const body = Buffer.from(JSON.stringify(value))
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length, ...headers })
  response.end(body)
}
