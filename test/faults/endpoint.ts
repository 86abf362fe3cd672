import { chatEvents, chunk, completion, event, json, stream, usageChunk } from './answers.ts'
import type { Fault } from './fault-provider.ts'

/** What a call asks an endpoint for. */
export type Asked = 'models' | 'chat' | 'streaming' | 'stream_usage' | 'responses' | 'tools' | 'json_schema'

type Body = Readonly<Record<string, unknown>>

/** An endpoint that can do everything, but for what is answered otherwise. Streams are probed in their order. */
export function endpoint(others: Partial<Record<Asked, Fault>> = {}): Fault {
  let hasStreamed = false
  return (exchange) => {
    const { method, path, body } = exchange.request
    const fields = body.length > 0 ? (JSON.parse(body.toString()) as Body) : {}
    const asked = whatIsAsked(method, path, fields, hasStreamed)
    if (asked === 'streaming') hasStreamed = true
    return (others[asked] ?? usual[asked])(exchange)
  }
}

function whatIsAsked(method: string, path: string, body: Body, hasStreamed: boolean): Asked {
  if (method === 'GET') return 'models'
  if (path.endsWith('/responses')) return 'responses'
  if (body['tools']) return 'tools'
  if (body['response_format']) return 'json_schema'
  if (!body['stream']) return 'chat'
  // The door asks for the figures by itself, so that both streams look alike but for one that it asks for again.
  return hasStreamed && 'stream_options' in body ? 'stream_usage' : 'streaming'
}

/** A chat completion with this message. */
export const answering = (message: object, finish = 'stop'): Fault =>
  json({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: 'fake-1',
    choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: finish }],
    usage: { prompt_tokens: 5, completion_tokens: 3, total_tokens: 8 },
  })

/** An error as OpenAI writes it. */
export const refusing = (
  status: number,
  message: string,
  rest: object = {},
  headers: Record<string, string> = {},
): Fault =>
  json({ error: { message, type: 'invalid_request_error', param: null, code: null, ...rest } }, status, headers)

const usual: Record<Asked, Fault> = {
  models: json({ object: 'list', data: [{ id: 'fake-1', object: 'model' }] }),
  chat: completion('OK'),
  streaming: stream(chatEvents(['O', 'K'], { usage: true })),
  stream_usage: stream([event(chunk({ content: 'OK' })), event(chunk({}, 'stop')), event(usageChunk), event('[DONE]')]),
  responses: json({ id: 'resp_1', object: 'response', status: 'completed', output: [], usage: null }),
  tools: answering({
    content: null,
    tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'get_weather', arguments: '{"city":"Paris"}' } }],
  }),
  json_schema: answering({ content: '{"city":"Paris"}' }),
}
