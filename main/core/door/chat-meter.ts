import type { CallErrorCode } from '../../../contract/call-error.ts'
import { readEvent } from './event-splitter.ts'
import { codeOfProviderError, providerMessage } from './provider-message.ts'
import { type Reading, type StreamMeter, TextKeeper, type Verdict } from './reading.ts'
import { asObject, type Json, readUsage, type Usage } from './usage.ts'

/**
 * Reads a stream of `/chat/completions` or `/completions`. Complete is only what gave a reason to finish and then said
 * `[DONE]`: a proxy that lost its provider says `[DONE]` as well.
 */
export class ChatMeter implements StreamMeter {
  started = false
  isAnswered = false
  readonly #dropUsage: boolean
  readonly #text = new TextKeeper()
  #dropped = false
  #finished = false
  #done = false
  #events = 0
  #usage: Usage | null = null
  #model: string | null = null
  #error: { code: CallErrorCode; message: string | null } | null = null

  /** `dropUsage`: the door asked for the usage event, so the asker doesn't get it. */
  constructor(dropUsage: boolean) {
    this.#dropUsage = dropUsage
  }

  read(event: Buffer): Verdict {
    const { name, data } = readEvent(event)
    if (data === null) return 'pass'
    if (data.trim() === '[DONE]') {
      this.#done = true
      return 'last'
    }
    let value: Json | null
    try {
      value = asObject(JSON.parse(data))
    } catch {
      value = null
    }
    if (name === 'error' || (value && value['error'])) {
      this.#events++
      this.#error ??= { code: codeOfProviderError(value) ?? 'upstream_error', message: providerMessage(value ?? data) }
      return 'error'
    }
    if (!value) {
      this.#error ??= { code: 'upstream_malformed', message: null }
      return 'pass'
    }
    this.#events++
    return this.#readChunk(value)
  }

  #readChunk(value: Json): Verdict {
    const choices = Array.isArray(value['choices']) ? (value['choices'] as unknown[]) : []
    for (const choice of choices) this.#readChoice(asObject(choice))
    if (this.#model === null && typeof value['model'] === 'string') this.#model = value['model']
    if (!value['usage']) return 'pass'
    this.#usage = readUsage(value['usage']) ?? this.#usage
    if (!this.#dropUsage || this.#dropped || choices.length > 0) return 'pass'
    this.#dropped = true
    return 'drop'
  }

  #readChoice(choice: Json | null): void {
    if (!choice) return
    const delta = asObject(choice['delta']) ?? choice
    let content = this.#text.add(delta['content'] ?? delta['text'])
    content = this.#text.add(delta['reasoning_content'] ?? delta['reasoning']) || content
    content = this.#text.add(delta['refusal']) || content
    const tools = delta['tool_calls']
    if (Array.isArray(tools)) for (const tool of tools) content = this.#readTool(asObject(tool)) || content
    if (content || asObject(delta['function_call']) || asObject(delta['audio'])) {
      this.started = true
      // Of several answers at once another one goes on.
      this.isAnswered = false
    }
    if (choice['finish_reason']) {
      this.#finished = true
      this.isAnswered = true
    }
  }

  #readTool(tool: Json | null): boolean {
    const called = asObject(tool?.['function'])
    this.#text.add(called?.['name'])
    this.#text.add(called?.['arguments'])
    return tool !== null
  }

  finish(whole: boolean): Reading {
    const rest = { usage: this.#usage, text: this.#text.toString(), model: this.#model, id: null, status: null }
    if (this.#error) return { ...rest, endState: 'error', error: this.#error }
    if (this.#done && this.#finished) return { ...rest, endState: 'ok', error: null }
    if (whole && this.#events === 0 && !this.#done) {
      return { ...rest, endState: 'error', error: { code: 'upstream_malformed', message: null } }
    }
    return { ...rest, endState: 'truncated', error: { code: 'upstream_truncated', message: null } }
  }
}
