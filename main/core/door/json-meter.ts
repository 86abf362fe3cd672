import { Pieces } from '../pieces.ts'
import { codeOfProviderError, providerMessage } from './provider-message.ts'
import type { Reading } from './reading.ts'
import { TopValues } from './top-values.ts'
import { asObject, type Json, readUsage } from './usage.ts'

const wholeBytes = 256 * 1024
/** What is read of an answer that is too large to be parsed. */
const wanted: ReadonlySet<string> = new Set(['error', 'id', 'model', 'status', 'usage'])
const largestValue = 16 * 1024

/** How much of an answer could be read: it may be too long to be unpacked, or packed in a broken way. */
export type Fed = 'all' | 'beginning' | 'until it broke'

/**
 * Reads an answer that is one JSON body. A small one is parsed; of a large one (a batch of embeddings, an image) only the
 * values that matter are kept, wherever they stand.
 */
export class JsonMeter {
  readonly #chunks = new Pieces()
  #large: TopValues | null = null

  feed(chunk: Buffer): void {
    if (this.#large) return this.#large.feed(chunk)
    this.#chunks.push(chunk)
    if (this.#chunks.bytes > wholeBytes) this.#large = this.#scan()
  }

  /** `whole`: the HTTP message ended as it should. `fed`: how much of it came here. */
  finish(whole: boolean, fed: Fed = 'all'): Reading {
    if (!whole) {
      const { values } = this.#large ?? this.#scan()
      return broken('truncated', 'upstream_truncated', values)
    }
    if (this.#large) {
      const { values, isClosed } = this.#large
      const isMalformed = fed === 'until it broke' || (fed === 'all' && values !== null && !isClosed)
      if (isMalformed) return broken('error', 'upstream_malformed', values)
      return readWhole(values)
    }
    try {
      const parsed: unknown = JSON.parse(this.#chunks.take().toString('utf8'))
      return readWhole(parsed)
    } catch {
      return broken('error', 'upstream_malformed', null)
    }
  }

  /** What came so far, read as a large answer is. */
  #scan(): TopValues {
    const values = new TopValues(wanted, largestValue)
    values.feed(this.#chunks.take())
    return values
  }
}

function readWhole(parsed: unknown): Reading {
  const body = asObject(parsed)
  const usage = readUsage(body?.['usage'])
  if (body?.['error']) {
    // A response object carries `error: null`; a provider that fails under 200 carries the reason.
    const error = { code: codeOfProviderError(body) ?? ('upstream_error' as const), message: providerMessage(body) }
    return { endState: 'error', error, usage, text: null, ...namesOf(body) }
  }
  return { endState: 'ok', error: null, usage, text: textOf(body), ...namesOf(body) }
}

/** What an answer says of itself. */
function namesOf(body: Json | null) {
  const text = (key: string) => (typeof body?.[key] === 'string' ? body[key] : null)
  return { model: text('model'), id: text('id'), status: text('status') }
}

function broken(
  endState: 'truncated' | 'error',
  code: 'upstream_truncated' | 'upstream_malformed',
  values: Json | null,
): Reading {
  const usage = readUsage(values?.['usage'])
  return { endState, error: { code, message: null }, usage, text: null, ...namesOf(values), model: null }
}

/** The text of an answer, for an estimate where it has no figures; null where it is neither a completion nor a response. */
function textOf(body: Json | null): string | null {
  const choices = body?.['choices']
  if (!Array.isArray(choices)) return responseText(body)
  return choices
    .map((choice) => {
      const message = asObject(asObject(choice)?.['message']) ?? asObject(choice)
      const tools = Array.isArray(message?.['tool_calls']) ? message['tool_calls'] : []
      const called = tools.map((tool) => asObject(asObject(tool)?.['function']))
      return [
        message?.['content'] ?? message?.['text'],
        message?.['reasoning_content'] ?? message?.['reasoning'],
        message?.['refusal'],
        ...called.flatMap((one) => [one?.['name'], one?.['arguments']]),
      ]
        .filter((text) => typeof text === 'string')
        .join('\n')
    })
    .join('\n')
}

/** Null for one that is not over: nobody knows what it will be. */
function responseText(body: Json | null): string | null {
  const output = body?.['output']
  if (!Array.isArray(output) || body?.['status'] === 'queued' || body?.['status'] === 'in_progress') return null
  return output
    .map(asObject)
    .flatMap((item) => [
      ...(Array.isArray(item?.['content']) ? item['content'].map((part) => asObject(part)?.['text']) : []),
      item?.['name'],
      item?.['arguments'],
    ])
    .filter((text) => typeof text === 'string')
    .join('\n')
}
