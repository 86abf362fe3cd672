import type { Fault } from './fault-provider.ts'

type Headers = Record<string, string | string[]>

/** A whole JSON answer. */
export function json(body: unknown, status = 200, headers: Headers = {}): Fault {
  return ({ response }) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }
}

/** Any text under any content type. */
export function text(body: string | Buffer, contentType: string, status = 200, headers: Headers = {}): Fault {
  return ({ response }) => {
    response.writeHead(status, { 'content-type': contentType, ...headers })
    response.end(body)
  }
}

/** One chat completion, not streamed. */
export function completion(content = 'Hello there.', usage: unknown = usualUsage): Fault {
  return json({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: 'fake-1',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    ...(usage === null ? {} : { usage }),
  })
}

/** The figures of `completion` and of a stream that was asked for them. */
export const usualUsage = {
  prompt_tokens: 12,
  completion_tokens: 7,
  total_tokens: 19,
  prompt_tokens_details: { cached_tokens: 4 },
  completion_tokens_details: { reasoning_tokens: 2 },
}

/** One event of a stream. */
export function event(data: unknown, options: { name?: string; newline?: string } = {}): string {
  const newline = options.newline ?? '\n'
  const name = options.name === undefined ? '' : `event: ${options.name}${newline}`
  return `${name}data: ${typeof data === 'string' ? data : JSON.stringify(data)}${newline}${newline}`
}

/** A chunk of a chat stream. */
export function chunk(delta: unknown, finish: string | null = null, rest: object = {}) {
  const choices = [{ index: 0, delta, logprobs: null, finish_reason: finish }]
  return { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'fake-1', choices, ...rest }
}

/** The event that a provider adds where `include_usage` is asked for. */
export const usageChunk = { ...chunk({}), choices: [], usage: usualUsage }

/** The events of a whole chat stream; `usage` is the event before the last. */
export function chatEvents(words: readonly string[], options: { usage?: boolean; newline?: string } = {}): string[] {
  const newline = options.newline === undefined ? {} : { newline: options.newline }
  return [
    event(chunk({ role: 'assistant', content: '' }), newline),
    ...words.map((content) => event(chunk({ content }), newline)),
    event(chunk({}, 'stop'), newline),
    ...(options.usage ? [event(usageChunk, newline)] : []),
    event('[DONE]', newline),
  ]
}

/** A stream of these pieces, each sent by itself, ending as HTTP ends. */
export function stream(pieces: readonly (string | Buffer)[], headers: Headers = {}): Fault {
  return ({ response }) => {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', ...headers })
    response.flushHeaders()
    for (const piece of pieces) response.write(piece)
    response.end()
  }
}

/** A chat stream that adds the usage event exactly where it is asked for, as the real ones do. */
export function chatStream(words: readonly string[], newline = '\n'): Fault {
  return (exchange) => {
    const body = exchange.request.body.toString('utf8')
    const usage = /"include_usage"\s*:\s*true/.test(body)
    return stream(chatEvents(words, { usage, newline }))(exchange)
  }
}
