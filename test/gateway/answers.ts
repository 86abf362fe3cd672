import { chatEvents, chunk, event, json, stream, text, usageChunk } from '../faults/answers.ts'
import type { Fault, SeenRequest } from '../faults/fault-provider.ts'
import { withoutBoundary } from './boundary.ts'

/** What the double lists, and nothing else is a model to it. */
export const doubleModels = ['fake-1', 'fake-embedding', 'fake-whisper', 'fake-voice', 'fake-image', 'fake-moderation']

const words = ['Hel', 'lo, ', 'wörld', ' 🚀', ' — ', '你好', '.']
const head = { id: 'chatcmpl-1', created: 1_700_000_000, model: 'fake-1' }
const usage = { prompt_tokens: 9, completion_tokens: 7, total_tokens: 16 }
const weather = { name: 'get_weather', arguments: '{"city":"Oslo","unit":"c"}' }
const requestId = { 'x-request-id': 'req_double_1', 'openai-processing-ms': '12', 'openai-version': '2020-10-01' }

/** Answers each endpoint with bytes that depend on the request's body alone, so that two runs can be compared byte by byte. */
export function answerOf(request: SeenRequest): Fault {
  const path = request.path.replace(/^\/v1/, '').replace(/\?.*$/s, '')
  if (request.method === 'GET' && path === '/models') return json(modelList(), 200, requestId)
  const answer = routes[`${request.method} ${path}`]
  return answer?.(request) ?? json(failure(`Unknown path ${request.method} ${path}`, 'unknown_url'), 404, requestId)
}

const routes: Record<string, (request: SeenRequest) => Fault> = {
  'POST /chat/completions': (request) => chat(bodyOf(request)),
  'POST /completions': () =>
    json(
      {
        ...head,
        object: 'text_completion',
        choices: [{ index: 0, text: words.join(''), finish_reason: 'stop' }],
        usage,
      },
      200,
      requestId,
    ),
  'POST /responses': (request) =>
    bodyOf(request)['stream'] === true ? responseStream() : json(response(), 200, requestId),
  'POST /embeddings': (request) => embeddings(bodyOf(request)),
  'POST /moderations': () =>
    json({ id: 'modr-1', model: 'fake-moderation', results: [{ flagged: false }] }, 200, requestId),
  'POST /images/generations': () =>
    json({ created: 1, data: [{ b64_json: pseudoRandom(30_000).toString('base64') }] }, 200, requestId),
  'POST /audio/speech': () => text(pseudoRandom(200_000), 'audio/mpeg', 200, requestId),
  'POST /audio/transcriptions': (request) =>
    json(
      { text: `heard ${withoutBoundary(request).body.length} bytes`, usage: { type: 'duration', seconds: 3 } },
      200,
      requestId,
    ),
  'POST /files': (request) =>
    json(
      {
        id: 'file-1',
        object: 'file',
        bytes: withoutBoundary(request).body.length,
        created_at: 1,
        filename: 'data.jsonl',
        purpose: 'assistants',
        status: 'processed',
      },
      200,
      requestId,
    ),
}

function chat(body: Record<string, unknown>): Fault {
  const asksForUsage = (body['stream_options'] as { include_usage?: boolean } | undefined)?.include_usage === true
  const calls = body['tools'] !== undefined && !JSON.stringify(body['messages']).includes('"role":"tool"')
  if (body['stream'] !== true)
    return json({ ...head, object: 'chat.completion', choices: [choice(calls)], usage }, 200, requestId)
  return stream(calls ? toolEvents(asksForUsage) : chatEvents(words, { usage: asksForUsage }), requestId)
}

function choice(calls: boolean) {
  const message = calls
    ? { role: 'assistant', content: null, tool_calls: [{ id: 'call_1', type: 'function', function: weather }] }
    : { role: 'assistant', content: words.join(''), refusal: null }
  return { index: 0, message, logprobs: null, finish_reason: calls ? 'tool_calls' : 'stop' }
}

/** The arguments come in pieces, as they do from the real ones. */
function toolEvents(asksForUsage: boolean): string[] {
  const call = (part: object) => event(chunk({ tool_calls: [{ index: 0, ...part }] }))
  const pieces = weather.arguments.match(/.{1,6}/gs) ?? []
  return [
    event(chunk({ role: 'assistant', content: null })),
    call({ id: 'call_1', type: 'function', function: { name: weather.name, arguments: '' } }),
    ...pieces.map((piece) => call({ function: { arguments: piece } })),
    event(chunk({}, 'tool_calls')),
    ...(asksForUsage ? [event(usageChunk)] : []),
    event('[DONE]'),
  ]
}

function response(status = 'completed') {
  const content = [{ type: 'output_text', text: words.join(''), annotations: [] }]
  return {
    id: 'resp_1',
    object: 'response',
    created_at: 1_700_000_000,
    status,
    model: 'fake-1',
    output: status === 'completed' ? [{ id: 'msg_1', type: 'message', status, role: 'assistant', content }] : [],
    usage: status === 'completed' ? { input_tokens: 9, output_tokens: 7, total_tokens: 16 } : null,
  }
}

function responseStream(): Fault {
  const named = (type: string, rest: object) => event({ type, ...rest }, { name: type })
  const place = { item_id: 'msg_1', output_index: 0, content_index: 0 }
  const item = { id: 'msg_1', type: 'message', status: 'in_progress', role: 'assistant', content: [] }
  return stream(
    [
      named('response.created', { sequence_number: 0, response: response('in_progress') }),
      named('response.output_item.added', { sequence_number: 1, output_index: 0, item }),
      named('response.content_part.added', {
        sequence_number: 2,
        ...place,
        part: { type: 'output_text', text: '', annotations: [] },
      }),
      ...words.map((delta, index) =>
        named('response.output_text.delta', { sequence_number: index + 3, ...place, delta }),
      ),
      named('response.completed', { sequence_number: words.length + 3, response: response() }),
    ],
    requestId,
  )
}

function embeddings(body: Record<string, unknown>): Fault {
  const input = Array.isArray(body['input']) ? body['input'] : [body['input']]
  const vector = Float32Array.from({ length: 256 }, (_, index) => Math.sin(index + 1))
  const embedding =
    body['encoding_format'] === 'base64' ? Buffer.from(vector.buffer).toString('base64') : Array.from(vector)
  const data = input.map((_, index) => ({ object: 'embedding', index, embedding }))
  return json(
    { object: 'list', data, model: 'fake-embedding', usage: { prompt_tokens: 4, total_tokens: 4 } },
    200,
    requestId,
  )
}

const modelList = () => ({
  object: 'list',
  data: doubleModels.map((id) => ({ id, object: 'model', created: 1_700_000_000, owned_by: 'double' })),
})

/** An error in the shape that the clients read. */
export const failure = (message: string, code: string, type = 'invalid_request_error') => ({
  error: { message, type, param: null, code },
})

/** Bytes that no text has, the same each time. */
function pseudoRandom(length: number): Buffer {
  const bytes = Buffer.alloc(length)
  let state = 0x2545f491
  for (let index = 0; index < length; index += 1) {
    state = Math.imul(state, 1_103_515_245) + 12_345
    bytes[index] = state >>> 16
  }
  return bytes
}

function bodyOf(request: SeenRequest): Record<string, unknown> {
  return JSON.parse(request.body.toString('utf8')) as Record<string, unknown>
}
