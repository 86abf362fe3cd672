import type { CallErrorCode } from '../../../contract/call-error.ts'
import { readEvent } from './event-splitter.ts'
import { codeOfProviderError, providerMessage } from './provider-message.ts'
import { type Reading, type StreamMeter, TextKeeper, type Verdict } from './reading.ts'
import { asObject, type Json, readUsage, type Usage } from './usage.ts'

/**
 * Reads a stream of `/responses`, whose terminal events are `response.completed`, `response.incomplete` and
 * `response.failed`; with `anyKind` a stream of another endpoint, which is complete when it ends as it should.
 */
export class ResponsesMeter implements StreamMeter {
  started = false
  isAnswered = false
  readonly #anyKind: boolean
  readonly #onId: (id: string) => void
  readonly #text = new TextKeeper()
  #terminal = false
  #events = 0
  #usage: Usage | null = null
  #model: string | null = null
  #id: string | null = null
  #status: string | null = null
  #error: { code: CallErrorCode; message: string | null } | null = null

  /** `onId`: told of the response's id when it comes, as an asker may go away with it. */
  constructor(anyKind: boolean, onId: (id: string) => void = () => {}) {
    this.#anyKind = anyKind
    this.#onId = onId
  }

  read(event: Buffer): Verdict {
    const { name, data } = readEvent(event)
    if (data === null) return 'pass'
    if (data.trim() === '[DONE]') return this.#terminal || this.#anyKind ? 'last' : 'pass'
    let value: Json | null
    try {
      value = asObject(JSON.parse(data))
    } catch {
      value = null
    }
    this.#events++
    const type = typeof value?.['type'] === 'string' ? value['type'] : name
    if (type === 'error' || type === 'response.failed' || (type === null && value?.['error'])) {
      const failed = asObject(value?.['response']) ?? value
      this.#readResponse(asObject(value?.['response']))
      this.#error ??= {
        code: codeOfProviderError(failed) ?? 'upstream_error',
        message: providerMessage(failed ?? data),
      }
      return 'error'
    }
    if (!value) {
      this.#error ??= { code: 'upstream_malformed', message: null }
      return 'pass'
    }
    return this.#readValue(type, value)
  }

  #readValue(type: string | null, value: Json): Verdict {
    if (type?.endsWith('.delta')) {
      this.isAnswered = false
      if (this.#text.add(value['delta']) || typeof value['audio'] === 'string') this.started = true
      return 'pass'
    }
    if (type !== null) this.#readStage(type, value)
    if (type?.endsWith('partial_image')) this.started = true
    this.#readResponse(asObject(value['response']) ?? (this.#anyKind ? value : null))
    if (type !== 'response.completed' && type !== 'response.incomplete') return 'pass'
    this.#terminal = true
    return 'last'
  }

  /** An item may follow each one that is over; until one does, the answer is over with what is an answer's last. */
  #readStage(type: string, value: Json): void {
    if (type.endsWith('.added')) this.isAnswered = false
    else if (endsAnswer.has(type)) this.isAnswered = true
    else if (type === 'response.output_item.done') {
      this.isAnswered = lastItems.has(String(asObject(value['item'])?.['type']))
    }
  }

  #readResponse(response: Json | null): void {
    if (!response) return
    this.#usage = readUsage(response['usage']) ?? this.#usage
    if (this.#model === null && typeof response['model'] === 'string') this.#model = response['model']
    if (typeof response['status'] === 'string') this.#status = response['status']
    if (this.#id !== null || typeof response['id'] !== 'string') return
    this.#id = response['id']
    this.#onId(this.#id)
  }

  finish(whole: boolean): Reading {
    const text = this.#text.toString()
    const rest = { usage: this.#usage, text, model: this.#model, id: this.#id, status: this.#status }
    if (this.#error) return { ...rest, endState: 'error', error: this.#error }
    if (this.#terminal || (this.#anyKind && whole)) return { ...rest, endState: 'ok', error: null }
    if (whole && this.#events === 0) {
      return { ...rest, endState: 'error', error: { code: 'upstream_malformed', message: null } }
    }
    return { ...rest, endState: 'truncated', error: { code: 'upstream_truncated', message: null } }
  }
}

const endsAnswer: ReadonlySet<string> = new Set([
  'response.output_text.done',
  'response.refusal.done',
  'response.function_call_arguments.done',
  'response.custom_tool_call_input.done',
])
/** After any other item, as reasoning or a search, the model goes on by itself. */
const lastItems: ReadonlySet<string> = new Set(['message', 'function_call', 'custom_tool_call'])
